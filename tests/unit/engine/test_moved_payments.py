"""Payments that go before they were carried, move to another invoice, or whose customer was merged into another."""

from dataclasses import replace

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.invoice import InvoiceStatus
from tests.builders import a_customer, a_payment
from tests.fake_systems import Fault
from tests.unit.engine.connected import LEASE
from tests.unit.engine.world import World

PAYMENT = EntityKind.PAYMENT
CLOSED = Failure(category=ErrorCategory.BOOKS_CLOSED, cure=Cure.PERSON, text="closed until May")


def carried(world: World) -> RecordRef:
    ref = world.finalised()
    world.tell(ref)
    world.settle()
    return ref


def move(world: World, payment: RecordRef, invoice: RecordRef) -> RecordRef:
    """A bookkeeper applies a QuickBooks payment to another invoice; its ref there."""
    record = world.payment(payment)
    world.quickbooks.delete(payment)
    elsewhere = world.twin(invoice)
    world.quickbooks.records[payment.whole].parts[elsewhere.id] = replace(record, invoice=elsewhere)
    world.quickbooks.edit(elsewhere, balance=world.invoice(elsewhere).balance - record.amount, status=InvoiceStatus.PAID)
    world.quickbooks.touch(payment.whole)
    return replace(payment, part=elsewhere.id)


def merge(world: World, invoice: RecordRef) -> RecordRef:
    """The QuickBooks invoice's customer is merged into another of the same address, which takes the invoice; that one."""
    twin = world.twin(invoice)
    lost = world.invoice(twin).customer
    assert lost
    address = world.quickbooks.show(lost).fields["email"]
    kept = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Kept", email=address))
    world.quickbooks.edit(lost, active=False)
    world.quickbooks.records[twin].parts[""] = replace(world.invoice(twin), customer=kept)
    return kept


def assert_well(world: World, *invoices: RecordRef) -> None:
    """These invoices are in sync and owe the same on both sides, which have as many payments."""
    for one in invoices:
        assert world.status(one) is OutcomeStatus.IN_SYNC
        assert world.shown(one).status is OutcomeStatus.IN_SYNC
        assert world.invoice(one).balance == world.invoice(world.twin(one)).balance
    assert len(world.hubspot.every(PAYMENT)) == len(world.quickbooks.every(PAYMENT))


def test_one_deleted_before_anybody_looked(world: World, invoice: RecordRef) -> None:
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.hubspot.delete(ref)
    world.tell(ref)
    world.settle()
    assert world.quickbooks.every(PAYMENT) == []
    assert_well(world, invoice)


def test_one_deleted_after_it_was_refused(world: World, invoice: RecordRef) -> None:
    world.quickbooks.faults.append(Fault(failure=CLOSED, times=9))
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.settle()
    assert world.status(invoice) is OutcomeStatus.FAILING
    world.hubspot.delete(ref)
    world.tell(ref)
    world.settle()
    assert world.status(ref) is OutcomeStatus.EXCLUDED
    assert_well(world, invoice)


def test_one_deleted_while_nobody_knew_whether_it_was_carried(world: World, invoice: RecordRef) -> None:
    lost = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")
    world.quickbooks.faults.append(Fault(failure=lost, happens=True))
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.tell(ref)
    world.clock.advance(LEASE)
    world.quickbooks.dead = replace(lost, cure=Cure.WAITING)
    world.tell(ref)  # looked for in vain: QuickBooks does not answer
    world.quickbooks.dead = None
    world.hubspot.delete(ref)
    world.tell(ref)
    assert (world.status(ref), world.outcome(ref).category) == (OutcomeStatus.FAILING, "E14")


def test_one_of_hubspot_applied_to_another_invoice_in_quickbooks(world: World, invoice: RecordRef) -> None:
    other = carried(world)
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.settle()
    moved = move(world, world.twin(ref), other)
    world.settle()
    assert (world.status(ref), world.outcome(ref).category) == (OutcomeStatus.FAILING, "E4")
    assert world.outcome(invoice).category == "E4"
    assert world.payment(world.twin(moved)).invoice == other
    assert world.status(other) is OutcomeStatus.IN_SYNC
    world.hubspot.delete(ref)
    world.tell(ref)
    world.settle()
    assert_well(world, invoice, other)


def test_one_of_quickbooks_applied_to_another_invoice(world: World, invoice: RecordRef) -> None:
    other, twin = carried(world), world.twin(invoice)
    ref = replace(world.quickbooks.put(PAYMENT, a_payment(invoice=twin)), part=twin.id)
    world.settle()
    there = world.twin(ref)
    moved = move(world, ref, other)
    world.settle()
    assert (world.outcome(ref).category, world.outcome(invoice).category) == ("E14", "E14")
    assert world.status(moved) is world.status(other) is OutcomeStatus.IN_SYNC
    world.hubspot.delete(there)
    world.tell(there)
    world.settle()
    assert_well(world, invoice, other)


@pytest.mark.parametrize("heard", [True, False])
def test_one_of_an_invoice_whose_customer_was_merged(world: World, invoice: RecordRef, *, heard: bool) -> None:
    kept = merge(world, invoice)
    if heard:
        world.quickbooks.touch(world.twin(invoice))
    world.settle()
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.tell(ref)
    assert world.payment(world.twin(ref)).customer == kept
    world.settle()
    assert world.status(ref) is world.status(invoice) is OutcomeStatus.IN_SYNC


def test_one_of_quickbooks_whose_customer_was_merged(world: World, invoice: RecordRef) -> None:
    twin = world.twin(invoice)
    paid = a_payment(invoice=twin, customer=world.invoice(twin).customer)
    ref = replace(world.quickbooks.put(PAYMENT, paid), part=twin.id)
    world.settle()
    world.quickbooks.edit(ref, customer=merge(world, invoice))
    world.settle()
    assert world.status(ref) is world.status(invoice) is OutcomeStatus.IN_SYNC
    assert len(world.hubspot.every(PAYMENT)) == 1
