"""Fills the first company with the shared facts and a believable past."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from infra.sandbox.quickbooks import operations
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.entities import ENTITIES
from infra.sandbox.quickbooks.profile import add_account
from infra.sandbox.quickbooks.settings import add_tax_code, add_tax_rate
from infra.sandbox.quickbooks.wire import Document, ref
from infra.sandbox.seed import company as facts

FOUNDED_DAYS_AGO = 200
# number, customer, days ago, lines (item, description, quantity, price, tax code), tax code, part paid
HISTORY: tuple[tuple[str, str, int, tuple[tuple[str, str, str, str, str], ...], str, str], ...] = (
    ("1001", "Amy's Bird Sanctuary", 150, (("Gardening", "Weekly gardening", "4", "30", "NON"),), "", "1"),
    ("1002", "Cool Cars", 120, (("Design", "Custom design", "5", "75", "NON"),), "", "1"),
    ("1003", "Freeman Sporting Goods", 100, (("Sprinkler Heads", "Heads", "20", "2", "TAX"),), "California", "1"),
    ("1004", "0969 Ocean View Road", 90, (("Installation", "Irrigation", "6.5", "50", "NON"),), "", "0.5"),
    ("1005", "Kookies by Kathy", 75, (("Rocks", "Stone, by weight", "14.5", "128.35", "NON"),), "", "0"),
    ("1006", "Red Rock Diner", 60, (("Pest Control", "Treatment", "2", "35", "NON"),), "", "1"),
    ("1007", "Video Games by Dan", 45, (("Pump", "Fountain pump", "3", "15", "TAX"),), "Tucson", "0"),
    ("1008", "Geeta Kalapatapu", 40, (("Design", "Garden plan", "8.4", "75", "NON"),), "", "0.25"),
    ("1009", "Weiskopf Consulting", 20, (("Trimming", "Hedges", "15", "0.5306667", "NON"),), "", "0"),
    (
        "1037", "Sonnenschein Family Store", 30,
        (("Rock Fountain", "Rock Fountain", "1", "275", "TAX"), ("Pump", "Fountain Pump", "1", "12.75", "TAX"),
         ("Concrete", "Concrete for fountain installation", "5", "9.5", "TAX")), "California", "0",
    ),
)  # fmt: skip


def seed(company: Company) -> None:
    """Write lists and history as if it had all been typed in over the last months."""
    with company.in_the_past(timedelta(days=FOUNDED_DAYS_AGO)):
        _lists(company)
        _customers(company)
        _troublesome(company)
    for number, customer, days, lines, tax_code, paid in HISTORY:
        with company.in_the_past(timedelta(days=days)):
            invoice = _invoice(company, number, customer, lines, tax_code)
        if Decimal(paid):
            with company.in_the_past(timedelta(days=days - 10)):
                _payment(company, invoice, Decimal(paid))
    company.last_number = 1037


def _lists(company: Company) -> None:
    known = facts()
    for one in known["accounts"]:
        add_account(company, one["name"], one["type"], one["sub_type"])
    for one in known["terms"]:
        _add(company, "Term", {"Name": one["name"], "DueDays": one["due_days"]})
    for one in known["payment_methods"]:
        _add(company, "PaymentMethod", {"Name": one["name"], "Type": one["type"]})
    for name in known["tax_agencies"]:
        _add(company, "TaxAgency", {"DisplayName": name, "TaxTrackedOnSales": True})
    for one in known["tax_rates"]:
        add_tax_rate(company, one["name"], one["percent"], _id(company, "TaxAgency", one["agency"]))
    for one in known["tax_codes"]:
        add_tax_code(company, one["name"], [_id(company, "TaxRate", rate) for rate in one["rates"]])
    for one in known["items"]:
        _add(company, "Item", _item(company, one))


def _item(company: Company, fact: dict[str, Any]) -> Document:
    members: Document = {
        "Name": fact["name"],
        "Type": fact["type"],
        "Taxable": fact["taxable"],
        "UnitPrice": Decimal(fact["unit_price"]),
        "IncomeAccountRef": ref(_id(company, "Account", fact["income_account"])),
    }
    if "sku" in fact:
        members["Sku"] = fact["sku"]
    if fact["type"] == "Inventory":
        members.update(
            TrackQtyOnHand=True, QtyOnHand=Decimal(100), InvStartDate=company.today,
            AssetAccountRef=ref(_id(company, "Account", "Inventory Asset")),
            ExpenseAccountRef=ref(_id(company, "Account", "Cost of Goods Sold")),
        )  # fmt: skip
    return members


def _customers(company: Company) -> None:
    for one in facts()["customers"]:
        members: Document = {"DisplayName": one["display_name"], "Taxable": True, "PreferredDeliveryMethod": "Print"}
        pairs = {"company_name": "CompanyName", "given_name": "GivenName", "family_name": "FamilyName"}
        members.update({member: one[name] for name, member in pairs.items() if name in one})
        if "email" in one:
            members["PrimaryEmailAddr"] = {"Address": one["email"]}
        if "phone" in one:
            members["PrimaryPhone"] = {"FreeFormNumber": one["phone"]}
        if "street" in one:
            members["BillAddr"] = {
                "Id": company.records.next_id("address"),
                "Line1": one["street"],
                "City": one["city"],
                "CountrySubDivisionCode": one["region"],
                "PostalCode": one["postal_code"],
            }
        if "parent" in one:
            members.update(Job=True, ParentRef=ref(_id(company, "Customer", one["parent"])))
        _add(company, "Customer", members)


def _troublesome(company: Company) -> None:
    """What a sync stumbles over: a vendor holding a name, an inactive customer, odd characters."""
    for given, family in (("Emily", "Okafor"), ("John", "Lindqvist")):
        _add(company, "Employee", {"GivenName": given, "FamilyName": family})
    _add(company, "Vendor", {"DisplayName": "Bob's Burger Joint", "CompanyName": "Bob's Burger Joint"})
    odd = 'Zoë & Søn\'s "Café" <Müller> \\ 100% Łódź'
    _add(company, "Customer", {"DisplayName": odd, "PrimaryEmailAddr": {"Address": "zoe@example.com"}})
    gone = _add(company, "Customer", {"DisplayName": "Gone Fishing Charters", "GivenName": "Finn"})
    inactive = {"Id": gone["Id"], "SyncToken": gone["SyncToken"], "sparse": True, "Active": False}
    _add(company, "Customer", inactive)


def _invoice(
    company: Company, number: str, customer: str, lines: tuple[tuple[str, str, str, str, str], ...], tax_code: str
) -> Document:
    body: Document = {
        "DocNumber": number,
        "CustomerRef": ref(_id(company, "Customer", customer)),
        "SalesTermRef": ref(_id(company, "Term", "Net 30")),
        "TxnDate": company.today,
        "Line": [_line(company, line) for line in lines],
    }
    if tax_code:
        body["TxnTaxDetail"] = {"TxnTaxCodeRef": ref(_id(company, "TaxCode", tax_code))}
    return _add(company, "Invoice", body)


def _line(company: Company, line: tuple[str, str, str, str, str]) -> Document:
    item, description, quantity, price, tax_code = line
    detail = {
        "ItemRef": ref(_id(company, "Item", item)),
        "Qty": Decimal(quantity),
        "UnitPrice": Decimal(price),
        "TaxCodeRef": ref(tax_code),
    }
    return {
        "Description": description,
        "Amount": (Decimal(quantity) * Decimal(price)).quantize(Decimal("0.01"), "ROUND_HALF_UP"),
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": detail,
    }


def _payment(company: Company, invoice: Document, part: Decimal) -> Document:
    amount = (invoice["TotalAmt"] * part).quantize(Decimal("0.01"))
    link = {"TxnId": invoice["Id"], "TxnType": "Invoice"}
    body = {
        "CustomerRef": invoice["CustomerRef"],
        "TotalAmt": amount,
        "TxnDate": company.today,
        "PaymentMethodRef": ref(_id(company, "PaymentMethod", "Check")),
        "PaymentRefNum": f"C{invoice['DocNumber']}",
        "Line": [{"Amount": amount, "LinkedTxn": [link]}],
    }
    return _add(company, "Payment", body)


def _add(company: Company, entity: str, members: Document) -> Document:
    return operations.write(company, ENTITIES[entity], members)


def _id(company: Company, entity: str, name: str) -> str:
    return str(company.records.indexed(entity, name)[0]["Id"])
