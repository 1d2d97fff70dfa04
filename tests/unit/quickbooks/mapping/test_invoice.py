"""Invoices from the wire and to it, to the cent."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.mapping.invoice import (
    invoice_document,
    invoice_snapshot,
    invoice_update,
    line_documents,
    unit_price,
)
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import ErrorCategory, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.money import rounded
from counterfoil.domain.records.invoice import Invoice, InvoiceLine, InvoiceStatus, LineRole, Origin
from tests.builders import a_line, an_invoice, hubspot, quickbooks
from tests.unit.quickbooks.support import row

COMPANY = CompanyProfile(custom_numbers=True, terms={30: "3"})
SOURCE = hubspot(EntityKind.INVOICE, "123")
ITEM = quickbooks(EntityKind.PRODUCT, "11")
CUSTOMER = quickbooks(EntityKind.CUSTOMER, "8")
CENT = Decimal("0.01")


def invoice(**members: Any) -> Invoice:
    members = {"CustomerRef": {"value": "8"}, "TotalAmt": 100, "Balance": 100, "Line": [], **members}
    record = invoice_snapshot(wire.Invoice.model_validate(row(**members)), COMPANY).record
    assert isinstance(record, Invoice)
    return record


def sendable(**changes: Any) -> Invoice:
    return an_invoice(**{"customer": CUSTOMER, "lines": (a_line(product=ITEM),), **changes})


def refusal(record: Invoice, company: CompanyProfile = COMPANY) -> tuple[ErrorCategory, str]:
    with pytest.raises(VendorError) as raised:
        invoice_document(record, company, SOURCE)
    return raised.value.failure.category, raised.value.failure.text


def sale(amount: str, **detail: Any) -> dict[str, Any]:
    return {"Amount": amount, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}


@pytest.mark.parametrize(
    ("members", "status"),
    [
        ({}, InvoiceStatus.OPEN),
        ({"Balance": "0.01"}, InvoiceStatus.OPEN),
        ({"Balance": 0}, InvoiceStatus.PAID),
        ({"TotalAmt": 0, "Balance": 0}, InvoiceStatus.PAID),
        ({"TotalAmt": 0, "Balance": 0, "PrivateNote": "Voided"}, InvoiceStatus.VOIDED),
        ({"TotalAmt": 0, "Balance": 0, "PrivateNote": "Voided - call first"}, InvoiceStatus.VOIDED),
        ({"TotalAmt": 0, "Balance": 0, "invoiceStatus": "VOIDED"}, InvoiceStatus.VOIDED),
        ({"PrivateNote": "Voided the old one"}, InvoiceStatus.OPEN),
    ],
)
def test_where_an_invoice_stands(members: dict[str, Any], status: InvoiceStatus) -> None:
    assert invoice(**members).status is status


@pytest.mark.parametrize(
    ("members", "missing"),
    [
        ({"TotalAmt": None}, "TotalAmt"),
        ({"Balance": None}, "Balance"),
        ({"Line": None}, "Line: missing"),
        ({"Line": [{"DetailType": "SalesItemLineDetail"}]}, "Line.Amount: missing"),
        ({"Line": [{"DetailType": "DiscountLineDetail"}]}, "Line.Amount: missing"),
    ],
)
def test_a_figure_that_is_missing_is_not_nothing(members: dict[str, Any], missing: str) -> None:
    with pytest.raises(ValueError, match=missing):
        invoice(**members)


def test_an_invoice_over_nothing_may_lack_its_lines() -> None:
    assert invoice(TotalAmt=0, Balance=0, Line=None).lines == ()


@pytest.mark.parametrize(
    ("note", "origin"),
    [
        ("Counterfoil: hubspot:invoice:123", Origin.NATIVE),
        ("Voided - Counterfoil: hubspot:invoice:123", Origin.NATIVE),
        ("", Origin.MIRRORED),
        ("Counterfoil: quickbooks:invoice:123", Origin.MIRRORED),
    ],
)
def test_who_made_it(note: str, origin: Origin) -> None:
    assert invoice(PrivateNote=note).origin is origin


def test_every_kind_of_line_and_the_tax() -> None:
    lines = [
        sale("275.00", ItemRef={"value": "11", "name": "Pump"}, Qty=1, UnitPrice=275),
        {"Amount": "47.50", "DetailType": "SALES_ITEM_LINE_DETAIL", "Description": "Old spelling"},
        {"DetailType": "DescriptionOnly", "Description": "A remark", "DescriptionLineDetail": {}},
        {"Amount": "0", "DetailType": "GroupLineDetail", "GroupLineDetail": {"Line": [sale("10.00"), sale("2.75")]}},
        {"Amount": "335.25", "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}},
        {"Amount": "5.25", "DetailType": "DISCOUNT_LINE_DETAIL", "DiscountLineDetail": {"PercentBased": False}},
        sale("9.00", ItemRef={"value": "SHIPPING_ITEM_ID"}),
    ]
    record = invoice(Line=lines, TxnTaxDetail={"TotalTax": "26.82"}, TotalAmt="365.82")
    assert [line.amount for line in record.lines] == [
        Decimal(amount) for amount in ("275.00", "47.50", "0", "10.00", "2.75", "9.00", "26.82")
    ]
    assert record.lines[0].product == ITEM
    assert [line.role for line in record.lines[-2:]] == [LineRole.FEE, LineRole.TAX]
    assert (record.discount, record.computed_total) == (Decimal("5.25"), record.total)


def test_a_document_to_create() -> None:
    assert invoice_document(sendable(memo="Thanks", customer_email="a@b.example"), COMPANY, SOURCE) == {
        "CustomerRef": {"value": "8"},
        "DocNumber": "INV-1",
        "TxnDate": "2026-03-01",
        "DueDate": "2026-03-31",
        "SalesTermRef": {"value": "3"},
        "CustomerMemo": {"value": "Thanks"},
        "BillEmail": {"Address": "a@b.example"},
        "PrivateNote": "Counterfoil: hubspot:invoice:123",
        "Line": [
            {
                "LineNum": 1,
                "Amount": Decimal("100.00"),
                "Description": "Design",
                "DetailType": "SalesItemLineDetail",
                "SalesItemLineDetail": {
                    "ItemRef": {"value": "11"},
                    "TaxCodeRef": {"value": "NON"},
                    "Qty": Decimal(1),
                    "UnitPrice": Decimal("100.00"),
                },
            }
        ],
    }


def test_what_depends_on_the_company() -> None:
    document = invoice_document(sendable(due_date=date(2026, 4, 7)), CompanyProfile(multicurrency=True), SOURCE)
    assert document["CurrencyRef"] == {"value": "USD"}
    assert not {"DocNumber", "SalesTermRef"} & document.keys()


def test_a_discount_is_a_line_of_its_own() -> None:
    record = sendable(discount=Decimal("10.00"), total=Decimal("90.00"))
    assert line_documents(record, COMPANY)[-1] == {
        "Amount": Decimal("10.00"),
        "DetailType": "DiscountLineDetail",
        "DiscountLineDetail": {"PercentBased": False},
    }


@pytest.mark.parametrize(
    ("changes", "category", "told"),
    [
        ({"customer": None}, ErrorCategory.CUSTOMER_MISSING, "no customer"),
        ({"total": Decimal("100.01")}, ErrorCategory.TOTALS_DIFFER, "come to 100.00 USD, its total is 100.01 USD"),
        ({"lines": (a_line("60.00", product=ITEM), a_line("40.00"))}, ErrorCategory.UNEXPECTED, "Line 2"),
        ({"number": "N" * 22}, ErrorCategory.VALUE_DOES_NOT_FIT, "The number has 22 characters, QuickBooks takes 21."),
        ({"customer_email": "e" * 101}, ErrorCategory.VALUE_DOES_NOT_FIT, "e-mail"),
        ({"currency": "EUR"}, ErrorCategory.CURRENCY_MISMATCH, "EUR"),
    ],
)
def test_what_does_not_fit_is_named(changes: dict[str, Any], category: ErrorCategory, told: str) -> None:
    found, text = refusal(sendable(**changes))
    assert found is category
    assert told in text


def test_what_merely_informs_is_shortened_visibly() -> None:
    lines = (a_line(product=ITEM, description="d" * 4001),)
    document = invoice_document(sendable(memo="m" * 1001, lines=lines), COMPANY, SOURCE)
    assert document["CustomerMemo"]["value"] == "m" * 999 + "…"
    assert document["Line"][0]["Description"] == "d" * 3999 + "…"


def test_a_company_abroad_needs_tax_codes() -> None:
    assert refusal(sendable(), replace(COMPANY, country="CA"))[0] is ErrorCategory.TAX_REQUIRED


def test_a_company_may_allow_no_discount_on_the_whole() -> None:
    company, discounted = replace(COMPANY, allows_discount=False), sendable(discount=Decimal(10), total=Decimal(90))
    category, text = refusal(discounted, company)
    assert category is ErrorCategory.DISCOUNT_NOT_ALLOWED
    assert "a discount of 10.00 USD," in text
    on_the_line = a_line("90.00", quantity=Decimal(1), unit_price=Decimal(100), discount=Decimal(10), product=ITEM)
    assert line_documents(sendable(lines=(on_the_line,), total=Decimal(90)), company)[0]["Amount"] == 90


def test_an_update_has_only_what_is_named() -> None:
    record = sendable(memo="", number="INV-2", due_date=date(2026, 4, 1))
    assert invoice_update(record, frozenset({"memo", "due_date"}), COMPANY) == {
        "CustomerMemo": {"value": ""},
        "DueDate": "2026-04-01",
    }
    assert invoice_update(record, frozenset({"number", "issue_date"}), COMPANY) == {
        "DocNumber": "INV-2",
        "TxnDate": "2026-03-01",
    }
    assert invoice_update(record, frozenset({"number"}), CompanyProfile()) == {}
    assert invoice_update(record, frozenset({"customer"}), COMPANY) == {"CustomerRef": {"value": "8"}}
    assert invoice_update(record, frozenset({"lines"}), COMPANY) == {"Line": line_documents(record, COMPANY)}


@pytest.mark.parametrize(
    ("amount", "quantity", "price", "expected"),
    [
        ("1861.08", "14.5", "128.35", "128.35"),  # 1861.075, half up
        ("90.00", "3", "33.33", "30.0000000"),  # discounted
        ("7.96", "15", "0.53", "0.5306667"),
        ("-8.00", "1", "-8.00", "-8.00"),
        ("-7.50", "3", "-2.50", "-2.50"),
        ("10.00", "3", "3.33", "3.3333333"),
        ("10.00", "3", "3.33333333", "3.3333333"),  # an eighth decimal would be dropped
        ("1.00", "0.3333333", "3.00", "3.00"),
        ("0.00", "5", "0", "0"),
        ("100.00", "1000000", "0.0001", "0.0001"),
    ],
)
def test_prices(amount: str, quantity: str, price: str, expected: str) -> None:
    line = a_line(amount, quantity=Decimal(quantity), unit_price=Decimal(price))
    assert unit_price(line, "USD") == Decimal(expected)


@pytest.mark.parametrize("quantity", [None, Decimal(0), Decimal("0.33333333")])
def test_an_amount_alone_has_no_price(quantity: Decimal | None) -> None:
    line = a_line(quantity=quantity, product=ITEM)
    assert unit_price(line, "USD") is None
    detail = line_documents(sendable(lines=(line,)), COMPANY)[0]["SalesItemLineDetail"]
    assert not {"Qty", "UnitPrice"} & detail.keys()


def test_no_price_is_better_than_a_wrong_one() -> None:
    line = a_line("0.01", quantity=Decimal(100_000_000), unit_price=Decimal("0.03"))
    assert unit_price(line, "USD") is None


AMOUNTS = st.decimals("-9999999", "9999999", places=2)
QUANTITIES = st.decimals("-99999", "99999", places=5)
PRICES = st.none() | st.decimals("-99999", "99999", places=6)


@given(AMOUNTS, QUANTITIES, PRICES, st.sampled_from(["USD", "JPY", "KWD"]))
@example(Decimal("1861.08"), Decimal("14.5"), Decimal("128.35"), "USD")
@example(Decimal(500), Decimal("1.5"), Decimal(333), "JPY")
def test_a_price_gives_the_amount_exactly(amount: Decimal, quantity: Decimal, price: Decimal | None, currency: str) -> None:
    amount = rounded(amount, currency)
    found = unit_price(InvoiceLine(amount=amount, quantity=quantity, unit_price=price), currency)
    if found is None:
        return
    assert rounded(found * quantity, currency) == amount
    assert (found * quantity).quantize(CENT, rounding=ROUND_HALF_UP) == amount
    assert found == price or -found.as_tuple().exponent <= 7  # type: ignore[operator]


@given(AMOUNTS, st.decimals("0.00001", "9999", places=5), PRICES)
def test_up_to_ten_thousand_pieces_always_have_a_price(amount: Decimal, quantity: Decimal, price: Decimal | None) -> None:
    line = InvoiceLine(amount=amount, quantity=quantity, unit_price=price)
    assert unit_price(line, "USD") is not None


def made(**changes: object) -> dict[str, Any]:
    return invoice_document(an_invoice(customer=CUSTOMER, lines=(a_line(product=ITEM),), **changes), COMPANY, SOURCE)


def test_copies_go_to_as_many_as_there_is_room_for() -> None:
    one, two = "a" * 60 + "@x.example", "b" * 40 + "@x.example"
    document = made(copies_to=(one, two, "c@x.example"))
    assert document["BillEmailCc"] == {"Address": f"{one}, c@x.example"}
    assert "BillEmailCc" not in made()


@pytest.mark.parametrize(
    ("dates", "term"),
    [
        ({"issue_date": date(2026, 3, 1), "due_date": date(2026, 3, 31)}, {"value": "3"}),
        ({"issue_date": date(2026, 3, 1), "due_date": date(2026, 3, 30)}, None),
        ({"issue_date": None}, None),
        ({"due_date": None}, None),
    ],
)
def test_the_term_is_the_one_that_gives_this_due_date(dates: dict[str, date | None], term: object) -> None:
    assert made(**dates).get("SalesTermRef") == term
