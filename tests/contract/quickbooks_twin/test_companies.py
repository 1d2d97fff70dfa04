"""Companies of other countries and settings, isolated from one another.

https://developer.intuit.com/app/developer/qbo/docs/workflows/manage-sales-tax-for-non-us-locales
https://developer.intuit.com/app/developer/qbo/docs/workflows/manage-multiple-currencies
"""

from decimal import Decimal
from typing import Any

import pytest

from tests.contract.quickbooks_twin.client import Books, Document, line


def _company(books: Books, **profile: Any) -> Books:
    made = Books(books.twin, books.do("create_company", **profile))
    made.write("Customer", {"DisplayName": "Cool Cars"})
    for name in ("Hours", "Design"):
        made.write("Item", {"Name": name, "IncomeAccountRef": {"value": made.named("Account", "Services")["Id"]}})
    return made


def _code(books: Books, name: str) -> Document:
    return {"TaxCodeRef": {"value": books.named("TaxCode", name)["Id"]}}


def _rated(books: Books, percent: str) -> Document:
    rate = {"TaxRateName": f"R{percent}", "RateValue": percent, "TaxAgencyId": books.rows("TaxAgency")[0]["Id"]}
    made = books.call("POST", "taxservice/taxcode", {"TaxCode": f"C{percent}", "TaxRateDetails": [rate]}).json()
    return {"TaxCodeRef": {"value": made["TaxCodeId"]}}


def test_companies_share_nothing(books: Books) -> None:
    other = _company(books)
    assert other.credentials["realm_id"] != books.credentials["realm_id"]
    assert other.rows("Invoice") == []
    other.write("Invoice", other.invoice(DocNumber="1037"))
    assert len(books.rows("Invoice")) == 10


def test_a_tax_code_is_needed_outside_the_us(books: Books) -> None:
    canada = _company(books, country="CA")
    code, detail = canada.refused("Invoice", canada.invoice(line("10", TaxCodeRef=None)))
    assert (code, "GST/HST rate" in detail) == ("6000", True)
    invoice = canada.write("Invoice", canada.invoice(line("100", **_code(canada, "HST ON"))))
    assert (invoice["TxnTaxDetail"]["TotalTax"], invoice["TotalAmt"]) == (13, 113)
    assert invoice["GlobalTaxCalculation"] == "TaxExcluded"


def test_tax_is_rounded_line_by_line_outside_the_us(books: Books) -> None:
    canada = _company(books, country="CA")
    twelve = _rated(canada, "12")
    lines = [line("1.59", "1", "1.59", **twelve)] * 29 + [line("17.49", "1", "17.49", **twelve)] * 2
    assert canada.write("Invoice", canada.invoice(*lines))["TxnTaxDetail"]["TotalTax"] == Decimal("9.71")


def test_gross_amounts(books: Books) -> None:
    britain = _company(books, country="GB")
    gross = line("120", "2", "60", **_code(britain, "20.0% S"))
    invoice = britain.write("Invoice", britain.invoice(gross, GlobalTaxCalculation="TaxInclusive"))
    sold = invoice["Line"][0]
    assert (sold["Amount"], sold["SalesItemLineDetail"]["TaxInclusiveAmt"]) == (100, 120)
    assert sold["SalesItemLineDetail"]["UnitPrice"] == 50
    assert (invoice["TxnTaxDetail"]["TotalTax"], invoice["TotalAmt"]) == (20, 120)


def test_no_tax_detail_where_tax_does_not_apply(books: Books) -> None:
    canada = _company(books, country="CA")
    body = canada.invoice(GlobalTaxCalculation="NotApplicable")
    assert canada.write("Invoice", body)["TotalAmt"] == 10
    detail = {"TaxLine": [{"Amount": 1}]}
    assert canada.refused("Invoice", {**body, "TxnTaxDetail": detail})[0] == "6170"


def test_a_small_override_keeps_the_difference(books: Books) -> None:
    canada = _company(books, country="CA")
    code = canada.named("TaxCode", "HST ON")
    rate = code["SalesTaxRateList"]["TaxRateDetail"][0]["TaxRateRef"]
    sent = {"TaxLine": [{"Amount": "1.31", "DetailType": "TaxLineDetail", "TaxLineDetail": {"TaxRateRef": rate}}]}
    invoice = canada.write("Invoice", canada.invoice(line("10", **_code(canada, "HST ON")), TxnTaxDetail=sent))
    tax = invoice["TxnTaxDetail"]
    assert tax["TotalTax"] == Decimal("1.31")
    assert tax["TaxLine"][0]["TaxLineDetail"]["OverrideDeltaAmount"] == Decimal("0.01")


@pytest.mark.parametrize(
    ("members", "tax"),
    [
        ({}, "8"),
        ({"ShipAddr": {"CountrySubDivisionCode": "AZ"}}, "9.1"),
        ({"ShipAddr": {"CountrySubDivisionCode": "OR"}}, "0"),
        ({"TxnTaxDetail": {"TotalTax": "3"}}, "3"),
        ({"TxnTaxDetail": {"TotalTax": "3", "UseAutomatedSalesTax": True}}, "8"),
    ],
)
def test_automated_sales_tax_taxes_what_has_no_code(books: Books, members: Document, tax: str) -> None:
    company = _company(books, automated_sales_tax=True)
    customer = company.write("Customer", {"DisplayName": "T", "Taxable": True})
    item = company.write("Item", {"Name": "Thing", "Taxable": True, "IncomeAccountRef": {"value": "1"}})
    body: Document = {
        "CustomerRef": {"value": customer["Id"]},
        "BillAddr": {"CountrySubDivisionCode": "CA"},
        "Line": [line("100", ItemRef={"value": item["Id"]}, TaxCodeRef=None)],
    }
    assert company.write("Invoice", {**body, **members})["TxnTaxDetail"]["TotalTax"] == Decimal(tax)
    body["Line"] = [line("100", ItemRef={"value": item["Id"]})]
    assert company.write("Invoice", body)["TxnTaxDetail"]["TotalTax"] == 0


def test_tax_can_be_off(books: Books) -> None:
    company = _company(books, sales_tax=False)
    invoice = company.write(
        "Invoice", company.invoice(line("10", TaxCodeRef={"value": "TAX"}), TxnTaxDetail={"TotalTax": 5})
    )
    assert (invoice["TotalAmt"], invoice["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"]["value"]) == (10, "NON")


@pytest.fixture
def abroad(books: Books) -> Books:
    """A US company with several currencies and a customer in euros."""
    company = _company(books, multicurrency=True)
    company.write("Customer", {"DisplayName": "Berlin", "CurrencyRef": {"value": "EUR"}})
    return company


def test_transactions_name_the_customers_currency(abroad: Books) -> None:
    body = abroad.invoice(line("100"), customer="Berlin")
    assert abroad.refused("Invoice", body)[0] == "2020"
    abroad.switch(currency_ref_required=False)
    assert abroad.write("Invoice", body)["CurrencyRef"]["value"] == "EUR"
    assert abroad.refused("Invoice", {**body, "CurrencyRef": {"value": "USD"}})[0] == "6000"
    invoice = abroad.write("Invoice", {**body, "CurrencyRef": {"value": "EUR"}})
    assert (invoice["TotalAmt"], invoice["ExchangeRate"], invoice["HomeTotalAmt"]) == (100, Decimal("1.08"), 108)
    payment = abroad.payment("50", invoice, CurrencyRef={"value": "EUR"}, ExchangeRate="1.1")
    assert abroad.write("Payment", payment)["ExchangeRate"] == Decimal("1.1")
    assert abroad.get("Invoice", invoice["Id"])["HomeBalance"] == 54


def test_a_customers_currency_stays(abroad: Books) -> None:
    customer = abroad.named("Customer", "Berlin")
    change = {"Id": customer["Id"], "SyncToken": "0", "sparse": True, "CurrencyRef": {"value": "USD"}}
    assert abroad.refused("Customer", change)[0] == "6000"


def test_exchange_rates(abroad: Books, books: Books) -> None:
    rate = abroad.call("GET", "exchangerate", sourcecurrencycode="EUR", asofdate="2026-03-01").json()["ExchangeRate"]
    assert (rate["Rate"], rate["TargetCurrencyCode"], rate["AsOfDate"]) == (1.08, "USD", "2026-03-01")
    change = {"SourceCurrencyCode": "EUR", "Rate": "1.2", "AsOfDate": "2026-03-15"}
    assert abroad.write("ExchangeRate", change)["Rate"] == Decimal("1.2")
    assert abroad.rows("ExchangeRate", "where SourceCurrencyCode = 'EUR'")[0]["Rate"] == Decimal("1.2")
    books.switch(rates_without_multicurrency=False)
    refused = books.call("GET", "exchangerate", sourcecurrencycode="EUR")
    assert refused.json()["Fault"]["Error"][0]["code"] == "5030"


def test_yen_can_be_rounded_to_whole_units(abroad: Books) -> None:
    abroad.switch(yen_decimals=0)
    abroad.write("Customer", {"DisplayName": "Tokyo", "CurrencyRef": {"value": "JPY"}})
    body = abroad.invoice(line("100.5"), customer="Tokyo", CurrencyRef={"value": "JPY"})
    assert abroad.write("Invoice", body)["TotalAmt"] == 101


def test_one_currency_has_no_home_amounts(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice(ExchangeRate=1, CurrencyRef={"value": "USD"}))
    assert not {"ExchangeRate", "HomeTotalAmt", "HomeBalance"} & set(invoice)
