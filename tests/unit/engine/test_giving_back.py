"""What a worker has no time for goes back into the queue, and comes again soon, doubling nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.adapters.aws.queues import deduplication_id
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.work.shift import PATIENCE
from counterfoil.engine.work.slices import LARGEST_SLICE
from counterfoil.engine.work.worker import MOST_CONTINUED, Handled
from tests.builders import a_connection, hubspot
from tests.unit.engine.books import assert_true
from tests.unit.engine.line import Line
from tests.unit.engine.world import World

INVOICE = EntityKind.INVOICE


def test_a_worker_that_dies_after_giving_back_doubles_nothing(world: World) -> None:
    """Both the messages and what was given back are worked through."""
    line, contact = Line(world, seconds=35), world.contact()
    refs = [world.finalised(customer=contact) for _ in range(120)]
    line.moved(refs)
    before = list(line.queue.messages)
    line.invoke()
    given_back = [message for message in line.queue.messages if message not in before]
    assert given_back
    for message in before:
        message.visible_at = world.clock()
    line.queue.messages[:0] = before

    line.drain()

    assert line.statuses(refs) == {OutcomeStatus.IN_SYNC}
    assert len(world.quickbooks.every(INVOICE)) == 120
    assert_true(world)


@pytest.mark.parametrize("done", [0, 1], ids=["nothing was done", "others were done"])
def test_what_is_given_back_whole_is_no_message_that_the_queue_has_had_already(world: World, done: int) -> None:
    """Within five minutes SQS takes a message with a known deduplication id, and drops it."""
    refs = [world.finalised() for _ in range(3)]
    (batch,) = world.batches(*refs)
    known = {deduplication_id(batch)}
    for _ in range(3):
        world.worker.give_back(world.id, [batch], [refs], Handled(done=done))
        (batch,) = world.queue.take()
        assert deduplication_id(batch) not in known
        known.add(deduplication_id(batch))
    assert [event.ref for event in batch.events] == refs


def test_nobody_waits_for_long_behind_a_slow_company(world: World) -> None:
    other = World(a_connection(id="other", portal_id="62516", realm_id="9131"), beside=world)
    line = Line(world, seconds=25, mixed=True)
    line.moved([world.finalised() for _ in range(3)])
    line.queue.send(other.batches(*(other.finalised() for _ in range(4))))
    began = world.clock()

    line.invoke()

    (message,) = [one for one in line.queue.messages if one.batch.connection_id == other.id]
    assert (message.batch.continued, message.receives) == (1, 0)
    assert message.visible_at - began < PATIENCE + timedelta(seconds=25)


def test_nobody_waits_behind_a_company_with_more_to_do(world: World) -> None:
    line = Line(world, mixed=True)
    (many,) = world.batches(*(world.finalised() for _ in range(90)))
    (few,) = world.batches(world.finalised())
    line.queue.send([many, replace(few, connection_id="other")])

    line.invoke()

    assert [one.connection_id for one in line.ended] == ["other", world.id]


def test_who_was_given_back_most_often_comes_first(world: World) -> None:
    line = Line(world)
    (batch,) = world.batches(world.finalised())
    patient = replace(batch, connection_id="patient", continued=3)
    line.mixed = True
    line.queue.send([batch, patient])
    line.invoke()
    assert [one.connection_id for one in line.ended] == ["patient", world.id]


def test_given_back_too_often_it_waits_by_its_outcome(world: World) -> None:
    refs = [hubspot(INVOICE, str(number)) for number in range(3)]
    for continued, waits in ((MOST_CONTINUED - 1, False), (MOST_CONTINUED, True)):
        handled = Handled()
        batches = [replace(batch, continued=continued) for batch in world.batches(*refs)]
        world.worker.give_back(world.id, batches, [refs], handled)
        assert (handled.exhausted, handled.given_back) == ((3, 0) if waits else (0, 3))
        assert [batch.continued for batch in world.queue.take()] == ([] if waits else [MOST_CONTINUED])
        expected = {(OutcomeStatus.WAITING, ErrorCategory.READ_AGAIN)} if waits else set()
        assert {(one.status, one.category) for one in world.waiting()} == expected


def test_progress_makes_what_is_given_back_new(world: World) -> None:
    refs = [world.finalised() for _ in range(LARGEST_SLICE + 1)]
    batches = [replace(batch, continued=0) for batch in world.batches(*refs)]
    handled = world.worker.handle(world.id, batches, lambda: True)
    assert (handled.done, handled.given_back) == (LARGEST_SLICE, 1)
    assert [(batch.continued, len(batch.events)) for batch in world.queue.take() if batch.kind is INVOICE] == [(0, 1)]


def test_slices_shrink_with_every_try_in_vain(world: World) -> None:
    refs = [world.finalised() for _ in range(LARGEST_SLICE)]
    sizes = []
    for receives in range(1, 7):
        sizes.append(world.worker.handle(world.id, world.batches(*refs), lambda: True, receives).done)
        world.queue.take()
    assert sizes == [60, 30, 15, 7, 3, 1]
