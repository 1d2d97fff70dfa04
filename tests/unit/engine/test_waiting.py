"""What waiting can cure waits, with its next attempt visible and growing pauses; what is over waits no longer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from counterfoil.domain.write import Write
from tests.builders import a_customer, an_invoice
from tests.fake_systems import Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.connected import LEASE
from tests.unit.engine.world import World

BUSY = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="throttled", code="3001")
OURS = Failure(category=ErrorCategory.OUR_FAULT, cure=Cure.WAITING, text="app refused", retry_after=timedelta(minutes=2))


@pytest.mark.feature("E16")
def test_e16_pauses_grow_to_four_minutes(world: World) -> None:
    ref = world.finalised()
    world.quickbooks.dead = BUSY
    pauses = []
    for attempt in range(1, 10):
        world.tell(ref)
        outcome = world.outcome(ref)
        assert (outcome.status, outcome.category, outcome.attempts) == (OutcomeStatus.WAITING, "E16", attempt)
        assert outcome.retry_at
        pauses.append((outcome.retry_at - outcome.at).total_seconds())
        world.clock.now = outcome.retry_at
    assert pauses == [30, 60, 120, 240, 240, 240, 240, 240, 240]
    world.quickbooks.dead = None
    world.settle(timedelta(minutes=30))
    assert_true(world)
    assert world.outcome(ref).attempts == 0


def test_what_is_due_between_two_polls_is_called_up_without_asking_a_vendor(world: World) -> None:
    ref = world.finalised()
    world.quickbooks.dead = BUSY
    world.tell(ref)
    world.quickbooks.dead = None
    asked = (world.hubspot.calls.total(), world.quickbooks.calls.total())
    assert world.rounds.call_up() == 0
    world.clock.advance(timedelta(seconds=30))
    assert world.rounds.call_up() == 1
    assert asked == (world.hubspot.calls.total(), world.quickbooks.calls.total())
    world.work(world.queue.take())
    assert world.status(ref) is OutcomeStatus.IN_SYNC


def test_what_waited_by_itself_before_it_was_linked_waits_with_its_pair_alone() -> None:
    """A contact was told of while HubSpot did not answer; then it is found to be that of a customer of QuickBooks'."""
    world = World()
    rules = {kind: replace(rule, direction=Direction.BOTH) for kind, rule in world.connection.rules.items()}
    world.connections.save(replace(world.connection, rules=rules))
    contact = world.contact(email="ap@firm.example")
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(email="ap@firm.example"))
    world.hubspot.dead = BUSY
    world.tell(contact)
    world.hubspot.dead = None
    world.tell(world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="A-1", customer=customer)))
    assert world.link(contact).source_ref == customer
    assert world.status(contact) is OutcomeStatus.EXCLUDED

    world.hubspot.dead = BUSY
    world.tell(contact, customer)

    assert world.status(customer) is OutcomeStatus.WAITING
    assert world.status(contact) is OutcomeStatus.EXCLUDED


def test_tries_before_it_is_due_neither_count_nor_put_it_off(world: World) -> None:
    ref = world.finalised()
    world.quickbooks.dead = BUSY
    world.tell(ref)
    first = world.outcome(ref)
    for _ in range(20):
        world.tell(ref)
    assert (world.outcome(ref).attempts, world.outcome(ref).retry_at) == (1, first.retry_at)


@pytest.mark.feature("E16")
def test_a_vendor_that_says_how_long_is_believed(world: World) -> None:
    ref = world.finalised()
    pause = timedelta(minutes=15)
    world.quickbooks.dead = Failure(category=BUSY.category, cure=BUSY.cure, text="daily limit", retry_after=pause)
    world.tell(ref)
    assert world.outcome(ref).retry_at == world.clock() + pause


def test_a_fault_of_ours_is_waited_out_and_blamed_on_nobody(world: World) -> None:
    ref = world.finalised()
    world.quickbooks.dead = OURS
    world.tell(ref)
    outcome = world.outcome(ref)
    assert (outcome.status, outcome.category) == (OutcomeStatus.WAITING, ErrorCategory.OUR_FAULT)
    assert [one.state for one in world.connections.every()] == [ConnectionState.ACTIVE]
    world.quickbooks.dead = None
    world.settle(timedelta(minutes=2))
    assert_true(world)


def test_nothing_waits_for_more_than_four_minutes_however_long_the_trouble_lasts(world: World) -> None:
    ref = world.finalised()
    world.quickbooks.dead = OURS
    for _ in range(12):
        world.clock.advance(timedelta(hours=1))
        world.tell(ref)
    outcome = world.outcome(ref)
    assert outcome.attempts == 12
    assert outcome.retry_at == outcome.at + timedelta(minutes=4)


def test_nothing_is_tried_before_it_is_due(world: World) -> None:
    ref = world.finalised()
    world.quickbooks.faults.append(Fault(failure=BUSY, matches=lambda write: write.kind is EntityKind.INVOICE))
    world.tell(ref)
    due = world.outcome(ref).retry_at
    assert due == world.clock() + timedelta(seconds=30)
    world.clock.advance(timedelta(seconds=1))
    world.poller.poll()
    world.queue.take()
    world.clock.now = due - timedelta(seconds=1)
    world.poller.poll()
    assert world.queue.take() == []
    world.clock.now = due
    world.poller.poll()
    world.work(world.queue.take())
    assert world.status(ref) is OutcomeStatus.IN_SYNC


def test_waiting_is_shown_once(world: World) -> None:
    ref = world.finalised()
    world.quickbooks.dead = BUSY
    for _ in range(3):
        world.tell(ref)
        world.tell(ref)
    assert len(world.display.shown.get(ref, [])) <= 1


def test_what_is_in_other_hands_is_looked_at_again_soon(world: World) -> None:
    """The lease lasts for minutes, but who holds it is mostly done within seconds."""
    ref = world.finalised()
    world.quickbooks.faults.append(
        Fault(failure=replace(BUSY, cure=Cure.LOOKING, code=""), matches=lambda write: write.kind is EntityKind.INVOICE)
    )
    world.tell(ref)
    world.tell(ref)
    outcome = world.outcome(ref)
    assert outcome.category == "W2"
    assert outcome.retry_at is not None
    assert outcome.retry_at - outcome.at <= timedelta(seconds=30) < LEASE


def test_what_a_document_needs_and_another_worker_has_is_not_due_for_itself(world: World) -> None:
    """Tried for itself it would be in other hands again when its document is tried, every minute anew."""
    contact = world.contact()
    ref = world.finalised(customer=contact)
    world.quickbooks.faults.append(
        Fault(failure=replace(BUSY, cure=Cure.LOOKING, code=""), matches=lambda write: write.kind is EntityKind.CUSTOMER)
    )
    world.tell(ref)
    stood = world.outcome(contact)
    world.tell(ref)
    assert world.outcome(ref).category == "W2"
    assert world.outcome(contact) == stood
    world.settle()
    assert_true(world)


def test_an_unanswered_create_is_looked_for_only_after_its_lease(world: World) -> None:
    ref = world.finalised()
    lost = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")
    fault = Fault(failure=lost, matches=lambda write: write.kind is EntityKind.INVOICE)
    world.quickbooks.faults.append(fault)
    world.tell(ref)
    world.tell(ref)
    assert "may still be at work" in world.outcome(ref).explanation
    assert world.quickbooks.calls["find_written"] == 0
    world.clock.advance(LEASE)
    world.tell(ref)
    assert world.quickbooks.calls["find_written"] == 1
    assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.parametrize(("code", "made"), [("10000", True), ("", False)])
def test_a_fault_that_was_answered_is_not_asked_for_again(world: World, code: str, *, made: bool) -> None:
    """A vendor may repeat its answer for the same key, so the next try has another, and need not wait for a lease.

    A request without an answer may still be under way with its key.
    """
    keys: list[str] = []

    def is_repeated(write: Write) -> bool:
        keys.extend([write.key] if write.kind is EntityKind.INVOICE else [])
        return keys[:1] == [write.key]

    fault = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="an application error", code=code)
    world.quickbooks.faults.append(Fault(failure=fault, matches=is_repeated, times=10))
    ref = world.finalised()
    world.tell(ref)
    world.tell(ref)
    assert len(keys) == (2 if made else 1)
    world.clock.advance(LEASE)
    world.tell(ref)
    assert (world.status(ref) is OutcomeStatus.IN_SYNC, len(set(keys)) == 2) == (made, made)


def test_a_record_that_is_gone_waits_no_longer(world: World) -> None:
    ref = world.finalised()
    world.hubspot.dead = BUSY
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.WAITING
    world.hubspot.dead = None
    world.hubspot.delete(ref)
    world.settle()
    assert world.status(ref) is OutcomeStatus.EXCLUDED


def test_how_long_a_record_waits_is_kept_from_try_to_try(world: World) -> None:
    ref = world.finalised()
    world.quickbooks.dead = BUSY
    world.tell(ref)
    began = world.outcome(ref).at
    for _ in range(3):
        world.clock.advance(timedelta(hours=1))
        world.tell(ref)
        assert world.outcome(ref).waiting_since == began
    world.quickbooks.dead = None
    world.settle(timedelta(minutes=30))
    assert world.outcome(ref).waiting_since is None


def test_35_a_look_that_found_nothing_is_not_gone_behind_again(world: World) -> None:
    """An invoice that stays refused for months is looked for among what was made since its last try, not since its first."""
    refused = Failure(category=ErrorCategory.BOOKS_CLOSED, cure=Cure.PERSON, text="closed")
    world.quickbooks.faults.append(Fault(failure=refused, matches=lambda write: write.kind is EntityKind.INVOICE, times=9))
    ref = world.finalised()
    world.tell(ref)
    for _ in range(3):
        world.clock.advance(timedelta(days=30))
        world.tell(ref)
        assert world.link(ref).reserved_at == world.clock()


def test_what_an_odd_record_left_is_its_own_trouble_only(world: World) -> None:
    """Both creates were carried out and not answered; one of the records cannot be understood when it is looked for."""
    odd, good = world.finalised(), world.finalised()
    lost = replace(BUSY, cure=Cure.LOOKING, code="")
    world.quickbooks.faults.append(
        Fault(failure=lost, matches=lambda write: write.kind is EntityKind.INVOICE, happens=True, times=2)
    )
    world.tell(odd, good)
    world.quickbooks.odd[odd] = replace(BUSY, vendor_text="TotalAmt of invoice 7: much")
    world.clock.advance(LEASE)
    world.tell(odd, good)
    assert (world.status(odd), world.status(good)) == (OutcomeStatus.WAITING, OutcomeStatus.IN_SYNC)
    assert "TotalAmt" in world.outcome(odd).vendor_text
    world.quickbooks.odd.clear()
    world.settle()
    assert_true(world)


@pytest.mark.parametrize(("ended", "happens"), [(True, False), (True, True), (False, False)])
def test_a_create_that_ended_in_a_fault_is_looked_for_and_made_at_once(world: World, *, ended: bool, happens: bool) -> None:
    """One that a gateway gave up may still be carried out: it is looked for later, when that is over."""
    ref = world.finalised()
    fault = replace(BUSY, cure=Cure.LOOKING, code="10000", ended=ended)
    world.quickbooks.faults.append(
        Fault(failure=fault, matches=lambda write: write.kind is EntityKind.INVOICE, happens=happens)
    )
    world.tell(ref)
    assert world.status(ref) is (OutcomeStatus.IN_SYNC if ended else OutcomeStatus.WAITING)
    world.settle()
    assert_true(world)
