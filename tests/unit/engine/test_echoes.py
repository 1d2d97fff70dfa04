"""What our own writes cause to be told writes nothing, and what people see says something new every time."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.blockers import ListEntry, OtherList
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction, FieldMapping
from tests.builders import a_connection, a_line, a_payment, a_rule, an_invoice
from tests.fake_systems import Fault
from tests.unit.engine.scenarios import SCENARIOS, Scenario
from tests.unit.engine.world import World


@pytest.mark.parametrize("scenario", [pytest.param(one, id=one.__name__) for one in SCENARIOS])
def test_everything_told_once_more_writes_nothing(scenario: Scenario) -> None:
    world = World()
    world.tell(*scenario(world))
    world.settle()
    writes, outcomes = world.writes(), len(world.outcomes.every)
    every = [one.ref.whole for side in (world.hubspot, world.quickbooks) for kind in EntityKind for one in side.every(kind)]
    world.tell(*every)
    world.tell(*reversed(every))
    assert world.writes() == writes
    told_anew = [one for one in world.outcomes.every[outcomes:] if one.status is not OutcomeStatus.EXCLUDED]
    assert told_anew == []


def test_polling_leaves_our_own_versions_out(world: World) -> None:
    ref = world.finalised()
    world.tell(ref)
    world.queue.take()
    polled = world.poller.poll()
    assert polled.echoes >= 1
    told = {event.ref for batch in world.queue.take() for event in batch.events}
    assert world.twin(ref) not in told


def test_polling_leaves_out_what_only_our_own_showing_has_moved(world: World) -> None:
    ref = world.finalised()
    world.tell(ref)
    world.queue.take()
    assert world.hubspot.show(ref).version != world.link(ref).agreements[System.HUBSPOT].version
    assert ref not in polled(world)
    world.hubspot.touch(ref)
    assert ref in polled(world)


def test_what_somebody_changes_between_our_reading_and_our_showing_is_found_by_the_poll(world: World) -> None:
    ref = world.finalised()
    effects = world.quickbooks.effects
    effects.chosen, effects.then = effects.done + 1, lambda: world.hubspot.edit(ref, memo="Thank you")
    world.tell(ref)
    world.queue.take()
    assert world.invoice(world.twin(ref)).memo == ""
    world.settle()
    assert world.invoice(world.twin(ref)).memo == "Thank you"


def polled(world: World) -> set[RecordRef]:
    """What a poll enqueues, a moment later."""
    world.clock.advance(timedelta(minutes=10))
    world.poller.poll()
    return {event.ref for batch in world.queue.take() for event in batch.events}


def test_an_event_of_an_untouched_invoice_reads_no_quickbooks(world: World, invoice: RecordRef) -> None:
    calls = world.quickbooks.calls.total()
    world.tell(invoice)
    assert world.quickbooks.calls.total() == calls


@pytest.mark.feature("I7")
def test_an_invoice_shows_its_number_balance_and_link(world: World, invoice: RecordRef) -> None:
    shown = world.shown(invoice)
    assert (shown.status, shown.error) == (OutcomeStatus.IN_SYNC, "")
    assert shown.quickbooks_number == world.invoice(invoice).number
    assert shown.quickbooks_balance == 100
    assert shown.quickbooks_url == world.quickbooks.address(world.twin(invoice))
    assert len(world.display.shown[invoice]) == 1


def test_a_payment_shows_the_new_balance_once(world: World, invoice: RecordRef) -> None:
    world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=world.twin(invoice), amount=Decimal("99.99")))
    world.settle()
    assert [state.quickbooks_balance for state in world.display.shown[invoice]] == [100, Decimal("0.01")]


@pytest.mark.feature("I7")
def test_an_error_is_shown_once_and_taken_back(world: World) -> None:
    ref = world.finalised(customer=None)
    world.tell(ref)
    world.settle()
    assert [state.status for state in world.display.shown[ref]] == [OutcomeStatus.FAILING]
    error = world.shown(ref).error
    assert error.splitlines() == [
        "E1 Customer missing",
        "The invoice has no contact from which a customer could be found or made in QuickBooks.",
        "No contact is associated with the invoice in HubSpot.",
        "What to do:",
        "1. Open the invoice in HubSpot and add a contact under Contacts.",
        "2. See that the contact has an e-mail address or a name.",
        "Once that is done it is tried again by itself: mostly within ten minutes, at the latest after an hour.",
        f"Details: {ref}",
    ]
    assert (world.shown(ref).quickbooks_number, world.shown(ref).quickbooks_url) == ("", "")
    world.hubspot.edit(ref, customer=world.contact())
    world.settle()
    assert world.shown(ref).error == ""


def test_a_refusal_is_shown_once_although_every_call_has_another_id(world: World) -> None:
    ref = world.finalised()
    closed = Failure(
        category=ErrorCategory.BOOKS_CLOSED,
        cure=Cure.PERSON,
        vendor_text="Account Period Closed",
        code="6210",
        request_id="1-a",
    )
    of_invoices = Fault(failure=closed, matches=lambda write: write.kind is EntityKind.INVOICE)
    for request_id in ("1-a", "1-b", "1-c"):
        world.quickbooks.faults[:] = [replace(of_invoices, failure=replace(closed, request_id=request_id))]
        world.tell(ref)
    (state,) = world.display.shown[ref]
    assert state.error.splitlines()[-1] == f"Details: Account Period Closed; code 6210; request 1-a; {ref}"


def test_a_document_in_the_way_is_shown_with_its_page(world: World) -> None:
    holder = world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="INV-7"))
    ref = world.finalised(number="INV-7")
    world.tell(ref)
    assert f"See also: {world.quickbooks.address(holder)}" in world.shown(ref).error.splitlines()


def test_a_vendor_whose_name_is_in_the_way_is_shown_with_its_page(world: World) -> None:
    taken = Failure(category=ErrorCategory.DISPLAY_NAME_TAKEN, cure=Cure.PERSON, blockers=("quickbooks:vendor:7",))
    world.quickbooks.faults[:] = [Fault(failure=taken, matches=lambda write: write.kind is EntityKind.CUSTOMER)]
    ref = world.finalised()
    world.tell(ref)
    page = world.quickbooks.address(ListEntry(OtherList.VENDOR, "7"))
    assert f"See also: {page}" in world.shown(ref).error.splitlines()


def test_an_error_of_an_invoice_that_is_then_left_out_is_taken_back(world: World) -> None:
    ref = world.finalised(customer=None)
    world.tell(ref)
    world.hubspot.void(ref)
    world.settle()
    assert world.status(ref) is OutcomeStatus.EXCLUDED
    assert (world.shown(ref).status, world.shown(ref).error) == (OutcomeStatus.EXCLUDED, "")


def test_a_state_that_cannot_be_shown_is_told_and_shown_later(world: World) -> None:
    ref = world.finalised()
    refused = Failure(category=ErrorCategory.PROPERTY_REFUSED, cure=Cure.PERSON, text="scope missing")
    world.display.refused[ref] = refused
    world.tell(ref)
    assert (world.outcome(ref).status, world.outcome(ref).category) == (OutcomeStatus.FAILING, "E17")
    world.display.refused.clear()
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert world.shown(ref).quickbooks_balance == 100


def test_an_edit_made_while_its_own_write_was_under_way_is_carried(world: World, invoice: RecordRef) -> None:
    """QuickBooks took the memo; before that was remembered, somebody edited the lines in HubSpot."""
    world.hubspot.edit(invoice, memo="first")
    world.tell(invoice)
    world.hubspot.edit(invoice, memo="second", lines=(a_line("55.00"),))
    world.tell(invoice, world.twin(invoice))
    there = world.invoice(world.twin(invoice))
    assert (there.memo, there.total) == ("second", Decimal(55))


def test_a_copy_with_our_marker_made_by_a_person_is_no_counterpart(world: World, invoice: RecordRef) -> None:
    copy = replace(world.invoice(world.twin(invoice)), number="COPY")
    ref = world.quickbooks.put(EntityKind.INVOICE, copy, source=invoice)
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.EXCLUDED
    assert world.links.find(world.id, [ref]) == {}


def test_what_one_side_does_not_show_is_not_asked_for_again_and_again() -> None:
    """A company has no property of contacts, for one; both are read once, and then what was agreed on is known."""
    order = FieldMapping(id="order", hubspot="po", quickbooks="PONumber", own=True)
    rules = a_connection().rules
    customers = replace(a_rule(EntityKind.CUSTOMER, Direction.BOTH), mappings=(*rules[EntityKind.CUSTOMER].mappings, order))
    world = World(a_connection(rules={**rules, EntityKind.CUSTOMER: customers}))
    world.hubspot.lacking = {"po"}
    contact = world.contact()
    world.tell(contact)
    world.settle()
    read = world.quickbooks.calls["read"]
    for _ in range(5):
        world.hubspot.touch(contact)
        world.tell(contact)
    assert world.quickbooks.calls["read"] == read
