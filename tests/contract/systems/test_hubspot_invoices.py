"""Invoices and payments as HubSpotSystem shows and writes them, over the twin."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.invoice import Invoice, InvoiceStatus, LineRole, Origin
from counterfoil.domain.payment import Payment, PaymentMethod, PaymentStatus
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation, Write
from infra.sandbox.kernel.faults import FaultKind
from tests.builders import a_payment, an_invoice, hubspot
from tests.contract.systems.contract import failed, written
from tests.contract.systems.hubspot_world import HubSpotWorld

Lines = Sequence[Mapping[str, str]]
Adjustments = Sequence[tuple[str, Mapping[str, str]]]


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


def shown(world: HubSpotWorld, kind: EntityKind, record_id: str) -> Snapshot:
    found = world.system.read(kind, [record_id])[record_id]
    assert isinstance(found, tuple), found
    [snapshot] = found
    return snapshot


def invoice(world: HubSpotWorld, invoice_id: str) -> Invoice:
    record = shown(world, EntityKind.INVOICE, invoice_id).record
    assert isinstance(record, Invoice)
    return record


def payment(world: HubSpotWorld, payment_id: str) -> Payment:
    record = shown(world, EntityKind.PAYMENT, payment_id).record
    assert isinstance(record, Payment)
    return record


def change(before: Snapshot, operation: Operation, **fields: object) -> Write:
    return Write(
        key=f"{operation}-{before.ref.id}",
        operation=operation,
        system=System.HUBSPOT,
        kind=before.ref.kind,
        source=RecordRef(System.QUICKBOOKS, before.ref.kind, "1"),
        record=replace(before.record, **fields),  # type: ignore[arg-type]
        target=before.ref,
        version=before.version,
        fields=frozenset(fields),
    )


def line(quantity: str, price: str, **more: str) -> dict[str, str]:
    return {"name": "Work", "quantity": quantity, "price": price, **more}


def adjustment(kind: str, value: str, **more: str) -> dict[str, str]:
    return {"hs_type": kind, "hs_value": value, "hs_label": "Extra", **more}


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
    ids = [world.make_invoice([line("1", "10.00")], adjustments=adjustments) for _ in range(3)]
    before = world.calls()
    world.system.read(EntityKind.INVOICE, ids)
    assert world.calls() - before == 1 + 5 + 1 + 3


def test_a_payment_is_put_on_its_invoice_and_moves_it(world: HubSpotWorld) -> None:
    invoice_id = world.make_invoice([line("1", "100.00")])
    record = a_payment(
        amount=Decimal("40.00"),
        method=PaymentMethod.CHECK,
        reference="4711",
        invoice=hubspot(EntityKind.INVOICE, invoice_id),
        customer=hubspot(EntityKind.CUSTOMER, world.contact_id),
    )
    [snapshot] = written(world, world.create(EntityKind.PAYMENT, "1", record))
    assert snapshot.record == record
    assert (invoice(world, invoice_id).balance, invoice(world, invoice_id).status) == (Decimal("60.00"), InvoiceStatus.OPEN)
    rest = replace(record, amount=Decimal("60.00"))
    written(world, world.create(EntityKind.PAYMENT, "2", rest))
    assert (invoice(world, invoice_id).balance, invoice(world, invoice_id).status) == (Decimal(0), InvoiceStatus.PAID)
    payments = world.system.payments_of([invoice_id, world.invoice_id])
    assert payments.keys() == {invoice_id}
    assert len(payments[invoice_id]) == 2


def test_a_hundred_payments_cost_six_calls(world: HubSpotWorld) -> None:
    writes = [world.create(EntityKind.PAYMENT, f"{number}") for number in range(1, 101)]
    before = world.calls()
    assert all(isinstance(result, Snapshot) for result in world.system.write(writes).values())
    assert world.calls() - before == 1 + 2 + 3  # upsert, two kinds of associations, read back


@pytest.mark.parametrize("route", [r"associations/.*/commerce_payments/invoices/batch/create", r"batch/upsert"])
def test_a_crash_between_payment_and_invoice_is_healed(world: HubSpotWorld, route: str) -> None:
    write = world.create(EntityKind.PAYMENT, "50")
    since = world.now()
    world.plan(FaultKind.DROPPED_BEFORE if "associations" in route else FaultKind.DROPPED_AFTER, route)
    assert failed(world, write).cure is Cure.LOOKING
    assert dict(world.system.find_written([write], since)) == {}
    [snapshot] = written(world, write)
    assert world.system.payments_of([world.invoice_id]) == {world.invoice_id: (snapshot.ref.id,)}
    assert dict(world.system.find_written([write], since)) == {write.key: snapshot}


def test_a_payment_that_is_still_without_its_invoice_gets_it_and_is_not_written_over(world: HubSpotWorld) -> None:
    write = world.create(EntityKind.PAYMENT, "50")
    world.plan(FaultKind.DROPPED_BEFORE, r"associations/.*/commerce_payments/invoices/batch/create")
    failed(world, write)
    [left] = world.send("GET", "/crm/objects/2026-09/commerce_payments", None)["results"]
    world.change("commerce_payments", left["id"], {"hs_latest_status": "partially_refunded"})
    other = world.create(EntityKind.PAYMENT, "7")
    [completed, made] = written(world, replace(write, again=True), replace(other, again=True))
    assert completed.ref.id == left["id"]
    assert isinstance(completed.record, Payment)
    assert (completed.record.status, completed.record.amount) == (PaymentStatus.PARTIALLY_REFUNDED, Decimal(50))
    payments = world.system.payments_of([world.invoice_id])
    assert payments == {world.invoice_id: (left["id"], made.ref.id)}


def test_a_payment_that_was_moved_to_another_invoice_is_found(world: HubSpotWorld) -> None:
    elsewhere = world.make_invoice([line("1", "100.00")])
    write = world.create(EntityKind.PAYMENT, "50")
    since = world.now()
    written(world, write)
    begun = replace(write, record=a_payment(invoice=hubspot(EntityKind.INVOICE, elsewhere)))
    assert world.system.find_written([begun], since).keys() == {write.key}


@pytest.mark.parametrize("kind", [FaultKind.THROTTLED, FaultKind.SERVER_ERROR])
@pytest.mark.parametrize("route", [r"associations/.*/batch/create", r"commerce_payments/batch/read"])
def test_trouble_after_the_write_is_uncertain(world: HubSpotWorld, kind: FaultKind, route: str) -> None:
    world.plan(kind, route)
    assert failed(world, world.create(EntityKind.PAYMENT, "50")).cure is Cure.LOOKING


def test_a_payment_of_a_missing_invoice_fails_alone(world: HubSpotWorld) -> None:
    good, bad = world.create(EntityKind.PAYMENT, "1"), world.create(EntityKind.PAYMENT, "2")
    bad = replace(bad, record=a_payment(invoice=hubspot(EntityKind.INVOICE, "987654321")))
    results = world.system.write([bad, good])
    assert isinstance(results[good.key], Snapshot)
    failure = results[bad.key]
    assert isinstance(failure, Failure)
    assert failure.cure is Cure.PERSON


def test_a_payment_of_several_invoices_is_not_understood(world: HubSpotWorld) -> None:
    other = world.make_invoice([line("1", "10.00")])
    values = {"hs_initial_amount": "20", "hs_initiated_date": "2026-03-02", "hs_latest_status": "succeeded"}
    shared = world.make("commerce_payments", values, [(542, world.invoice_id), (542, other)])
    failure = world.system.read(EntityKind.PAYMENT, [shared])[shared]
    assert isinstance(failure, Failure)
    assert (failure.category, failure.cure) == (ErrorCategory.UNEXPECTED, Cure.PERSON)
    assert world.invoice_id in failure.text


def test_a_payment_on_no_invoice_has_none(world: HubSpotWorld) -> None:
    values = {"hs_initial_amount": "20", "hs_initiated_date": "2026-03-02T23:30:00Z", "hs_latest_status": "succeeded"}
    found = payment(world, world.make("commerce_payments", values))
    assert found.invoice is found.customer is None
    assert found.amount == 20


def test_what_hubspot_itself_collected_is_read(world: HubSpotWorld) -> None:
    made = world.twin.control("record_hubspot_payment", {"invoice_id": world.invoice_id, "amount": "12.34"})
    found = payment(world, made["id"])
    assert (found.amount, found.method, found.status) == (Decimal("12.34"), PaymentMethod.CARD, PaymentStatus.SUCCEEDED)
    assert found.invoice == hubspot(EntityKind.INVOICE, world.invoice_id)


def test_a_voided_payment_counts_no_more(world: HubSpotWorld) -> None:
    [made] = written(world, world.create(EntityKind.PAYMENT, "100000"))
    assert invoice(world, world.invoice_id).status is InvoiceStatus.PAID
    [voided] = written(world, change(made, Operation.VOID))
    assert voided.fields["status"] == PaymentStatus.FAILED
    assert invoice(world, world.invoice_id).balance == Decimal("100000.00")


def test_an_invoice_is_voided(world: HubSpotWorld) -> None:
    [after] = written(world, change(shown(world, EntityKind.INVOICE, world.invoice_id), Operation.VOID))
    assert after.fields["status"] == InvoiceStatus.VOIDED
    again = change(after, Operation.VOID)
    assert written(world, again)[0].fields == after.fields


def test_an_invoice_with_a_payment_is_not_voided(world: HubSpotWorld) -> None:
    written(world, world.create(EntityKind.PAYMENT, "1"))
    failure = failed(world, change(shown(world, EntityKind.INVOICE, world.invoice_id), Operation.VOID))
    assert (failure.category, failure.cure) == (ErrorCategory.UNEXPECTED, Cure.PERSON)
    assert "void" in failure.text
    assert failure.request_id


def test_a_finalised_invoice_is_edited_where_the_account_allows_it(world: HubSpotWorld) -> None:
    before = shown(world, EntityKind.INVOICE, world.invoice_id)
    write = change(before, Operation.UPDATE, memo="Paid by check", due_date=date(2026, 12, 24))
    assert failed(world, write).cure is Cure.PERSON
    world.twin.switches().edit_finalised_invoices = True
    [after] = written(world, write)
    assert (after.fields["memo"], after.fields["due_date"]) == ("Paid by check", "2026-12-24")


@pytest.mark.parametrize("name", ["lines", "currency", "customer", "origin"])
def test_what_hubspot_never_lets_a_program_change_is_refused_without_a_call(world: HubSpotWorld, name: str) -> None:
    before = shown(world, EntityKind.INVOICE, world.invoice_id)
    write = replace(change(before, Operation.UPDATE, memo="x"), fields=frozenset({"memo", name}))
    calls = world.calls()
    failure = failed(world, write)
    assert (failure.category, failure.cure) == (ErrorCategory.PROPERTY_REFUSED, Cure.PERSON)
    assert name in failure.text
    assert world.calls() == calls


def test_mirrored_invoices_come_later(world: HubSpotWorld) -> None:
    failure = failed(world, world.create(EntityKind.INVOICE, "1", an_invoice()))
    assert (failure.category, failure.cure) == (ErrorCategory.UNEXPECTED, Cure.PERSON)


def test_an_invoice_of_ours_is_mirrored(world: HubSpotWorld) -> None:
    values = {"hs_currency": "USD", "hs_invoice_billable": "false", "counterfoil_source": "quickbooks:invoice:145"}
    snapshot = shown(world, EntityKind.INVOICE, world.make("invoices", values))
    assert snapshot.fields["origin"] == Origin.MIRRORED
    assert snapshot.source == RecordRef(System.QUICKBOOKS, EntityKind.INVOICE, "145")
