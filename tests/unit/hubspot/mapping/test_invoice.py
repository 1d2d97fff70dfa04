"""Invoices from HubSpot's wire: lines, dates, origin, what cannot be understood."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from counterfoil.adapters.hubspot.mapping.invoice import InvoiceParts, invoice_properties
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.invoice import Invoice, InvoiceLine, InvoiceStatus, LineRole, Origin
from tests.builders import an_invoice, hubspot
from tests.unit.hubspot.mapping.invoices import NEW_YORK, adjustment, contact, line, read


def test_an_invoice_with_everything() -> None:
    found = read(
        InvoiceParts(
            contacts=[contact("9")],
            line_items=[
                line(
                    "31",
                    name="Pump",
                    description="Pumps",
                    hs_sku="PRD-PUMP",
                    hs_product_id="5",
                    quantity="2",
                    price="10.00",
                    amount="18.00",
                )
            ],
        ),
        hs_number="INV-7",
        hs_invoice_date="2026-03-01T00:00:00Z",
        hs_due_date="2026-04-01T03:30:00Z",
        hs_comments="Thank you",
        hs_amount_billed="18.00",
        hs_balance_due="8.00",
        hs_invoice_source="HUBSPOT",
        hs_invoice_latest_contact_email="Grace@Cool.example",
    )
    assert found == Invoice(
        status=InvoiceStatus.OPEN,
        currency="USD",
        total=Decimal("18.00"),
        balance=Decimal("8.00"),
        number="INV-7",
        issue_date=date(2026, 3, 1),
        due_date=date(2026, 3, 31),
        customer=hubspot(EntityKind.CUSTOMER, "9"),
        customer_name="Grace@Cool.example",
        customer_email="grace@cool.example",
        memo="Thank you",
        lines=(
            InvoiceLine(
                amount=Decimal("18.00"),
                name="Pump",
                description="Pumps",
                quantity=Decimal(2),
                unit_price=Decimal("10.00"),
                discount=Decimal("2.00"),
                product=hubspot(EntityKind.PRODUCT, "5"),
                sku="PRD-PUMP",
            ),
        ),
    )


def test_lines_stand_as_on_the_document_then_by_age() -> None:
    lines = [
        line("100", name="d", amount="1"),
        line("20", name="b", amount="1", hs_position_on_quote="2"),
        line("30", name="a", amount="1", hs_position_on_quote="0"),
        line("99", name="c", amount="1"),
    ]
    assert [one.name for one in read(InvoiceParts(line_items=lines)).lines] == ["a", "b", "c", "d"]


def test_a_line_discount_is_what_is_missing_from_quantity_times_price() -> None:
    [found] = read(InvoiceParts(line_items=[line("1", quantity="1", price="11.90", amount="10.11")])).lines
    assert (found.unit_price, found.discount, found.amount) == (Decimal("11.90"), Decimal("1.79"), Decimal("10.11"))


def test_hubspots_own_amount_before_discount_is_preferred() -> None:
    tiered = line("1", quantity="10", amount="80.00", hs_pre_discount_amount="100.00")
    [found] = read(InvoiceParts(line_items=[tiered])).lines
    assert (found.unit_price, found.discount) == (None, Decimal("20.00"))


def test_line_taxes_are_lines_after_what_was_sold() -> None:
    lines = [
        line("1", name="a", amount="10.00", hs_tax_amount="0.80", hs_tax_label="VAT"),
        line("2", name="b", amount="20.00", hs_tax_amount="1.60"),
        line("3", name="c", amount="5.00", hs_tax_amount="0"),
    ]
    found = read(InvoiceParts(line_items=lines, fees=[adjustment("4", "FIXED", "1")]), hs_amount_billed="38.40")
    assert [(one.name, one.role) for one in found.lines] == [
        ("a", LineRole.ITEM),
        ("b", LineRole.ITEM),
        ("c", LineRole.ITEM),
        ("VAT", LineRole.TAX),
        ("Tax", LineRole.TAX),
        ("", LineRole.FEE),
    ]
    assert found.computed_total == found.total


def test_a_line_without_price_costs_nothing() -> None:
    assert read(InvoiceParts(line_items=[line("1", quantity="3")])).lines[0].amount == 0


def test_a_priced_line_without_amount_is_not_understood() -> None:
    with pytest.raises(ValueError, match="line item 1"):
        read(InvoiceParts(line_items=[line("1", quantity="3", price="2")]))


@pytest.mark.parametrize(
    ("status", "balance", "shown"),
    [("open", None, "10.00"), ("open", "3.00", "3.00"), ("paid", None, "0"), ("draft", None, "0"), ("voided", "", "0")],
)
def test_a_balance_that_hubspot_does_not_show(status: str, balance: str | None, shown: str) -> None:
    found = read(hs_invoice_status=status, hs_amount_billed="10.00", hs_balance_due=balance)
    assert found.balance == Decimal(shown)


@pytest.mark.parametrize(
    ("source", "marker", "origin"),
    [
        ("", "", Origin.NATIVE),
        ("HUBSPOT", "", Origin.NATIVE),
        ("something_new", "", Origin.NATIVE),
        ("data_sync", "", Origin.MIRRORED),
        ("DATA_SYNC", "", Origin.MIRRORED),
        ("legacy_quickbooks", "", Origin.MIRRORED),
        ("HUBSPOT", "quickbooks:invoice:12", Origin.MIRRORED),
    ],
)
def test_where_an_invoice_was_made(source: str, marker: str, origin: Origin) -> None:
    assert read(hs_invoice_source=source, counterfoil_source=marker).origin is origin


@pytest.mark.parametrize(
    ("properties", "name"),
    [
        ({"hs_invoice_status": "shredded"}, "hs_invoice_status"),
        ({"hs_currency": None}, "hs_currency"),
        ({"hs_amount_billed": "ten"}, "hs_amount_billed"),
        ({"hs_due_date": "tomorrow"}, "hs_due_date"),
    ],
)
def test_what_cannot_be_understood_is_named(properties: dict[str, str | None], name: str) -> None:
    with pytest.raises(ValidationError, match=name):
        read(**properties)


@pytest.mark.parametrize("status", ["open", "paid"])
def test_a_total_that_is_missing_is_not_nothing(status: str) -> None:
    with pytest.raises(ValueError, match="hs_amount_billed: missing"):
        read(hs_invoice_status=status, hs_amount_billed=None, hs_balance_due="5.00")
    assert read(hs_invoice_status=status, hs_amount_billed="0").status is InvoiceStatus.PAID


@pytest.mark.parametrize(
    "properties",
    [
        {"hs_invoice_status": "draft"},
        {"hs_invoice_status": "voided"},
        {"hs_invoice_billable": "false"},
        {"counterfoil_source": "quickbooks:invoice:7"},
    ],
)
def test_a_total_may_be_missing_where_nothing_is_owed_by_it(properties: dict[str, str]) -> None:
    assert read(**{"hs_amount_billed": None, **properties}).total == 0


def test_what_can_be_written_is_read_as_it_was() -> None:
    before, properties = an_invoice(memo="Thank you"), invoice_properties(an_invoice(memo="Thank you"), NEW_YORK)
    after = read(**dict(properties.values()))
    assert {name: after.fields()[name] for name in properties} == {name: before.fields()[name] for name in properties}


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Auckland"])
def test_people_in_the_portal_see_the_day_that_was_written(zone: str) -> None:
    record = an_invoice()
    _, written = invoice_properties(record, ZoneInfo(zone))["due_date"]
    assert datetime.fromisoformat(written).astimezone(ZoneInfo(zone)).date() == record.due_date
