"""An invoice stands and falls with its payments: balances that differ are never told as in sync without a reason."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.rules import Direction
from tests.builders import a_line, a_payment
from tests.fake_systems import Fault
from tests.unit.engine.world import World

PAYMENT = EntityKind.PAYMENT


@pytest.fixture
def paid(world: World, invoice: RecordRef) -> RecordRef:
    """Its payment in HubSpot, carried."""
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    return ref


def assert_blamed(world: World, invoice: RecordRef, payment: RecordRef, category: str) -> None:
    """The invoice fails for what its payment fails for, with both balances."""
    outcome = world.outcome(invoice)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, category)
    assert world.outcome(payment).label in outcome.explanation
    assert "HubSpot's balance is" in outcome.explanation
    assert world.shown(invoice).status is OutcomeStatus.FAILING


def test_a_payment_deleted_in_quickbooks(world: World, invoice: RecordRef, paid: RecordRef) -> None:
    world.quickbooks.delete(world.twin(paid).whole)
    world.settle()
    assert_blamed(world, invoice, paid, "E4")


def test_a_payment_refunded_in_hubspot_until_quickbooks_says_the_same(
    world: World, invoice: RecordRef, paid: RecordRef
) -> None:
    world.hubspot.edit(paid, status=PaymentStatus.REFUNDED, amount=Decimal(0))
    world.settle()
    assert_blamed(world, invoice, paid, "E19")
    world.hubspot.edit(paid, status=PaymentStatus.SUCCEEDED, amount=Decimal(100))
    world.settle()
    assert world.status(paid) is world.status(invoice) is OutcomeStatus.IN_SYNC


def test_a_payment_deleted_in_hubspot(world: World, invoice: RecordRef, paid: RecordRef) -> None:
    world.hubspot.delete(paid)
    world.tell(paid)
    world.settle()
    assert_blamed(world, invoice, paid, "E14")


def test_a_payment_of_quickbooks_deleted_in_hubspot(world: World, invoice: RecordRef) -> None:
    twin = world.twin(invoice)
    ref = world.quickbooks.put(PAYMENT, a_payment(invoice=twin))
    world.settle()
    part = replace(ref, part=twin.id)
    there = world.twin(part)
    world.hubspot.delete(there)
    world.tell(there)
    world.settle()
    assert_blamed(world, invoice, part, "E14")


def test_an_invoice_is_in_sync_while_its_payment_is_under_way(world: World, invoice: RecordRef) -> None:
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.tell(invoice)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    world.tell(ref)
    world.settle()
    assert world.invoice(world.twin(invoice)).balance == 0


def test_a_refused_payment_is_its_invoices_trouble_until_it_is_taken(world: World, invoice: RecordRef) -> None:
    refusal = Failure(category=ErrorCategory.BOOKS_CLOSED, cure=Cure.PERSON, text="closed until May")
    world.quickbooks.faults.append(Fault(failure=refusal, times=9))
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.settle()
    assert_blamed(world, invoice, ref, "E7")
    world.quickbooks.faults.clear()
    world.tell(ref)
    world.settle()
    assert world.status(ref) is world.status(invoice) is OutcomeStatus.IN_SYNC


def test_a_payment_finds_its_invoice_that_fails_for_nothing_but_the_payment(world: World, invoice: RecordRef) -> None:
    refusal = Failure(category=ErrorCategory.RECORD_DELETED, cure=Cure.RESOLVING, text="made inactive", code="610")
    world.quickbooks.faults.append(Fault(failure=refusal, times=99))
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.settle()
    assert_blamed(world, invoice, ref, "E14")
    world.tell(ref)
    world.settle()
    assert (world.status(ref), world.outcome(ref).category) == (OutcomeStatus.FAILING, "E14")
    assert_blamed(world, invoice, ref, "E14")


def test_a_credit_in_quickbooks_is_fine(world: World, invoice: RecordRef) -> None:
    world.quickbooks.edit(world.twin(invoice), balance=Decimal(70))
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


def test_what_no_payment_explains_is_told_in_the_end(world: World, invoice: RecordRef) -> None:
    world.hubspot.edit(invoice, balance=Decimal(70))
    world.tell(invoice)
    assert (world.outcome(invoice).status, world.outcome(invoice).category) == (OutcomeStatus.WAITING, "E9")
    world.settle()
    outcome = world.outcome(invoice)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, "E9")
    assert (
        outcome.explanation == "HubSpot's balance is 70.00 USD, QuickBooks' balance is 100.00 USD. No payment explains it."
    )
    told = world.outcomes.activity(world.id, invoice, 20)
    world.tell(invoice)
    world.settle()
    assert world.outcomes.activity(world.id, invoice, 20) == told  # once
    world.hubspot.edit(invoice, balance=Decimal(100))
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


def test_a_payment_corrected_before_its_lost_answer_was_looked_for(world: World, invoice: RecordRef) -> None:
    lost = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")
    world.quickbooks.faults.append(Fault(failure=lost, happens=True))
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.tell(ref)
    (made,) = world.quickbooks.every(PAYMENT)
    world.quickbooks.edit(made.ref, amount=Decimal(60))
    world.settle()
    outcome = world.outcome(ref)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, "E9")
    assert outcome.explanation == "HubSpot's amount is 100.00 USD, QuickBooks' amount is 60.00 USD."
    assert_blamed(world, invoice, ref, "E9")
    world.hubspot.edit(ref, amount=Decimal(60))
    world.settle()
    assert world.status(ref) is world.status(invoice) is OutcomeStatus.IN_SYNC


def test_a_payment_gone_from_quickbooks_before_its_counterpart_was_heard_of(world: World, invoice: RecordRef) -> None:
    lost = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")
    twin = world.twin(invoice)
    world.hubspot.faults.append(Fault(failure=lost, matches=lambda write: write.kind is PAYMENT, happens=True))
    ref = world.quickbooks.put(PAYMENT, a_payment(invoice=twin))
    world.tell(ref)
    (made,) = world.hubspot.every(PAYMENT)
    world.quickbooks.delete(ref)
    world.poller.poll()
    world.queue.take()
    world.tell(made.ref, ref)
    part = replace(ref, part=twin.id)
    assert (world.status(part), world.outcome(part).category) == (OutcomeStatus.FAILING, "E14")
    world.settle()
    assert_blamed(world, invoice, part, "E14")


def test_a_payment_deleted_in_hubspot_before_quickbooks_told_of_its_invoice(world: World, invoice: RecordRef) -> None:
    """The balance that QuickBooks showed last is still the whole, as HubSpot's is again: that they agree means nothing."""
    payment = world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=invoice))
    world.tell(payment)
    world.hubspot.delete(payment)
    world.tell(payment)
    world.work(world.queue.take())
    assert (world.status(invoice), world.outcome(invoice).category) == (OutcomeStatus.FAILING, "E14")


def test_a_payment_that_came_before_the_new_price_is_carried_after_it(world: World, invoice: RecordRef) -> None:
    world.quickbooks.refuses_overpayments = True
    payment = world.hubspot.put(PAYMENT, a_payment(invoice=invoice, amount=Decimal(120)))
    world.tell(payment)
    assert (world.status(payment), world.outcome(payment).explanation) == (OutcomeStatus.FAILING, "more than the balance")
    world.hubspot.edit(invoice, lines=(a_line("150.00"),))
    world.tell(invoice)
    world.settle()
    assert world.invoice(world.twin(invoice)).balance == 30
    assert world.status(payment) is world.status(invoice) is OutcomeStatus.IN_SYNC


def test_a_payment_that_was_too_much_is_carried_once_another_is_gone(world: World, invoice: RecordRef) -> None:
    world.quickbooks.refuses_overpayments = True
    other = world.quickbooks.put(PAYMENT, a_payment(invoice=world.twin(invoice), amount=Decimal(60)))
    payment = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.tell(payment)
    world.settle()
    assert world.status(payment) is world.status(invoice) is OutcomeStatus.FAILING
    world.quickbooks.delete(other)
    world.settle()
    assert world.invoice(world.twin(invoice)).balance == 0
    assert world.status(payment) is OutcomeStatus.IN_SYNC
    left = replace(other, part=world.twin(invoice).id)  # what was deleted in QuickBooks still counts in HubSpot
    assert (world.outcome(left).category, world.outcome(invoice).category) == ("E14", "E14")


def test_a_payment_that_stays_refused_is_told_once(world: World, invoice: RecordRef) -> None:
    world.quickbooks.refuses_overpayments = True
    world.quickbooks.edit(world.twin(invoice), balance=Decimal(40))
    payment = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.settle()
    assert_blamed(world, invoice, payment, "E22")
    told = [world.outcomes.activity(world.id, ref, 20) for ref in (payment, invoice)]
    assert len([one for one in told[0] if one.status is OutcomeStatus.FAILING]) == 1
    writes = world.writes()
    world.tell(invoice, payment.whole)
    world.settle()
    assert [world.outcomes.activity(world.id, ref, 20) for ref in (payment, invoice)] == told
    assert world.writes() == writes


@pytest.mark.feature("O2", "X17")
@pytest.mark.parametrize("where", ["hubspot", "quickbooks"])
def test_money_that_no_rule_carries_any_more_is_told(world: World, invoice: RecordRef, where: str) -> None:
    """As it is for HubSpot's own invoices once invoices come from QuickBooks only."""
    rules = world.connection.rules
    inbound = replace(rules[EntityKind.INVOICE], direction=Direction.QUICKBOOKS_TO_HUBSPOT)
    world.connections.save(replace(world.connection, rules={**rules, EntityKind.INVOICE: inbound}))
    ledger, on = (world.hubspot, invoice) if where == "hubspot" else (world.quickbooks, world.twin(invoice))
    payment = ledger.put(PAYMENT, a_payment(invoice=on, amount=Decimal(40)))
    world.settle()
    outcome = world.outcome(invoice)
    assert outcome.status is OutcomeStatus.IN_SYNC
    owed = {"hubspot": ("60.00", "100.00"), "quickbooks": ("100.00", "60.00")}[where]
    (remark,) = outcome.remarks
    assert remark.startswith(
        f"HubSpot's balance is {owed[0]} USD, QuickBooks' balance is {owed[1]} USD. The rule for invoices carries none"
    )
    ledger.delete(payment.whole)
    world.settle()
    assert world.outcome(invoice).remarks == ()
