"""What is left out by hand is not carried, and what is accepted stays as it is, until that is taken back."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory, ImpossibleChoiceError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.payment import PaymentStatus
from tests.builders import a_line, a_payment, an_invoice
from tests.unit.engine.deciding import ADA, obey, pay, two_customers
from tests.unit.engine.world import World


@pytest.mark.feature("M3", "L4")
def test_a_record_is_left_out_for_good_until_that_is_taken_back(world: World) -> None:
    invoice = world.finalised()
    world.choosing.leave_out(world.id, invoice, ADA)
    obey(world)
    world.tell(invoice)

    outcome = world.outcome(invoice)
    assert outcome.status is OutcomeStatus.EXCLUDED
    assert outcome.reasons == ("Ada Byron left it out on 2 Mar 2026: Entered twice",)
    assert world.quickbooks.every(EntityKind.INVOICE) == []

    world.choosing.take_back(world.id, invoice, ADA)
    obey(world)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("M3", "E1")
def test_a_payment_no_longer_waits_for_an_invoice_that_somebody_leaves_out(world: World) -> None:
    invoice = world.finalised(customer=None)
    payment = pay(world, invoice)
    world.tell(invoice, payment)
    assert (world.status(invoice), world.status(payment)) == (OutcomeStatus.FAILING, OutcomeStatus.WAITING)

    world.choosing.leave_out(world.id, invoice, ADA)
    obey(world)
    assert (world.status(invoice), world.status(payment)) == (OutcomeStatus.EXCLUDED, OutcomeStatus.EXCLUDED)

    world.choosing.take_back(world.id, invoice, ADA)
    world.hubspot.edit(invoice, customer=world.contact())
    obey(world)
    assert (world.status(invoice), world.status(payment)) == (OutcomeStatus.IN_SYNC, OutcomeStatus.IN_SYNC)


@pytest.mark.feature("M3", "L4")
def test_a_part_of_a_payment_stays_left_out_when_all_of_it_is_asked_for(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    paid = world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=world.twin(invoice)))
    part = replace(paid, part=world.twin(invoice).id)
    world.choosing.leave_out(world.id, part, ADA)
    obey(world)

    world.tell(paid)

    assert world.status(part) is OutcomeStatus.EXCLUDED
    assert world.hubspot.every(EntityKind.PAYMENT) == []


@pytest.mark.feature("M3")
def test_nothing_is_carried_of_a_linked_record_that_is_left_out_and_all_of_it_afterwards(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    there = world.twin(invoice)
    world.choosing.leave_out(world.id, there, ADA)
    obey(world)

    world.hubspot.edit(invoice, memo="New terms")
    world.tell(invoice)
    assert (world.status(invoice), world.invoice(there).memo) == (OutcomeStatus.EXCLUDED, "")

    world.choosing.take_back(world.id, invoice, ADA)
    obey(world)
    assert (world.status(invoice), world.invoice(there).memo) == (OutcomeStatus.IN_SYNC, "New terms")


def test_nothing_is_taken_back_that_nobody_decided(world: World) -> None:
    with pytest.raises(ImpossibleChoiceError, match="Nobody has left out"):
        world.choosing.take_back(world.id, world.contact(), ADA)


@pytest.mark.feature("E9", "M3")
def test_an_accepted_difference_stays_and_another_one_is_reported_again(world: World) -> None:
    invoice = world.finalised()
    there = world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="QB-7", lines=(a_line("90.00"),)))
    world.choosing.link(world.id, invoice, there, ADA)
    obey(world)
    assert world.outcome(invoice).category is ErrorCategory.TOTALS_DIFFER

    world.choosing.accept(world.id, there, ADA)
    obey(world)
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert any("100.00 USD" in one and "90.00 USD" in one for one in world.outcome(invoice).remarks)
    assert any("Ada Byron accepted this" in one for one in world.outcome(invoice).remarks)
    assert not any("credit" in one for one in world.outcome(invoice).remarks)

    world.hubspot.edit(invoice, memo="Anything")
    world.tell(invoice)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC

    world.quickbooks.edit(there, total=Decimal(80), balance=Decimal(80))
    world.tell(there)
    assert world.status(invoice) is OutcomeStatus.FAILING


@pytest.mark.parametrize("there", ["90.00", "120.00"])
def test_totals_that_may_differ_explain_that_different_amounts_are_owed(world: World, there: str) -> None:
    invoice = world.finalised()
    other = world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="QB-7", lines=(a_line(there),)))
    world.choosing.link(world.id, invoice, other, ADA)
    obey(world)
    world.choosing.accept(world.id, invoice, ADA)
    obey(world)
    world.settle()
    outcome = world.outcome(invoice)
    assert outcome.status is OutcomeStatus.IN_SYNC
    assert not [one for one in outcome.remarks if "credit" in one]


def test_what_is_no_difference_cannot_be_accepted(world: World) -> None:
    contact, *_ = two_customers(world)
    world.tell(world.finalised(customer=contact))
    with pytest.raises(ImpossibleChoiceError, match=r"E8 Several possible matches\) is not a difference"):
        world.choosing.accept(world.id, contact, ADA)
    invoice = world.finalised()
    world.tell(invoice)
    with pytest.raises(ImpossibleChoiceError, match="needs nobody"):
        world.choosing.accept(world.id, invoice, ADA)


@pytest.mark.feature("I5", "M3")
def test_a_deletion_is_accepted(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    world.quickbooks.delete(world.twin(invoice))
    world.settle()
    assert world.outcome(invoice).category is ErrorCategory.RECORD_DELETED

    world.choosing.accept(world.id, invoice, ADA)
    obey(world)

    assert world.status(invoice) is OutcomeStatus.EXCLUDED
    assert world.quickbooks.every(EntityKind.INVOICE) == []


@pytest.mark.feature("E9", "M3", "Y3")
def test_an_accepted_payment_that_counts_in_hubspot_alone_explains_what_the_invoice_owes(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    payment = world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=invoice))
    world.settle()
    there = world.twin(payment)
    stored = world.quickbooks.records[there.whole]
    world.quickbooks.delete(there)
    stored.parts[""] = a_payment(amount=Decimal(0), status=PaymentStatus.VOIDED, invoice=None)
    world.settle()
    assert world.outcome(invoice).category is ErrorCategory.PAYMENT_REVERSED

    world.choosing.accept(world.id, payment, ADA)
    obey(world)
    world.settle()
    assert world.status(payment) is OutcomeStatus.IN_SYNC
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    remarks = world.outcome(invoice).remarks
    assert "HubSpot's balance is 0.00 USD, QuickBooks' balance is 100.00 USD." in remarks
    assert any("Ada Byron accepted this" in one for one in remarks)

    world.quickbooks.edit(world.twin(invoice), balance=Decimal(90))
    world.tell(world.twin(invoice))
    assert (world.status(invoice), world.outcome(invoice).category) == (OutcomeStatus.WAITING, ErrorCategory.TOTALS_DIFFER)


@pytest.mark.feature("E9", "M3", "Y3")
def test_an_accepted_payment_that_was_never_carried_explains_what_the_invoice_owes(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    kept = a_payment(invoice=invoice, amount=Decimal(40), status=PaymentStatus.PARTIALLY_REFUNDED)
    payment = world.hubspot.put(EntityKind.PAYMENT, kept)
    world.settle()
    assert world.outcome(invoice).category is ErrorCategory.PAYMENT_REVERSED

    world.choosing.accept(world.id, payment, ADA)
    obey(world)
    world.settle()

    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    remarks = world.outcome(invoice).remarks
    assert "HubSpot's balance is 60.00 USD, QuickBooks' balance is 100.00 USD." in remarks
    assert any("Ada Byron accepted this" in one for one in remarks)
