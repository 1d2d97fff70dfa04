"""Polling finds whatever no webhook told, and loses nothing when a step fails."""

from datetime import timedelta

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.ports import QueueError
from tests.builders import a_payment
from tests.unit.engine.books import assert_true
from tests.unit.engine.world import World

BUSY = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="throttled")


def cursor(world: World, system: System) -> str:
    return world.cursors.get(world.id, f"poll:{system}")


@pytest.mark.feature("O4")
def test_everything_arrives_although_every_webhook_is_lost(world: World) -> None:
    ref = world.finalised()
    world.settle()
    world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=world.twin(ref)))
    world.settle()
    assert_true(world)


def test_a_new_connection_begins_with_the_present() -> None:
    world = World()
    assert cursor(world, System.HUBSPOT)
    assert world.poller.poll().enqueued == 0


def test_a_cursor_moves_only_after_enqueueing(world: World) -> None:
    world.finalised()
    before = cursor(world, System.HUBSPOT)
    world.queue.broken = True
    world.clock.advance(timedelta(minutes=1))
    with pytest.raises(QueueError):
        world.poller.poll()
    assert cursor(world, System.HUBSPOT) == before
    world.queue.broken = False
    world.settle()
    assert_true(world)


def test_a_vendor_that_cannot_be_asked_holds_back_only_itself(world: World) -> None:
    ref = world.finalised()
    before = cursor(world, System.HUBSPOT), cursor(world, System.QUICKBOOKS)
    world.clock.advance(timedelta(minutes=1))
    world.quickbooks.dead = BUSY
    polled = world.poller.poll()
    assert polled.failures == [(world.id, BUSY)]
    assert polled.enqueued == 2  # the contact and the invoice
    assert cursor(world, System.HUBSPOT) != before[0]
    assert cursor(world, System.QUICKBOOKS) == before[1]
    world.quickbooks.dead = None
    world.settle()
    assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("I5")
def test_a_deletion_in_quickbooks_is_noticed(world: World) -> None:
    ref = world.finalised()
    world.settle()
    world.quickbooks.delete(world.twin(ref))
    world.settle()
    assert world.outcome(ref).category == "E14"
    assert world.link(ref).state is LinkState.CLOSED


def test_what_a_poll_had_no_time_for_is_found_by_the_next() -> None:
    """Whatever the moment at which time is up, no record is left out, and none is reported twice."""
    for looks in range(1, 5):
        world = World()
        refs = {world.finalised() for _ in range(3)}
        world.clock.advance(timedelta(minutes=1))
        answers = iter([False] * looks)
        world.poller.poll(stop=lambda answers=answers: next(answers, True))  # type: ignore[misc]
        world.clock.advance(timedelta(minutes=1))
        world.poller.poll()
        told = [event.ref for batch in world.queue.take() for event in batch.events if event.ref.kind is EntityKind.INVOICE]
        assert (set(told), len(told)) == (refs, 3)
