"""What settles an invoice is told apart from money received, and always shown on the invoice."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.payment import PaymentStatus
from tests.builders import a_payment
from tests.fake_systems import Fault
from tests.unit.engine.world import World

PAYMENT = EntityKind.PAYMENT
CREDIT = "credit memo CM-7 of 40.00 USD"


def assert_in_sync_saying(world: World, invoice: RecordRef, *told: str) -> None:
    """The invoice is in sync, and shows all this."""
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.shown(invoice).error == ""
    assert [one for one in told if one not in world.shown(invoice).remarks] == []
    assert world.shown(invoice).remarks == " ".join(world.outcome(invoice).remarks)


@pytest.mark.feature("X17")
@pytest.mark.parametrize("payment_first", [True, False])
def test_11_a_credit_memo_is_no_payment_and_shown_on_the_invoice(
    world: World,
    invoice: RecordRef,
    payment_first: bool,  # noqa: FBT001
) -> None:
    twin = world.twin(invoice)
    applied = world.quickbooks.put(PAYMENT, a_payment(invoice=twin, amount=Decimal(0), credits=CREDIT))
    world.quickbooks.edit(twin, balance=Decimal(60))
    for ref in (applied, twin) if payment_first else (twin, applied):
        world.tell(ref)
    world.settle()
    assert world.hubspot.every(PAYMENT) == []
    part = replace(applied, part=twin.id)
    assert (world.status(part), world.outcome(part).reasons) == (
        OutcomeStatus.EXCLUDED,
        (f"It is no money received: {CREDIT} settles the invoice.",),
    )
    both = "HubSpot's balance is 100.00 USD, QuickBooks' balance is 60.00 USD."
    assert_in_sync_saying(world, invoice, both, f"QuickBooks settles the invoice with {CREDIT}, which is no money received.")


@pytest.mark.feature("X17")
def test_11_a_credit_is_shown_though_it_leaves_the_version_of_its_invoice_as_it_was(
    world: World, invoice: RecordRef
) -> None:
    twin = world.twin(invoice)
    version, modified_at = world.quickbooks.records[twin].token, world.quickbooks.records[twin].modified_at
    applied = world.quickbooks.put(PAYMENT, a_payment(invoice=twin, amount=Decimal(0), credits=CREDIT))
    world.quickbooks.edit(twin, balance=Decimal(60))
    world.quickbooks.records[twin].token, world.quickbooks.records[twin].modified_at = version, modified_at
    world.tell(applied)
    world.work(world.queue.take())
    assert_in_sync_saying(world, invoice, f"QuickBooks settles the invoice with {CREDIT}, which is no money received.")


@pytest.mark.feature("X17")
def test_11_a_credit_stays_named_though_the_balances_agree_by_chance(world: World, invoice: RecordRef) -> None:
    twin = world.twin(invoice)
    world.quickbooks.put(PAYMENT, a_payment(invoice=twin, amount=Decimal(0), credits=CREDIT))
    world.quickbooks.edit(twin, balance=Decimal(60))
    world.settle()
    world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.settle()
    assert world.invoice(invoice).balance == world.invoice(twin).balance == 0
    world.tell(invoice)
    assert_in_sync_saying(world, invoice, CREDIT, "40.00 USD of the payment of 100.00 USD of 2 Mar 2026 is more than")


@pytest.mark.feature("X17")
def test_11_of_money_and_credit_only_the_money_is_a_payment(world: World, invoice: RecordRef) -> None:
    twin = world.twin(invoice)
    paid = world.quickbooks.put(PAYMENT, a_payment(invoice=twin, amount=Decimal(30), credits="journal entry 5 of 20.00 USD"))
    world.quickbooks.edit(twin, balance=Decimal(50))
    world.settle()
    assert [one.fields["amount"] for one in world.hubspot.every(PAYMENT)] == ["30"]
    assert_in_sync_saying(world, invoice, "journal entry 5 of 20.00 USD")
    world.quickbooks.edit(replace(paid, part=twin.id), credits="")
    world.quickbooks.edit(twin, balance=Decimal(70))
    world.settle()
    assert world.shown(invoice).remarks == ""


@pytest.mark.feature("X17")
def test_11_a_credit_that_was_taken_for_money_is_corrected(world: World, invoice: RecordRef) -> None:
    twin = world.twin(invoice)
    paid = replace(world.quickbooks.put(PAYMENT, a_payment(invoice=twin, amount=Decimal(40))), part=twin.id)
    world.settle()
    world.quickbooks.edit(paid, amount=Decimal(0), credits=CREDIT)
    world.quickbooks.edit(twin, balance=Decimal(60))
    world.settle()
    assert world.payment(world.twin(paid)).amount == 0
    assert world.invoice(invoice).balance == 100
    assert_in_sync_saying(world, invoice, CREDIT)


@pytest.mark.feature("X17")
def test_12_a_deposit_on_the_form_is_told_with_both_balances_by_night_as_well(world: World, invoice: RecordRef) -> None:
    world.quickbooks.edit(world.twin(invoice), deposit=Decimal(50), balance=Decimal(50))
    world.settle()
    both = "HubSpot's balance is 100.00 USD, QuickBooks' balance is 50.00 USD."
    assert_in_sync_saying(world, invoice, both, "QuickBooks counts a deposit of 50.00 USD")
    world.clock.advance(timedelta(days=1))
    world.reconciler.reconcile()
    world.settle()
    assert_in_sync_saying(world, invoice, both, "QuickBooks counts a deposit of 50.00 USD")


@pytest.mark.feature("Y1")
def test_14_what_is_more_than_owed_is_carried_and_told(world: World, invoice: RecordRef) -> None:
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice, amount=Decimal(150)))
    world.settle()
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    told = "50.00 USD of the payment of 150.00 USD of 2 Mar 2026 is more than the invoice owed in QuickBooks"
    assert_in_sync_saying(world, invoice, told)
    world.hubspot.edit(ref, amount=Decimal(170))
    world.settle()
    there = world.payment(world.twin(ref))
    assert (there.amount, there.unapplied) == (Decimal(100), Decimal(70))
    world.hubspot.edit(ref, amount=Decimal(100))
    world.settle()
    there = world.payment(world.twin(ref))
    assert (there.amount, there.unapplied) == (Decimal(100), Decimal(0))
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert world.outcome(ref).remarks == ()
    assert world.shown(invoice).remarks == ""


def test_14_a_second_payment_of_a_paid_invoice_is_carried_and_told(world: World, invoice: RecordRef) -> None:
    world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.settle()
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice, amount=Decimal(30)))
    world.settle()
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert len(world.quickbooks.every(PAYMENT)) == 2
    assert_in_sync_saying(
        world, invoice, "30.00 USD of the payment of 30.00 USD of 2 Mar 2026 is more than the invoice owed"
    )
    world.hubspot.edit(ref, amount=Decimal(20))
    world.settle()
    assert [one.fields["unapplied"] for one in world.quickbooks.every(PAYMENT)] == ["", "20"]
    world.tell(ref)
    world.settle()
    assert (world.status(ref), len(world.quickbooks.every(PAYMENT))) == (OutcomeStatus.IN_SYNC, 2)


@pytest.mark.feature("Y3")
def test_15_a_voided_payment_is_told_as_reversed(world: World, invoice: RecordRef) -> None:
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.settle()
    there = world.twin(ref)
    stored = world.quickbooks.records[there.whole]
    world.quickbooks.delete(there)
    stored.parts[""] = a_payment(amount=Decimal(0), status=PaymentStatus.VOIDED, invoice=None)
    world.settle()
    assert (world.status(ref), world.outcome(ref).category) == (OutcomeStatus.FAILING, ErrorCategory.PAYMENT_REVERSED)
    assert "is voided in QuickBooks, and counts in full in HubSpot" in world.outcome(ref).explanation
    assert world.outcome(invoice).category == ErrorCategory.PAYMENT_REVERSED


def refusing(category: ErrorCategory) -> Fault:
    failure = Failure(category=category, cure=Cure.PERSON, text="No.", code="6540")
    return Fault(failure=failure, matches=lambda write: write.kind is PAYMENT, times=99)


def test_19_a_failing_payment_is_shown_though_the_balances_agree(world: World, invoice: RecordRef) -> None:
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.settle()
    world.quickbooks.faults.append(refusing(ErrorCategory.BOOKS_CLOSED))
    world.hubspot.edit(ref, reference="another")
    world.settle()
    assert world.invoice(invoice).balance == world.invoice(world.twin(invoice)).balance == 0
    assert (world.status(invoice), world.outcome(invoice).category) == (OutcomeStatus.FAILING, ErrorCategory.BOOKS_CLOSED)
    assert "The payment of 100.00 USD of 2 Mar 2026: No." in world.shown(invoice).error
    world.quickbooks.faults.clear()
    world.tell(ref)
    world.settle()
    assert world.status(ref) is world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.parametrize("remedy", ["taken out of the deposit", "put back"])
def test_18_a_deposited_payment_ends_in_sync_when_its_remedy_is_followed(
    world: World, invoice: RecordRef, remedy: str
) -> None:
    ref = world.hubspot.put(PAYMENT, a_payment(invoice=invoice))
    world.settle()
    world.quickbooks.faults.append(refusing(ErrorCategory.PAYMENT_DEPOSITED))
    world.hubspot.edit(ref, amount=Decimal(90))
    world.settle()
    assert (world.status(ref), world.outcome(ref).category) == (OutcomeStatus.FAILING, ErrorCategory.PAYMENT_DEPOSITED)
    assert world.outcome(invoice).category == ErrorCategory.PAYMENT_DEPOSITED
    if remedy == "put back":
        world.hubspot.edit(ref, amount=Decimal(100))
    else:
        world.quickbooks.faults.clear()
        world.quickbooks.touch(world.twin(ref))
    world.settle()
    assert world.status(ref) is world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.payment(world.twin(ref)).amount == (100 if remedy == "put back" else 90)
