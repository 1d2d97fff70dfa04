"""How people call records, amounts and days."""

from datetime import date

import pytest

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.names import amount, day, name_of
from tests.builders import a_customer, a_payment, a_product, an_invoice, hubspot, quickbooks


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [
        ("1250", "USD", "1,250.00 USD"),
        ("-1234567.5", "USD", "-1,234,567.50 USD"),
        ("1250", "JPY", "1,250 JPY"),
        ("1250.5", "KWD", "1,250.500 KWD"),
        ("100.004", "USD", "100.004 USD"),
        ("0", "USD", "0.00 USD"),
        ("7", "", "7.00"),
        ("", "USD", "USD"),
        ("NaN", "USD", "NaN USD"),
    ],
)
def test_an_amount_as_a_bookkeeper_reads_it(value: str, currency: str, shown: str) -> None:
    assert amount(value, currency) == shown


@pytest.mark.parametrize(("value", "shown"), [("2026-11-03", "3 Nov 2026"), ("soon", "soon"), ("", "")])
def test_a_day_as_people_write_it(value: str, shown: str) -> None:
    assert day(value) == shown


def test_records_are_called_by_number_name_or_amount() -> None:
    assert name_of(hubspot(EntityKind.INVOICE, "1"), an_invoice(number="INV-1042").fields()) == "invoice INV-1042"
    assert name_of(hubspot(EntityKind.CUSTOMER, "1"), a_customer(display_name="Acme").fields()) == "the customer Acme"
    assert name_of(hubspot(EntityKind.PAYMENT, "1"), a_payment().fields()) == "the payment of 100.00 USD of 2 Mar 2026"
    pump = a_product(name="Pump", sku="P-1").fields()
    assert name_of(hubspot(EntityKind.PRODUCT, "1"), pump) == "the product Pump (SKU P-1)"
    assert name_of(quickbooks(EntityKind.PRODUCT, "1"), pump) == "the item Pump (SKU P-1)"


def test_an_invoice_without_a_number_is_called_by_its_amount_and_day() -> None:
    unnumbered = an_invoice(number="", issue_date=date(2026, 3, 2)).fields()
    assert name_of(quickbooks(EntityKind.INVOICE, "1"), unnumbered) == "the invoice of 100.00 USD of 2 Mar 2026"
    undated = an_invoice(number="", issue_date=None).fields()
    assert name_of(hubspot(EntityKind.INVOICE, "1"), undated) == "the invoice of 100.00 USD"
    assert name_of(hubspot(EntityKind.INVOICE, "301"), {"number": ""}) == "the invoice with the id 301 in HubSpot"


def test_only_what_has_no_name_is_called_by_its_id() -> None:
    nameless = a_product(name=" \u202e\n", sku="").fields()
    assert name_of(quickbooks(EntityKind.PRODUCT, "7"), nameless) == "the item with the id 7 in QuickBooks"
    assert name_of(hubspot(EntityKind.INVOICE, "301"), None) == "the invoice with the id 301 in HubSpot"


def test_a_long_name_is_shortened_visibly_on_one_line() -> None:
    called = name_of(hubspot(EntityKind.CUSTOMER, "1"), a_customer(display_name="Long\nname " * 50).fields())
    assert called.startswith("the customer Long name Long name")
    assert called.endswith("…")
    assert len(called) <= len("the customer ") + 80
