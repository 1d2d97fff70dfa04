"""Polling and reconciliation find whatever no webhook told, and lose nothing when a step fails."""

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


@pytest.fixture
def world() -> World:
    return World()


def cursor(world: World, system: System) -> str:
    return world.cursors.get(world.id, f"poll:{system}")


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


def test_a_deletion_in_quickbooks_is_noticed(world: World) -> None:
    ref = world.finalised()
    world.settle()
    world.quickbooks.delete(world.twin(ref))
    world.settle()
    assert world.outcome(ref).category == "E14"
    assert world.link(ref).state is LinkState.CLOSED


def test_reconciling_finds_what_polling_missed(world: World) -> None:
    ref = world.finalised()
    world.settle()
    world.hubspot.edit(ref, memo="missed")
    paid = world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=world.twin(ref)))
    world.clock.advance(timedelta(minutes=1))
    world.poller.poll()
    world.queue.take()  # the messages are lost
    done = world.reconciler.reconcile()
    assert done.enqueued == 3  # the invoice on both sides, the payment
    world.settle()
    assert_true(world)
    assert world.status(world.links.find(world.id, [paid])[paid][0].source_ref) is OutcomeStatus.IN_SYNC


def test_reconciling_what_agrees_enqueues_nothing(world: World) -> None:
    for _ in range(3):
        world.finalised()
    world.settle()
    assert world.reconciler.reconcile().enqueued == 0
    assert world.reconciler.reconcile().enqueued == 0


def test_reconciling_walks_on_where_it_stopped(world: World) -> None:
    for _ in range(250):
        world.hubspot.put(EntityKind.INVOICE, world.invoice(world.finalised(customer=None)))
    reconciler = world.reconciler
    small = type(reconciler)(
        connections=world.connections,
        open_systems=reconciler.open_systems,
        links=world.links,
        cursors=world.cursors,
        queue=world.queue,
        clock=world.clock,
        pages=2,
    )
    assert [small.reconcile().enqueued for _ in range(3)] == [200, 200, 100]
    told = [event.ref for batch in world.queue.take() for event in batch.events]
    assert len(set(told)) == len(told) == 500
    assert small.reconcile().enqueued == 200  # from the beginning


def test_reconciling_goes_on_past_a_vendor_that_does_not_answer(world: World) -> None:
    world.quickbooks.dead = BUSY
    world.finalised()
    done = world.reconciler.reconcile()
    assert done.enqueued == 1
    assert done.failures == [(world.id, BUSY)] * 2
