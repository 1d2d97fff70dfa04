"""Payments reach the other side, whole, in part, several, or one over several invoices; what goes back is told."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.records.payment import PaymentMethod, PaymentStatus
from counterfoil.domain.rules import Direction
from counterfoil.domain.texts.words import PAYMENT_STATUS
from tests.builders import a_line, a_payment, a_rule
from tests.fake_ledger import WorkerKilledError
from tests.fake_systems import Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.connected import LEASE
from tests.unit.engine.world import World

PAYMENT = EntityKind.PAYMENT


@pytest.mark.feature("O2", "Y1")
def test_one_made_in_hubspot(world: World, invoice: RecordRef) -> None:
    paid = a_payment(invoice=invoice, method=PaymentMethod.CARD, reference="ch_1")
    ref = world.hubspot.put(PAYMENT, paid)
    world.tell(ref)
    there = world.payment(world.twin(ref))
    assert (there.amount, there.paid_on, there.method, there.reference) == (
        Decimal(100),
        paid.paid_on,
        PaymentMethod.CARD,
        "ch_1",
    )
    assert there.invoice == world.twin(invoice)
    assert there.customer == world.invoice(world.twin(invoice)).customer
    assert world.invoice(world.twin(invoice)).status is InvoiceStatus.PAID
    world.settle()
    assert_true(world)


@pytest.mark.feature("O2", "Y1")
def test_one_that_is_told_before_an_edit_of_its_invoice_comes_after_it(world: World, invoice: RecordRef) -> None:
    world.hubspot.edit(invoice, lines=(a_line("100.00"), a_line("23.95")))
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice, amount=Decimal("123.95")))
    world.tell(ref)
    there = world.invoice(world.twin(invoice))
    assert (there.total, there.balance) == (Decimal("123.95"), Decimal(0))
    world.settle()
    assert_true(world)


@pytest.mark.feature("O2", "Y1")
def test_several_told_together_before_an_edit_of_their_invoice_come_after_it(world: World, invoice: RecordRef) -> None:
    world.hubspot.edit(invoice, lines=(a_line("100.00"), a_line("23.95")))
    parts = [world.hubspot.put(PAYMENT, a_payment(invoice=invoice, amount=Decimal(amount))) for amount in ("60", "63.95")]
    world.tell(*parts)
    assert world.invoice(world.twin(invoice)).balance == Decimal(0)
    assert sum(world.payment(world.twin(one)).amount for one in parts) == Decimal("123.95")
    world.settle()
    assert_true(world)


@pytest.mark.feature("O2", "Y1")
def test_one_that_is_told_before_an_edit_and_after_another_payment_comes_after_the_edit(
    world: World, invoice: RecordRef
) -> None:
    """What the invoice owed when both sides agreed on it is not what it owes since the other payment."""
    world.tell(world.quickbooks.put(PAYMENT, a_payment(invoice=world.twin(invoice))))
    world.hubspot.edit(invoice, lines=(a_line("100.00"), a_line("23.95")))
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice, amount=Decimal("23.95")))
    world.tell(ref)
    assert world.invoice(world.twin(invoice)).balance == Decimal(0)
    world.settle()
    assert_true(world)


@pytest.mark.feature("O2", "Y1")
def test_one_made_in_quickbooks(world: World, invoice: RecordRef) -> None:
    ref = world.quickbooks.put(PAYMENT, a_payment(invoice=world.twin(invoice), method=PaymentMethod.CHECK, reference="17"))
    world.tell(ref)
    part = replace(ref, part=world.twin(invoice).id)
    there = world.payment(world.twin(part))
    assert (there.amount, there.method, there.reference) == (Decimal(100), PaymentMethod.CHECK, "17")
    assert there.invoice == invoice
    assert there.customer == world.invoice(invoice).customer
    assert world.invoice(invoice).status is InvoiceStatus.PAID
    assert world.status(part) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("O2", "Y1")
def test_several_partial_ones_from_both_sides(world: World, invoice: RecordRef) -> None:
    world.hubspot.put(PAYMENT, a_payment(invoice=invoice, amount=Decimal("33.33")))
    world.settle()
    world.quickbooks.put(PAYMENT, a_payment(invoice=world.twin(invoice), amount=Decimal("16.67")))
    world.settle()
    assert world.invoice(invoice).balance == world.invoice(world.twin(invoice)).balance == 50
    assert world.shown(invoice).quickbooks_balance == 50
    world.hubspot.put(PAYMENT, a_payment(invoice=invoice, amount=Decimal(50)))
    world.settle()
    assert world.invoice(world.twin(invoice)).status is InvoiceStatus.PAID
    assert_true(world)


@pytest.mark.feature("Y1")
def test_one_over_several_invoices_is_several_in_hubspot(world: World, invoice: RecordRef) -> None:
    other = world.finalised()
    world.tell(other)
    amounts = {world.twin(invoice): Decimal(100), world.twin(other): Decimal("0.01")}
    paid = world.quickbooks.put(PAYMENT, *(a_payment(invoice=ref, amount=amount) for ref, amount in amounts.items()))
    world.tell(paid)
    assert [one.fields["amount"] for one in world.hubspot.every(PAYMENT)] == ["100", "0.01"]
    assert world.invoice(other).balance == Decimal("99.99")
    world.settle()
    assert_true(world)


def test_one_of_an_unlinked_quickbooks_invoice_is_left_out_alone(world: World, invoice: RecordRef) -> None:
    theirs = world.quickbooks.put(EntityKind.INVOICE, replace(world.invoice(world.twin(invoice)), number="QB-1"))
    paid = world.quickbooks.put(
        PAYMENT,
        a_payment(invoice=theirs, amount=Decimal(30)),
        a_payment(invoice=world.twin(invoice), amount=Decimal(70)),
    )
    world.tell(paid)
    assert world.status(replace(paid, part=theirs.id)) is OutcomeStatus.EXCLUDED
    assert world.status(replace(paid, part=world.twin(invoice).id)) is OutcomeStatus.IN_SYNC
    assert world.invoice(invoice).balance == 30


def test_one_brings_its_invoice_along(world: World) -> None:
    invoice = world.finalised()
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.tell(ref)
    assert world.payment(world.twin(ref)).invoice == world.twin(invoice)
    world.settle()
    assert_true(world)


def test_one_waits_for_an_invoice_that_cannot_come_yet(world: World) -> None:
    invoice = world.finalised(customer=None)
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.tell(ref)
    outcome = world.outcome(ref)
    assert (outcome.status, outcome.category) == (OutcomeStatus.WAITING, "W3")
    assert "It waits for invoice INV-" in outcome.explanation
    world.hubspot.edit(invoice, customer=world.contact())
    world.settle()
    assert world.invoice(world.twin(invoice)).status is InvoiceStatus.PAID
    assert world.status(ref) is OutcomeStatus.IN_SYNC


def test_one_of_an_invoice_that_was_deleted_in_quickbooks_is_left_out(world: World, invoice: RecordRef) -> None:
    world.quickbooks.delete(world.twin(invoice))
    world.settle()
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.settle()
    assert world.status(ref) is OutcomeStatus.EXCLUDED
    assert "no counterpart any more" in world.outcome(ref).reasons[0]


@pytest.mark.parametrize("status", [PaymentStatus.PENDING, PaymentStatus.FAILED])
def test_one_that_is_no_money_yet_stays_out_until_it_is(world: World, invoice: RecordRef, status: PaymentStatus) -> None:
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice, status=status))
    world.tell(ref)
    assert world.outcome(ref).reasons == (f"The payment is {PAYMENT_STATUS[status]}: it does not count as money received.",)
    world.hubspot.edit(ref, status=PaymentStatus.SUCCEEDED)
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("Y1")
def test_a_corrected_one_is_corrected_there_in_its_own_terms(world: World, invoice: RecordRef) -> None:
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.tell(ref)
    world.hubspot.edit(ref, amount=Decimal(60), reference="corrected")
    world.tell(ref)
    there = world.payment(world.twin(ref))
    assert (there.amount, there.reference, there.invoice) == (Decimal(60), "corrected", world.twin(invoice))
    write = world.quickbooks.written[-1]
    assert write.record.fields()["invoice"] == world.twin(invoice).id
    assert world.invoice(world.twin(invoice)).balance == 40


@pytest.mark.feature("Y3")
def test_one_removed_in_quickbooks_is_told_and_left_in_hubspot(world: World, invoice: RecordRef) -> None:
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.tell(ref)
    world.quickbooks.delete(world.twin(ref).whole)
    world.settle()
    outcome = world.outcome(ref)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, "E4")
    called = f"The payment of 100.00 USD of 2 Mar 2026 on invoice {world.invoice(invoice).number}"
    assert outcome.explanation == f"{called} was removed in QuickBooks, and still counts in HubSpot."
    assert world.payment(ref).amount == 100
    assert len(world.quickbooks.every(PAYMENT)) == 0
    world.tell(ref)
    assert world.outcome(ref) == outcome  # however often it is looked at


@pytest.mark.feature("Y3")
def test_one_taken_off_its_invoice_and_put_back(world: World, invoice: RecordRef) -> None:
    twin = world.twin(invoice)
    ref = world.quickbooks.put(PAYMENT, a_payment(invoice=twin))
    world.tell(ref)
    part = replace(ref, part=twin.id)
    there = world.twin(part)
    payment = world.payment(part)
    world.quickbooks.delete(part)
    world.settle()
    assert (world.outcome(part).status, world.outcome(part).category) == (OutcomeStatus.FAILING, "E14")
    told = f"payment of 100.00 USD of 2 Mar 2026 on invoice {world.invoice(invoice).number} was deleted in QuickBooks."
    assert told in world.outcome(part).explanation
    world.quickbooks.records[ref].parts[twin.id] = payment
    world.quickbooks.touch(ref)
    world.settle()
    assert world.status(part) is OutcomeStatus.IN_SYNC
    assert world.twin(part) == there
    assert len(world.hubspot.every(PAYMENT)) == 1


@pytest.mark.feature("Y3")
def test_a_refund_is_told_with_what_to_do(world: World, invoice: RecordRef) -> None:
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.tell(ref)
    world.hubspot.edit(ref, status=PaymentStatus.REFUNDED)
    world.settle()
    outcome = world.outcome(ref)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, "E19")
    assert (
        outcome.explanation
        == "The payment of 100.00 USD of 2 Mar 2026 is refunded in HubSpot, and counts in full in QuickBooks."
    )
    assert outcome.remedy.startswith("1. Record the same in the other system")
    assert world.payment(world.twin(ref)).status is PaymentStatus.SUCCEEDED


@pytest.mark.feature("Y3")
def test_one_refunded_in_part_before_it_was_carried_is_told_with_its_invoice(world: World, invoice: RecordRef) -> None:
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.hubspot.edit(ref, status=PaymentStatus.PARTIALLY_REFUNDED)
    world.settle()
    assert (world.status(ref), world.outcome(ref).category) == (OutcomeStatus.FAILING, ErrorCategory.PAYMENT_REVERSED)
    assert (world.status(invoice), world.outcome(invoice).category) == (OutcomeStatus.FAILING, "E19")
    assert world.quickbooks.every(PAYMENT) == []


def test_one_refunded_in_part_while_it_was_carried_is_looked_for_and_not_made(world: World, invoice: RecordRef) -> None:
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.effects.done, world.effects.chosen = 0, 1
    with pytest.raises(WorkerKilledError):
        world.tell(ref)
    world.effects.chosen = None
    assert world.link(ref).state is LinkState.RESERVED
    world.hubspot.edit(ref, status=PaymentStatus.PARTIALLY_REFUNDED)
    world.clock.advance(LEASE)
    world.settle()
    assert (world.status(ref), world.outcome(ref).category) == (OutcomeStatus.FAILING, ErrorCategory.PAYMENT_REVERSED)
    assert world.quickbooks.every(PAYMENT) == []


def test_one_refunded_in_part_before_it_got_its_invoice_is_completed_and_told(world: World, invoice: RecordRef) -> None:
    part = replace(world.quickbooks.put(PAYMENT, a_payment(invoice=world.twin(invoice))), part=world.twin(invoice).id)
    lost = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")
    world.hubspot.faults.append(Fault(failure=lost, happens=True))
    world.tell(part)
    (left,) = world.hubspot.every(PAYMENT)
    world.hubspot.edit(left.ref, invoice=None, status=PaymentStatus.PARTIALLY_REFUNDED)
    world.clock.advance(LEASE)
    world.settle()
    assert world.twin(part) == left.ref
    assert world.payment(left.ref).invoice == invoice
    assert world.payment(left.ref).status is PaymentStatus.PARTIALLY_REFUNDED
    assert (world.status(part), world.outcome(part).category) == (OutcomeStatus.FAILING, ErrorCategory.PAYMENT_REVERSED)


@pytest.mark.feature("O2")
def test_none_is_carried_when_invoices_are_only_inbound(world: World, invoice: RecordRef) -> None:
    inbound = {**world.connection.rules, EntityKind.INVOICE: a_rule(EntityKind.INVOICE, Direction.QUICKBOOKS_TO_HUBSPOT)}
    world.connections.save(replace(world.connection, rules=inbound))
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.EXCLUDED
    assert world.quickbooks.every(PAYMENT) == []
