"""Payments as HubSpotSystem shows and writes them, over the twin."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.link import seen_as
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.records.payment import Payment, PaymentMethod, PaymentStatus
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation
from infra.sandbox.kernel.faults import FaultKind
from tests.builders import a_payment, hubspot
from tests.contract.systems.hubspot_records import invoice, line, payment, shown
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.steps import change, failed, written

INVOICE = EntityKind.INVOICE


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


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


def test_a_glimpse_tells_what_invoices_owe_that_look_as_they_were_seen(world: HubSpotWorld) -> None:
    paid, edited, gone = (world.make_invoice([line("1", "100.00")]) for _ in range(3))
    draft = world.make("invoices", {"hs_currency": "USD"})
    seen = {one: seen_as(read.version, read.looks) for one in (paid, edited, draft) for read in [shown(world, INVOICE, one)]}
    record = a_payment(amount=Decimal("40.00"), invoice=hubspot(INVOICE, paid), customer=None)
    written(world, world.create(EntityKind.PAYMENT, "1", record))
    world.change("invoices", draft, {"hs_comments": "Thank you"})
    before = world.calls()
    found = world.system.glimpse(INVOICE, {**seen, gone + "9": "2026 a b"})
    assert world.calls() - before == 1
    assert {one: glimpse.fields for one, glimpse in found.items()} == {
        paid: {"status": "open", "balance": "60"},
        edited: {"status": "open", "balance": "100"},
    }
    now = shown(world, INVOICE, paid)
    assert (found[paid].version, found[paid].looks) == (now.version, now.looks)
    assert dict(world.system.glimpse(INVOICE, {})) == {}


def test_nothing_is_glimpsed_where_a_rule_asks_for_what_only_line_items_have(world: HubSpotWorld) -> None:
    invoice_id = world.make_invoice([line("1", "100.00")])
    read = shown(world, INVOICE, invoice_id)
    seen = {invoice_id: seen_as(read.version, read.looks)}
    assert world.system.glimpse(INVOICE, seen).keys() == {invoice_id}
    assert dict(world.reading({INVOICE: frozenset({"line.branch"})}).glimpse(INVOICE, seen)) == {}


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
@pytest.mark.parametrize("route", [r"associations/.*/batch/create", r"/commerce_payments/\d+$"])
def test_trouble_after_the_write_is_uncertain(world: HubSpotWorld, kind: FaultKind, route: str) -> None:
    world.plan(kind, route)
    assert failed(world, world.create(EntityKind.PAYMENT, "50")).cure is Cure.LOOKING


def test_a_payment_of_a_missing_invoice_fails_alone_and_has_it_read_anew(world: HubSpotWorld) -> None:
    good, bad = world.create(EntityKind.PAYMENT, "1"), world.create(EntityKind.PAYMENT, "2")
    bad = replace(bad, record=a_payment(invoice=hubspot(EntityKind.INVOICE, "987654321")))
    results = world.system.write([bad, good])
    assert isinstance(results[good.key], Snapshot)
    failure = results[bad.key]
    assert isinstance(failure, Failure)
    assert (failure.category, failure.cure) == (ErrorCategory.RECORD_DELETED, Cure.RESOLVING)


def test_a_payment_of_several_invoices_is_not_understood(world: HubSpotWorld) -> None:
    other = world.make_invoice([line("1", "10.00")])
    values = {"hs_initial_amount": "20", "hs_initiated_date": "2026-03-02", "hs_latest_status": "succeeded"}
    shared = world.make("commerce_payments", values, [(542, world.invoice_id), (542, other)])
    failure = world.system.read(EntityKind.PAYMENT, [shared])[shared]
    assert isinstance(failure, Failure)
    assert (failure.category, failure.cure) == (ErrorCategory.COUNTED_TWICE, Cure.PERSON)
    assert "invoice INV-1001, invoice INV-1002" in failure.text


def test_a_payment_on_no_invoice_has_none(world: HubSpotWorld) -> None:
    values = {"hs_initial_amount": "20", "hs_initiated_date": "2026-03-02T23:30:00Z", "hs_latest_status": "succeeded"}
    found = payment(world, world.make("commerce_payments", values))
    assert found.invoice is found.customer is None
    assert found.amount == 20


def test_a_payments_day_is_the_one_that_people_in_the_portal_see(world: HubSpotWorld) -> None:
    zone = ZoneInfo(world.profile.time_zone)
    write = world.create(EntityKind.PAYMENT, "1")
    [made] = written(world, write)
    path = f"/crm/objects/2026-09/commerce_payments/{made.ref.id}?properties=hs_initiated_date"
    moment = datetime.fromisoformat(world.send("GET", path, None)["properties"]["hs_initiated_date"])
    assert (zone.key, f"{moment.astimezone(zone).date()}") == ("US/Pacific", write.record.fields()["paid_on"])
    values = {"hs_initial_amount": "20", "hs_initiated_date": "2026-11-20T07:30:00Z", "hs_latest_status": "succeeded"}
    assert payment(world, world.make("commerce_payments", values)).paid_on == date(2026, 11, 19)


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
