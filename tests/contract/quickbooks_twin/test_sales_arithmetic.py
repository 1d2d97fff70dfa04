"""Published sums: the twin must compute them to the cent.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
"""

from decimal import Decimal
from typing import Any

import pytest

from tests.contract.quickbooks_twin.client import Books, Document, line

DISCOUNT = {"DetailType": "DiscountLineDetail"}


def _percent_off(percent: str) -> Document:
    return {**DISCOUNT, "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": percent}}


def _shipping(amount: str) -> Document:
    return line(amount, ItemRef={"value": "SHIPPING_ITEM_ID"})


def _taxed(books: Books, percent: str) -> Document:
    agency = books.rows("TaxAgency")[0]["Id"]
    detail = {"TaxRateName": f"T{percent}", "RateValue": percent, "TaxAgencyId": agency, "TaxApplicableOn": "Sales"}
    made = books.call("POST", "taxservice/taxcode", {"TaxCode": f"T{percent}", "TaxRateDetails": [detail]}).json()
    return {"TxnTaxDetail": {"TxnTaxCodeRef": {"value": made["TaxCodeId"]}}}


TAX: Document = {"TaxCodeRef": {"value": "TAX"}}


def test_the_sample_companys_invoice(books: Books) -> None:
    [invoice] = books.rows("Invoice", "where DocNumber = '1037'")
    tax = invoice["TxnTaxDetail"]
    assert (tax["TotalTax"], invoice["TotalAmt"]) == (Decimal("26.82"), Decimal("362.07"))
    assert tax["TaxLine"][0]["TaxLineDetail"]["NetAmountTaxable"] == Decimal("335.25")
    subtotal = invoice["Line"][-1]
    assert (subtotal["DetailType"], subtotal["Amount"]) == ("SubTotalLineDetail", Decimal("335.25"))
    assert "Id" not in subtotal


def test_discount_shipping_tax_and_deposit(books: Books) -> None:
    body = books.invoice(line("50", **TAX), _percent_off("10"), _shipping("2"), Deposit=12, **_taxed(books, "10"))
    invoice = books.write("Invoice", body)
    assert (invoice["TxnTaxDetail"]["TotalTax"], invoice["TotalAmt"], invoice["Balance"]) == (5, 52, 40)
    kinds = [(one["DetailType"], one["Amount"]) for one in invoice["Line"]]
    assert kinds == [
        ("SalesItemLineDetail", 50), ("SubTotalLineDetail", 50), ("DiscountLineDetail", 5), ("SalesItemLineDetail", 2),
    ]  # fmt: skip


def test_tax_ties_are_rounded_half_up_on_the_undiscounted_base(books: Books) -> None:
    body = books.invoice(line("345", **TAX), _percent_off("10"), _shipping("5"), **_taxed(books, "6.5"))
    invoice = books.write("Invoice", body)
    assert (invoice["TxnTaxDetail"]["TotalTax"], invoice["TotalAmt"]) == (Decimal("22.43"), Decimal("337.93"))


def test_tax_after_discount(books: Books) -> None:
    body = books.invoice(line("100", **TAX), _percent_off("10"), ApplyTaxAfterDiscount=True, **_taxed(books, "10"))
    assert books.write("Invoice", body)["TotalAmt"] == 99


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [("14.5", "128.35", "1861.08"), ("15", "0.5306667", "7.96"), ("24", "0.1104167", "2.65"), ("0", "0", "100")],
)
def test_amount_is_quantity_times_price_rounded_half_up(books: Books, quantity: str, price: str, amount: str) -> None:
    assert books.write("Invoice", books.invoice(line(amount, quantity, price)))["TotalAmt"] == Decimal(amount)


def test_another_amount_is_refused_with_the_value_supplied(books: Books) -> None:
    code, detail = books.refused("Invoice", books.invoice(line("1861.07", "14.5", "128.35")))
    assert (code, detail) == ("6070", "Amount is not equal to UnitPrice * Qty. Supplied value: 1,861.07")


@pytest.mark.parametrize(("subtotal", "percent", "discount"), [("10.61", "20", "2.12"), ("345", "10", "34.5")])
def test_a_discount_in_percent(books: Books, subtotal: str, percent: str, discount: str) -> None:
    invoice = books.write("Invoice", books.invoice(line(subtotal), _percent_off(percent)))
    assert invoice["TotalAmt"] == Decimal(subtotal) - Decimal(discount)


def test_a_discount_as_amount(books: Books) -> None:
    discount = {**DISCOUNT, "Amount": "3.33", "DiscountLineDetail": {"PercentBased": False}}
    assert books.write("Invoice", books.invoice(line("10"), discount))["TotalAmt"] == Decimal("6.67")


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([line("10"), {**DISCOUNT, "DiscountLineDetail": {"PercentBased": True}}], "6090"),
        ([line("10"), _percent_off("1"), _percent_off("2")], "6000"),
        ([line("-10")], "6000"),
        ([{"DetailType": "SalesItemLineDetail", "SalesItemLineDetail": {"Qty": 1, "UnitPrice": 1}}], "2020"),
        ([line("ten")], "2080"),
        ([{"Amount": 1, "DetailType": "Unheard"}], "2170"),
        ([], "2250"),
    ],
)
def test_lines_that_cannot_be(books: Books, lines: list[Document], code: str) -> None:
    assert books.refused("Invoice", books.invoice() | {"Line": lines})[0] == code


def test_discounts_can_be_switched_off(books: Books) -> None:
    books.do("set_preferences", preferences={"SalesFormsPrefs": {"AllowDiscount": False}})
    assert books.refused("Invoice", books.invoice(line("10"), _percent_off("10")))[0] == "6000"


def test_a_line_without_an_item_is_only_text(books: Books) -> None:
    words = {"Amount": 5, "Description": "hello", "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": {}}
    invoice = books.write("Invoice", books.invoice(line("10"), words))
    assert invoice["TotalAmt"] == 10
    assert invoice["Line"][1]["DetailType"] == "DescriptionOnly"


def test_the_totals_of_a_request_are_ignored(books: Books) -> None:
    assert books.write("Invoice", books.invoice(line("10"), TotalAmt=999, Balance=1))["TotalAmt"] == 10


def test_an_explicit_tax_overrides_and_leaves_the_difference(books: Books) -> None:
    tax = _taxed(books, "10")
    tax["TxnTaxDetail"]["TotalTax"] = "1.01"
    detail = books.write("Invoice", books.invoice(line("10", **TAX), **tax))["TxnTaxDetail"]
    assert detail["TotalTax"] == Decimal("1.01")
    assert detail["TaxLine"][0]["TaxLineDetail"]["OverrideDeltaAmount"] == Decimal("0.01")


@pytest.mark.parametrize("code", ["TUCSON", "2"])
def test_us_lines_know_only_two_tax_codes(books: Books, code: str) -> None:
    assert books.refused("Invoice", books.invoice(line("10", TaxCodeRef={"value": code})))[0] == "6100"


def test_no_more_than_750_taxed_lines(books: Books) -> None:
    assert books.refused("Invoice", books.invoice(*[line("1", **TAX)] * 751))[0] == "6000"
    assert books.write("Invoice", books.invoice(*[line("1")] * 751))["TotalAmt"] == 751


def test_what_the_company_fills_in(books: Books) -> None:
    net_30: dict[str, Any] = {"SalesTermRef": {"value": books.named("Term", "Net 30")["Id"]}}
    invoice = books.write("Invoice", books.invoice(**net_30))
    assert (invoice["TxnDate"], invoice["DueDate"]) == ("2026-03-16", "2026-04-15")
    assert invoice["BillEmail"]["Address"] == "Cool_Cars@intuit.com"
    assert invoice["BillAddr"]["City"] == "Half Moon Bay"
    assert (invoice["SyncToken"], invoice["EmailStatus"], invoice["PrintStatus"]) == ("0", "NotSet", "NeedToPrint")
    assert invoice["CustomField"] == [{"DefinitionId": "1", "Name": "Crew #", "Type": "StringType"}]
    assert invoice["MetaData"]["CreateTime"] == "2026-03-16T09:00:00-07:00"
    assert invoice["CustomerRef"]["name"] == "Cool Cars"
    assert "DocNumber" not in invoice
