"""Edits meet field by field, voids come first, and what must not be edited in QuickBooks stops until it is put back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.invoice import InvoiceStatus
from tests.builders import a_line, a_payment, a_rule
from tests.fake_systems import Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.world import World

LATER = date(2026, 6, 30)


def carry_both_ways(world: World, winner: System) -> None:
    both = {**world.connection.rules, EntityKind.INVOICE: a_rule(EntityKind.INVOICE, winner=winner)}
    world.connections.save(replace(world.connection, rules=both))


@pytest.mark.feature("I2")
def test_edited_lines_replace_all_lines(world: World, invoice: RecordRef) -> None:
    world.hubspot.edit(invoice, lines=(a_line("1.11"), a_line("2.22"), a_line("3.33")), discount=Decimal("0.66"))
    world.tell(invoice)
    there = world.invoice(world.twin(invoice))
    assert [line.amount for line in there.lines] == [Decimal("1.11"), Decimal("2.22"), Decimal("3.33")]
    assert there.total == there.balance == Decimal("6.00")
    world.settle()
    assert_true(world)


@pytest.mark.feature("R1")
def test_edits_of_different_fields_merge(world: World, invoice: RecordRef) -> None:
    carry_both_ways(world, System.HUBSPOT)
    world.hubspot.edit(invoice, memo="from HubSpot")
    world.quickbooks.edit(world.twin(invoice), due_date=LATER)
    world.tell(invoice, world.twin(invoice))
    for one in (world.invoice(invoice), world.invoice(world.twin(invoice))):
        assert (one.memo, one.due_date) == ("from HubSpot", LATER)


def test_an_edit_that_nobody_told_of_is_found_when_the_write_is_refused(world: World, invoice: RecordRef) -> None:
    carry_both_ways(world, System.HUBSPOT)
    world.quickbooks.edit(world.twin(invoice), due_date=LATER)
    world.hubspot.edit(invoice, memo="from HubSpot")
    world.tell(invoice)
    for one in (world.invoice(invoice), world.invoice(world.twin(invoice))):
        assert (one.memo, one.due_date) == ("from HubSpot", LATER)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("R1")
@pytest.mark.parametrize("winner", System)
def test_edits_of_the_same_field_have_a_winner(world: World, invoice: RecordRef, winner: System) -> None:
    carry_both_ways(world, winner)
    world.hubspot.edit(invoice, memo="hubspot")
    world.quickbooks.edit(world.twin(invoice), memo="quickbooks")
    world.tell(invoice, world.twin(invoice))
    assert world.invoice(invoice).memo == world.invoice(world.twin(invoice)).memo == winner
    assert f"the rule says that {winner.brand} wins." in " ".join(world.outcome(invoice).reasons)


@pytest.mark.feature("E4")
def test_lines_edited_in_quickbooks_stop_the_pair_until_they_are_put_back(world: World, invoice: RecordRef) -> None:
    twin = world.twin(invoice)
    before = world.invoice(twin)
    world.quickbooks.edit(twin, lines=(replace(before.lines[0], amount=Decimal(90)),))
    world.settle()
    outcome = world.outcome(invoice)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, "E4")
    assert "its total is 90.00 USD now, it was 100.00 USD" in outcome.explanation
    assert f"In QuickBooks: {world.quickbooks.address(twin)}" in world.shown(invoice).error.splitlines()
    assert world.invoice(invoice).total == 100
    world.tell(invoice)  # HubSpot's side moved: QuickBooks is still not as agreed
    assert world.outcome(invoice) == outcome
    world.quickbooks.edit(twin, lines=before.lines)
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.shown(invoice).error == ""


@pytest.mark.feature("E4")
def test_tax_added_in_quickbooks_stops_the_pair(world: World, invoice: RecordRef) -> None:
    world.quickbooks.edit(world.twin(invoice), total=Decimal(107), balance=Decimal(107))
    world.tell(world.twin(invoice))
    assert world.outcome(invoice).category == "E4"
    assert "tax or total" in world.outcome(invoice).explanation


def test_an_edit_in_hubspot_is_held_while_quickbooks_is_edited(world: World, invoice: RecordRef) -> None:
    twin = world.twin(invoice)
    before = world.invoice(twin)
    world.quickbooks.edit(twin, lines=(replace(before.lines[0], amount=Decimal(90)),))
    world.hubspot.edit(invoice, lines=(a_line("80.00"),))
    world.tell(invoice)
    assert world.outcome(invoice).category == "E4"
    assert world.invoice(twin).total == 90
    world.quickbooks.edit(twin, lines=before.lines)
    world.settle()
    assert world.invoice(twin).total == 80
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


def test_other_fields_and_payments_in_quickbooks_are_fine(world: World, invoice: RecordRef) -> None:
    twin = world.twin(invoice)
    world.quickbooks.edit(twin, memo="noted", number="QB-7", due_date=LATER)
    world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=twin, amount=Decimal(10)))
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.shown(invoice).quickbooks_number == "QB-7"


@pytest.mark.feature("I2", "I3")
def test_a_void_in_hubspot_voids_in_quickbooks(world: World, invoice: RecordRef) -> None:
    world.hubspot.void(invoice)
    world.tell(invoice)
    assert world.invoice(world.twin(invoice)).status is InvoiceStatus.VOIDED
    world.settle()
    assert_true(world)


@pytest.mark.feature("I2", "I3")
def test_a_void_in_quickbooks_voids_in_hubspot(world: World, invoice: RecordRef) -> None:
    world.quickbooks.void(world.twin(invoice))
    world.tell(world.twin(invoice))
    assert world.invoice(invoice).status is InvoiceStatus.VOIDED
    assert len(world.hubspot.every(EntityKind.INVOICE)) == 1


@pytest.mark.feature("I3")
def test_a_void_in_quickbooks_of_what_is_paid_in_hubspot_is_remembered_until_it_can_be_carried(
    world: World, invoice: RecordRef
) -> None:
    paid = world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=invoice))
    world.quickbooks.void(world.twin(invoice))
    world.tell(world.twin(invoice))
    outcome = world.outcome(invoice)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, "E20")
    assert "a payment is applied" in outcome.explanation
    assert world.invoice(invoice).status is InvoiceStatus.PAID
    world.hubspot.delete(paid)
    world.tell(invoice)
    assert world.invoice(invoice).status is InvoiceStatus.VOIDED
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("I3")
def test_a_void_in_hubspot_of_what_is_paid_in_quickbooks_is_told(world: World, invoice: RecordRef) -> None:
    paid = world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=world.twin(invoice), amount=Decimal(1)))
    world.hubspot.void(invoice)
    world.tell(invoice)
    outcome = world.outcome(invoice)
    assert outcome.status is OutcomeStatus.FAILING
    assert "payment is applied" in outcome.explanation
    world.quickbooks.delete(paid)
    world.tell(world.twin(invoice))
    assert world.invoice(world.twin(invoice)).status is InvoiceStatus.VOIDED
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


def test_an_invoice_voided_before_its_create_was_finished_is_not_made(world: World) -> None:
    invoice = world.finalised()
    failure = Failure(category=ErrorCategory.BOOKS_CLOSED, cure=Cure.PERSON, text="The books are closed.", code="6210")
    world.quickbooks.faults.append(Fault(failure=failure, matches=lambda write: write.kind is EntityKind.INVOICE))
    world.tell(invoice)
    assert world.outcome(invoice).category == "E7"
    world.hubspot.void(invoice)
    world.tell(invoice)
    assert world.outcome(invoice).reasons == ("The invoice was voided before it was ever synced.",)
    assert world.quickbooks.every(EntityKind.INVOICE) == []


def test_an_invoice_voided_while_its_create_went_unanswered_is_voided_there(world: World) -> None:
    invoice = world.finalised()
    failure = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")
    fault = Fault(failure=failure, matches=lambda write: write.kind is EntityKind.INVOICE, happens=True)
    world.quickbooks.faults.append(fault)
    world.tell(invoice)
    world.hubspot.void(invoice)
    world.settle()
    assert world.invoice(world.twin(invoice)).status is InvoiceStatus.VOIDED
    assert_true(world)


@pytest.mark.feature("I2", "Y1")
def test_a_price_that_falls_below_what_is_paid_in_quickbooks_calls_up_the_payment(world: World, invoice: RecordRef) -> None:
    """QuickBooks keeps the rest as credit, and does not announce that."""
    payment = world.quickbooks.put(EntityKind.PAYMENT, a_payment(amount=Decimal(80), invoice=world.twin(invoice)))
    world.tell(payment)
    world.queue.take()
    world.hubspot.edit(invoice, lines=(a_line("50.00"),))
    world.tell(invoice)
    assert payment.whole in {event.ref for batch in world.queue.take() for event in batch.events}


def test_what_is_changed_and_not_paid_costs_no_further_read(world: World, invoice: RecordRef) -> None:
    world.hubspot.edit(invoice, lines=(a_line("50.00"),))
    before = world.quickbooks.calls["payments_of"]
    world.tell(invoice)
    assert world.quickbooks.calls["payments_of"] == before
