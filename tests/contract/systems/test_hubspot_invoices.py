"""Invoices as HubSpotSystem shows and writes them, over the twin."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus, LineRole, Origin
from counterfoil.domain.write import Operation
from counterfoil.engine.ports import Criterion, MatchKey
from tests.builders import hubspot
from tests.contract.systems.hubspot_records import adjustment, invoice, line, shown
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.steps import change, failed, written

Lines = Sequence[Mapping[str, str]]
Adjustments = Sequence[tuple[str, Mapping[str, str]]]


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


@pytest.mark.feature("I8")
@pytest.mark.parametrize(
    ("lines", "adjustments", "total"),
    [
        ([line("1", "11.90", hs_discount_percentage="15")], [], "10.11"),
        ([line("10", "234.56", hs_discount_percentage="20")], [], "1876.48"),
        ([line("3", "10.00", discount="1.25"), line("1", "0.005")], [], "26.26"),
        ([line("1", "345.00")], [("taxes", adjustment("PERCENT", "6.5"))], "367.43"),
        (
            [line("2", "50.00")],
            [
                ("discounts", adjustment("PERCENT", "10")),
                ("fees", adjustment("FIXED", "4.50")),
                ("taxes", adjustment("PERCENT", "8")),
            ],
            "102.06",
        ),
        (
            [line("1", "99.99")],
            [
                ("discounts", adjustment("PERCENT", "33.333", hs_sort_order="1")),
                ("discounts", adjustment("FIXED", "7.77", hs_sort_order="0")),
                ("fees", adjustment("PERCENT", "2.9")),
                ("fees", adjustment("FIXED", "0.30")),
                ("taxes", adjustment("PERCENT", "8.875")),
                ("taxes", adjustment("FIXED", "1.11")),
            ],
            None,
        ),
    ],
)
def test_lines_and_discount_come_to_hubspots_own_total(
    world: HubSpotWorld, lines: Lines, adjustments: Adjustments, total: str | None
) -> None:
    found = invoice(world, world.make_invoice(lines, adjustments=adjustments))
    assert found.computed_total == found.total == found.balance
    assert total is None or found.total == Decimal(total)
    assert [one.role for one in found.lines].count(LineRole.ITEM) == len(lines)


def test_of_several_contacts_the_invoice_is_for_the_one_that_hubspot_shows(world: HubSpotWorld) -> None:
    invoice_id = world.make_invoice([line("1", "10.00")])
    latest = world.sales.add_contact(lastname="Billing", email="billing@example.com")
    world.send("PUT", f"/crm/v4/objects/invoices/{invoice_id}/associations/default/contacts/{latest}", None)
    found = invoice(world, invoice_id)
    assert (found.customer, found.customer_email) == (hubspot(EntityKind.CUSTOMER, latest), "billing@example.com")


@pytest.mark.feature("I8")
def test_an_invoice_is_shown_with_all_that_belongs_to_it(world: HubSpotWorld) -> None:
    product = world.make("products", {"name": "Pump", "hs_sku": "PRD-PUMP", "price": "12.75"})
    lines = [
        line("2", "12.75", name="Second", hs_position_on_quote="1"),
        {"hs_product_id": product, "quantity": "4", "hs_position_on_quote": "0"},
    ]
    properties = {"hs_invoice_date": "2026-03-01", "hs_due_date": "2026-03-31T00:00:00Z", "hs_comments": "Thank you"}
    snapshot = shown(world, EntityKind.INVOICE, world.make_invoice(lines, properties))
    found = snapshot.record
    assert isinstance(found, Invoice)
    assert (found.status, found.origin, found.currency) == (InvoiceStatus.OPEN, Origin.NATIVE, "USD")
    assert (found.issue_date, found.due_date) == (date(2026, 3, 1), date(2026, 3, 31))
    assert (found.memo, found.customer) == ("Thank you", hubspot(EntityKind.CUSTOMER, world.contact_id))
    assert found.number.startswith("INV-")
    assert found.customer_email == "payer@example.com"
    assert [(one.name, one.quantity, one.unit_price, one.amount, one.sku) for one in found.lines] == [
        ("Pump", Decimal(4), Decimal("12.75"), Decimal("51.00"), "PRD-PUMP"),
        ("Second", Decimal(2), Decimal("12.75"), Decimal("25.50"), ""),
    ]
    assert found.lines[0].product == hubspot(EntityKind.PRODUCT, product)
    assert snapshot.source is None


def test_a_draft_without_anything_is_understood(world: HubSpotWorld) -> None:
    found = invoice(world, world.make("invoices", {"hs_currency": "EUR"}))
    assert (found.status, found.currency) == (InvoiceStatus.DRAFT, "EUR")
    assert found.total == found.balance == 0
    assert not found.lines
    assert found.customer is None


@pytest.mark.parametrize("numeric", [True, False])
@pytest.mark.parametrize("reported", [True, False])
def test_associations_in_any_spelling(world: HubSpotWorld, *, numeric: bool, reported: bool) -> None:
    world.twin.switches().dated_association_ids_numeric = numeric
    world.twin.switches().missing_associations_reported = reported
    assert len(invoice(world, world.invoice_id).lines) == 1


def test_a_hundred_invoices_of_two_lines_cost_eight_calls(world: HubSpotWorld) -> None:
    ids = [world.make_invoice([line("1", "10.00"), line("2", "5.00")]) for _ in range(100)]
    before = world.calls()
    found = world.system.read(EntityKind.INVOICE, ids)
    assert world.calls() - before == 1 + 5 + 2
    assert found.keys() == set(ids)


def test_discounts_fees_and_taxes_cost_one_call_each(world: HubSpotWorld) -> None:
    adjustments = [(name, adjustment("FIXED", "1")) for name in ("discounts", "fees", "taxes")]
    ids = [world.make_invoice([line("1", "10.00")], adjustments=adjustments) for _ in range(7)]
    before = world.calls()
    world.system.read(EntityKind.INVOICE, ids)
    assert world.calls() - before == 1 + 5 + 1 + 3


def test_an_invoice_is_voided(world: HubSpotWorld) -> None:
    [after] = written(world, change(shown(world, EntityKind.INVOICE, world.invoice_id), Operation.VOID))
    assert after.fields["status"] == InvoiceStatus.VOIDED
    again = change(after, Operation.VOID)
    assert written(world, again)[0].fields == after.fields


def test_an_invoice_with_a_payment_is_not_voided(world: HubSpotWorld) -> None:
    written(world, world.create(EntityKind.PAYMENT, "1"))
    failure = failed(world, change(shown(world, EntityKind.INVOICE, world.invoice_id), Operation.VOID))
    assert (failure.category, failure.cure) == (ErrorCategory.PROPERTY_REFUSED, Cure.PERSON)
    assert "void" in failure.vendor_text
    assert failure.request_id


def test_a_finalised_invoice_is_edited_where_the_account_allows_it(world: HubSpotWorld) -> None:
    before = shown(world, EntityKind.INVOICE, world.invoice_id)
    write = change(before, Operation.UPDATE, memo="Paid by check", due_date=date(2026, 12, 24))
    assert failed(world, write).cure is Cure.PERSON
    world.twin.switches().edit_finalised_invoices = True
    [after] = written(world, write)
    assert (after.fields["memo"], after.fields["due_date"]) == ("Paid by check", "2026-12-24")


@pytest.mark.feature("I3", "E17")
def test_where_no_program_may_void_an_invoice_a_person_is_asked_to(world: HubSpotWorld) -> None:
    world.twin.switches().billable_voided_by_api = False
    failure = failed(world, change(shown(world, EntityKind.INVOICE, world.invoice_id), Operation.VOID))
    assert (failure.category, failure.cure) == (ErrorCategory.PROPERTY_REFUSED, Cure.PERSON)
    assert failure.text == "HubSpot does not let a program void this invoice: void it there by hand."


@pytest.mark.parametrize("name", ["lines", "currency", "customer", "origin"])
def test_what_hubspot_never_lets_a_program_change_is_refused_without_a_call(world: HubSpotWorld, name: str) -> None:
    before = shown(world, EntityKind.INVOICE, world.invoice_id)
    write = replace(change(before, Operation.UPDATE, memo="x"), fields=frozenset({"memo", name}))
    calls = world.calls()
    failure = failed(world, write)
    assert (failure.category, failure.cure) == (ErrorCategory.PROPERTY_REFUSED, Cure.PERSON)
    assert name in failure.text
    assert world.calls() == calls


def test_an_invoice_of_ours_is_mirrored(world: HubSpotWorld) -> None:
    values = {"hs_currency": "USD", "hs_invoice_billable": "false", "counterfoil_source": "quickbooks:invoice:145"}
    snapshot = shown(world, EntityKind.INVOICE, world.make("invoices", values))
    assert snapshot.fields["origin"] == Origin.MIRRORED
    assert snapshot.source == RecordRef(System.QUICKBOOKS, EntityKind.INVOICE, "145")


def test_25_an_invoice_over_nothing_is_paid(world: HubSpotWorld) -> None:
    invoice_id = world.make_invoice([line("1", "100.00", hs_discount_percentage="100")])
    found = invoice(world, invoice_id)
    assert (found.total, found.balance, found.status) == (Decimal(0), Decimal(0), InvoiceStatus.PAID)


@pytest.mark.feature("M1")
def test_invoices_are_found_by_number_or_day(world: HubSpotWorld) -> None:
    there = shown(world, EntityKind.INVOICE, world.make_invoice([line("1", "10.00")]))
    number, nothing = (
        Criterion(MatchKey.NUMBER_CUSTOMER_TOTAL, value) for value in (there.fields["number"].lower(), "NO-SUCH-NUMBER")
    )
    assert world.system.find(EntityKind.INVOICE, [number, nothing]) == {number: (there,), nothing: ()}
    day, never = (Criterion(MatchKey.DAY, value) for value in (there.fields["issue_date"], "2001-01-01"))
    found = world.system.find(EntityKind.INVOICE, [day, never])
    assert (there in found[day], found[never]) == (True, ())
