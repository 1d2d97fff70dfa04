"""Workers stop in time, and one that dies holds nobody back for long."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.work.pauses import pause_before
from counterfoil.engine.work.shift import HOLD
from tests.unit.engine.books import assert_true
from tests.unit.engine.connected import LEASE
from tests.unit.engine.line import Line
from tests.unit.engine.world import World

INVOICE = EntityKind.INVOICE


@pytest.mark.parametrize(("seconds", "time_out"), [(3.0, 20), (25.0, 300)])
def test_a_slow_quickbooks_costs_the_time_of_its_calls_and_no_more(world: World, seconds: float, time_out: int) -> None:
    line = Line(world, seconds=seconds, time_out=timedelta(seconds=time_out))
    contact = world.contact()
    refs = [world.finalised(customer=contact) for _ in range(75)]
    world.quickbooks.calls.clear()
    line.moved(refs)

    took = line.drain()

    assert line.statuses(refs) == {OutcomeStatus.IN_SYNC}
    assert len(world.quickbooks.every(INVOICE)) == 75
    assert (line.deaths, line.queue.most_receives) == (0, 1)
    assert took <= timedelta(seconds=world.quickbooks.calls.total() * seconds)
    assert_true(world)


def test_what_does_not_fit_into_the_time_is_tried_in_smaller_slices(world: World) -> None:
    """So many calls for one slice that the first worker dies; what it did is done, and the others need less."""
    line = Line(world, seconds=6, time_out=timedelta(seconds=20))
    refs = [world.finalised() for _ in range(60)]
    line.moved(refs)

    line.drain()
    world.settle()

    assert line.deaths
    assert line.statuses(refs) == {OutcomeStatus.IN_SYNC}
    assert line.queue.most_receives < 5
    assert_true(world)


def test_a_dead_worker_holds_its_company_back_for_a_minute(world: World) -> None:
    line = Line(world, seconds=20)
    line.moved([world.finalised()])
    line.drain()
    first = [world.finalised() for _ in range(40)]
    line.moved(first)
    line.dies_at = 3
    line.invoke()
    assert line.deaths == 1
    second = world.finalised()
    line.moved([second])
    died_at = world.clock()

    assert not line.invoke()
    world.clock.advance(HOLD)
    line.seconds = 0.05
    line.drain()

    assert world.status(second) is OutcomeStatus.IN_SYNC
    assert world.clock() - died_at < HOLD + timedelta(seconds=5)
    world.clock.advance(LEASE)
    world.settle()
    assert line.statuses(first) == {OutcomeStatus.IN_SYNC}
    assert_true(world)


@pytest.mark.parametrize("seconds", [3.0, 35.0])
def test_a_live_worker_never_loses_its_messages_in_the_middle_of_a_call(world: World, seconds: float) -> None:
    line = Line(world, seconds=seconds, time_out=timedelta(minutes=15))
    contact = world.contact()
    line.moved([world.finalised(customer=contact) for _ in range(40)])
    clock, stolen = world.clock, list[object]()

    def watch() -> None:
        calling()
        stolen.extend(message for message in line.queue.messages if message.receives and message.visible_at <= clock())

    calling = world.quickbooks.on_call
    world.quickbooks.on_call = watch
    line.drain()

    assert (stolen, line.deaths, line.queue.most_receives) == ([], 0, 1)


def test_pauses_grow_to_a_minute() -> None:
    assert [pause_before(receives).total_seconds() for receives in (1, 2, 5, 6, 50)] == [2, 4, 32, 60, 60]


def test_paused_by_a_person_it_waits_in_its_own_words(world: World) -> None:
    ref = world.finalised()
    world.connections.save(replace(world.connection, state=ConnectionState.PAUSED))
    for _ in range(3):
        world.tell(ref)
    outcome = world.outcome(ref)
    assert (outcome.status, outcome.category) == (OutcomeStatus.WAITING, ErrorCategory.SWITCHED_OFF)
    assert "vendor" not in f"{outcome.cause} {outcome.explanation}"
    assert len([one for one in world.outcomes.every if one.ref == ref]) == 1
    world.connections.save(replace(world.connection, state=ConnectionState.ACTIVE))
    world.clock.advance(timedelta(minutes=5))
    world.settle()
    assert world.status(ref) is OutcomeStatus.IN_SYNC
