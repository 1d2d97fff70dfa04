"""Payments as QuickBooksSystem shows and writes them, over the twin."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.payment import Payment, PaymentMethod, PaymentStatus
from counterfoil.domain.write import Operation
from infra.sandbox.kernel.faults import FaultKind
from tests.builders import hubspot, quickbooks
from tests.contract.systems.quickbooks_world import QuickBooksWorld
from tests.contract.systems.steps import change, failed, left_behind, written


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company of its own for every test."""
    return QuickBooksWorld()


@pytest.mark.feature("Y1")
def test_a_payment_shows_every_invoice_that_it_pays(world: QuickBooksWorld) -> None:
    one, two = world.make_invoice("10")["Id"], world.make_invoice("20")["Id"]
    payment_id = world.make_payment("35", ("10", one), ("20", two), PaymentRefNum="4711")["Id"]
    shown = world.shown(EntityKind.PAYMENT, payment_id)
    assert [snapshot.ref for snapshot in shown] == [quickbooks(EntityKind.PAYMENT, payment_id, part) for part in (one, two)]
    records = [snapshot.record for snapshot in shown if isinstance(snapshot.record, Payment)]
    assert [record.amount for record in records] == [Decimal(10), Decimal(20)]
    assert {record.reference for record in records} == {"4711"}
    assert dict(world.system.payments_of([one, two, world.invoice_id])) == {one: (payment_id,), two: (payment_id,)}


def test_money_that_pays_nothing_shows_nothing(world: QuickBooksWorld) -> None:
    payment_id = world.make_payment("35")["Id"]
    assert world.shown(EntityKind.PAYMENT, payment_id) == ()


def test_no_invoices_have_no_payments(world: QuickBooksWorld) -> None:
    assert dict(world.system.payments_of([])) == {}
    assert world.calls() == 0


@pytest.mark.parametrize(
    ("method", "known"),
    [
        (PaymentMethod.CARD, PaymentMethod.CARD),
        (PaymentMethod.CASH, PaymentMethod.CASH),
        (PaymentMethod.CHECK, PaymentMethod.CHECK),
        (PaymentMethod.WIRE_TRANSFER, PaymentMethod.OTHER),
        (PaymentMethod.OTHER, PaymentMethod.OTHER),
    ],
)
def test_a_method_that_the_company_has(world: QuickBooksWorld, method: PaymentMethod, known: PaymentMethod) -> None:
    record = world.a_payment(Decimal("12.50"), world.invoice_id, method=method, reference="abc")
    [snapshot] = written(world, world.create(EntityKind.PAYMENT, "1", record))
    assert snapshot.ref.part == world.invoice_id
    assert snapshot.record == replace(record, method=known, customer_name="Payer")
    assert snapshot.source == hubspot(EntityKind.PAYMENT, "1")


def test_a_payment_changes_its_invoice(world: QuickBooksWorld) -> None:
    invoice_id = world.make_invoice("10")["Id"]
    written(world, world.create(EntityKind.PAYMENT, "1", world.a_payment(Decimal(10), invoice_id)))
    [invoice] = world.shown(EntityKind.INVOICE, invoice_id)
    assert (invoice.fields["status"], invoice.fields["balance"]) == ("paid", "0")


def test_another_amount_leaves_the_other_invoices_alone(world: QuickBooksWorld) -> None:
    one, two = world.make_invoice("10")["Id"], world.make_invoice("20")["Id"]
    payment_id = world.make_payment("35", ("10", one), ("20", two), PrivateNote="From the fair")["Id"]
    [_, before] = world.shown(EntityKind.PAYMENT, payment_id)
    # The record is as the other system tells it: its references are not QuickBooks'.
    theirs = {"invoice": hubspot(EntityKind.INVOICE, "1"), "customer": None}
    write = change(before, Operation.UPDATE, amount=Decimal("15.50"))
    write = replace(write, record=replace(write.record, **theirs))  # type: ignore[arg-type]
    before_reads = world.metered()
    [after] = written(world, write)
    assert world.metered() == before_reads + 1
    assert (after.ref, after.fields["amount"]) == (before.ref, "15.5")
    stored = world.stored("Payment", payment_id)
    assert (stored["TotalAmt"], stored["UnappliedAmt"]) == (Decimal("30.5"), Decimal(5))
    assert [line["Amount"] for line in stored["Line"]] == [Decimal(10), Decimal("15.5")]
    assert stored["PrivateNote"] == "From the fair"


def test_what_is_cleared_is_gone(world: QuickBooksWorld) -> None:
    record = world.a_payment(Decimal(10), world.invoice_id, method=PaymentMethod.CASH, reference="abc")
    [before] = written(world, world.create(EntityKind.PAYMENT, "1", record))
    changes = {"reference": "", "method": PaymentMethod.OTHER, "paid_on": date(2026, 3, 5)}
    [after] = written(world, change(before, Operation.UPDATE, **changes))
    cleared = replace(record, reference="", method=PaymentMethod.OTHER, paid_on=date(2026, 3, 5), customer_name="Payer")
    assert after.record == cleared
    assert after.source == before.source


def test_a_payment_that_does_not_pay_the_invoice_any_more(world: QuickBooksWorld) -> None:
    [before] = written(world, world.create(EntityKind.PAYMENT, "1"))
    world.change("Payment", before.ref.id, {"Line": []})
    failure = failed(world, change(before, Operation.UPDATE, amount=Decimal(5)))
    assert failure.cure is Cure.READING


@pytest.mark.feature("I10")
def test_a_payment_in_a_deposit_is_locked(world: QuickBooksWorld) -> None:
    [before] = written(world, world.create(EntityKind.PAYMENT, "1"))
    world.do("deposit", payment_ids=[before.ref.id])
    [deposited] = world.shown(EntityKind.PAYMENT, before.ref.id)
    failure = failed(world, change(deposited, Operation.UPDATE, amount=Decimal(5)))
    assert (failure.cure, failure.code) == (Cure.PERSON, "6540")


def test_a_voided_payment(world: QuickBooksWorld) -> None:
    [before] = written(world, world.create(EntityKind.PAYMENT, "5"))
    [after] = written(world, change(before, Operation.VOID))
    assert (after.ref, after.source) == (before.ref, before.source)
    assert (after.fields["status"], after.fields["amount"]) == (PaymentStatus.VOIDED, "0")
    assert [one.ref for one in world.shown(EntityKind.PAYMENT, before.ref.id)] == [before.ref.whole]
    assert world.stored("Invoice", world.invoice_id)["Balance"] == Decimal(100_000)


def test_a_payment_of_several_invoices_is_not_voided_for_one(world: QuickBooksWorld) -> None:
    one, two = world.make_invoice("10")["Id"], world.make_invoice("20")["Id"]
    payment_id = world.make_payment("30", ("10", one), ("20", two))["Id"]
    before = world.shown(EntityKind.PAYMENT, payment_id)
    failure = failed(world, change(before[0], Operation.VOID))
    assert (failure.category, failure.cure) == (ErrorCategory.UNEXPECTED, Cure.PERSON)
    assert world.shown(EntityKind.PAYMENT, payment_id) == before


def test_a_lost_payment_is_found_even_when_it_was_voided_meanwhile(world: QuickBooksWorld) -> None:
    write, since = world.create(EntityKind.PAYMENT, "7"), world.now()
    world.plan(FaultKind.DROPPED_AFTER, world.creating)
    assert failed(world, write).cure is Cure.LOOKING
    lost = left_behind(world, write, since)
    world.do("void", entity="Payment", id=lost.ref.id)
    found = left_behind(world, write, since)
    assert (found.ref, found.source, found.fields["status"]) == (lost.ref, write.source, PaymentStatus.VOIDED)


def test_an_invoice_shows_its_payments(world: QuickBooksWorld) -> None:
    [payment] = written(world, world.create(EntityKind.PAYMENT, "5"))
    [invoice] = world.shown(EntityKind.INVOICE, world.invoice_id)
    assert invoice.paid_by == (payment.ref.id,)


def test_a_lost_payment_is_found_by_marker_and_invoice(world: QuickBooksWorld) -> None:
    write, since = world.create(EntityKind.PAYMENT, "7"), world.now()
    world.plan(FaultKind.DROPPED_AFTER, world.creating)
    assert failed(world, write).cure is Cure.LOOKING
    found = left_behind(world, write, since)
    assert (found.ref.part, found.source) == (world.invoice_id, write.source)


def test_a_lost_payment_is_found_though_somebody_applied_it_to_another_invoice(world: QuickBooksWorld) -> None:
    """Not found, it would be made a second time."""
    write, since = world.create(EntityKind.PAYMENT, "7"), world.now()
    world.plan(FaultKind.DROPPED_AFTER, world.creating)
    assert failed(world, write).cure is Cure.LOOKING
    lost = left_behind(world, write, since)
    other = world.make_invoice("500")["Id"]
    line = {"Amount": lost.fields["amount"], "LinkedTxn": [{"TxnId": other, "TxnType": "Invoice"}]}
    world.do("write", entity="Payment", body={"Id": lost.ref.id, "Line": [line]})
    found = left_behind(world, write, since)
    assert (found.ref.id, found.ref.part) == (lost.ref.id, other)


def test_a_read_that_fails_before_an_update_is_that_updates_failure(world: QuickBooksWorld) -> None:
    [before] = written(world, world.create(EntityKind.PAYMENT, "1"))
    world.plan(FaultKind.THROTTLED, r"POST /v3/company/\d+/query")
    failure = failed(world, change(before, Operation.UPDATE, reference="x"))
    assert (failure.category, failure.cure) == (ErrorCategory.VENDOR_UNAVAILABLE, Cure.WAITING)


@pytest.mark.parametrize(
    ("members", "category"),
    [
        ({"customer": None}, ErrorCategory.CUSTOMER_MISSING),
        ({"invoice": None}, ErrorCategory.CUSTOMER_MISSING),
        ({"currency": "EUR"}, ErrorCategory.CURRENCY_MISMATCH),
    ],
)
def test_what_cannot_be_told_is_not_even_tried(
    world: QuickBooksWorld, members: dict[str, object], category: ErrorCategory
) -> None:
    record = replace(world.a_payment(Decimal(1), world.invoice_id), **members)  # type: ignore[arg-type]
    assert failed(world, world.create(EntityKind.PAYMENT, "1", record)).category is category
    assert world.calls() == 0


def test_16_a_long_reference_is_shortened_and_stands_whole_in_the_memo(world: QuickBooksWorld) -> None:
    reference = "ch_3PxT9Q2eZvKYlo2C0xYz1234"
    record = replace(world.a_payment(Decimal(1), world.invoice_id), reference=reference)
    [made] = written(world, world.create(EntityKind.PAYMENT, "1", record))
    assert made.fields["reference"] == f"{reference[:20]}…"
    assert reference in world.stored("Payment", made.ref.id)["PrivateNote"]
