"""Workers stop in time and give back what they did not do; one that fails or dies holds nobody back for long."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

import pytest

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.write import Write
from counterfoil.engine.shift import HOLD, PATIENCE, pause_before
from counterfoil.engine.slices import LARGEST_SLICE
from counterfoil.engine.work import MOST_CONTINUED, ODD_TRIES, Handled
from tests.builders import a_connection, hubspot
from tests.fake_systems import Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.killable import KillableConnectionStore
from tests.unit.engine.line import Line
from tests.unit.engine.world import LEASE, World

INVOICE = EntityKind.INVOICE


def moved(line: Line, refs: Sequence[RecordRef]) -> None:
    """A webhook's hints are in the queue."""
    line.world.clock.advance(timedelta(seconds=1))
    line.queue.send(line.world.batches(*refs))


def statuses(world: World, refs: Sequence[RecordRef]) -> set[OutcomeStatus | None]:
    return {world.status(ref) for ref in refs}


@pytest.mark.parametrize(("seconds", "time_out"), [(3.0, 20), (25.0, 300)])
def test_a_slow_quickbooks_costs_the_time_of_its_calls_and_no_more(world: World, seconds: float, time_out: int) -> None:
    line = Line(world, seconds=seconds, time_out=timedelta(seconds=time_out))
    contact = world.contact()
    refs = [world.finalised(customer=contact) for _ in range(75)]
    world.quickbooks.calls.clear()
    moved(line, refs)

    took = line.drain()

    assert statuses(world, refs) == {OutcomeStatus.IN_SYNC}
    assert len(world.quickbooks.every(INVOICE)) == 75
    assert (line.deaths, line.queue.most_receives) == (0, 1)
    assert took <= timedelta(seconds=world.quickbooks.calls.total() * seconds)
    assert_true(world)


def test_what_does_not_fit_into_the_time_is_tried_in_smaller_slices(world: World) -> None:
    """So many calls for one slice that the first worker dies; what it did is done, and the others need less."""
    line = Line(world, seconds=6, time_out=timedelta(seconds=20))
    refs = [world.finalised() for _ in range(60)]
    moved(line, refs)

    line.drain()
    world.settle()

    assert line.deaths
    assert statuses(world, refs) == {OutcomeStatus.IN_SYNC}
    assert line.queue.most_receives < 5
    assert_true(world)


def test_a_dead_worker_holds_its_company_back_for_a_minute(world: World) -> None:
    line = Line(world, seconds=20)
    moved(line, [world.finalised()])
    line.drain()
    first = [world.finalised() for _ in range(40)]
    moved(line, first)
    line.dies_at = 3
    line.invoke()
    assert line.deaths == 1
    second = world.finalised()
    moved(line, [second])
    died_at = world.clock()

    assert not line.invoke()
    world.clock.advance(HOLD)
    line.seconds = 0.05
    line.drain()

    assert world.status(second) is OutcomeStatus.IN_SYNC
    assert world.clock() - died_at < HOLD + timedelta(seconds=5)
    world.clock.advance(LEASE)
    world.settle()
    assert statuses(world, first) == {OutcomeStatus.IN_SYNC}
    assert_true(world)


@pytest.mark.parametrize("seconds", [3.0, 35.0])
def test_a_live_worker_never_loses_its_messages_in_the_middle_of_a_call(world: World, seconds: float) -> None:
    line = Line(world, seconds=seconds, time_out=timedelta(minutes=15))
    contact = world.contact()
    moved(line, [world.finalised(customer=contact) for _ in range(40)])
    clock, stolen = world.clock, list[object]()

    def watch() -> None:
        calling()
        stolen.extend(message for message in line.queue.messages if message.receives and message.visible_at <= clock())

    calling = world.quickbooks.on_call
    world.quickbooks.on_call = watch
    line.drain()

    assert (stolen, line.deaths, line.queue.most_receives) == ([], 0, 1)


class Unreliable(KillableConnectionStore):
    """Cannot be read for as many times as `fails`."""

    fails = 0

    def get(self, connection_id: str) -> Connection:
        self.fails -= 1
        if self.fails >= 0:
            raise OSError(connection_id)
        return super().get(connection_id)


def test_a_raised_error_holds_its_company_back_for_seconds_and_longer_only_while_it_lasts(world: World) -> None:
    line, ref = Line(world), world.finalised()
    unreliable = Unreliable(world.effects)
    unreliable.save(replace(world.connection, revision=0))
    moved(line, [ref])
    began, waits = world.clock(), []
    unreliable.fails = 8
    worker = replace(line.worker, connections=unreliable)

    while line.queue.messages:
        failed_at = world.clock()
        line.invoke(worker)
        if line.queue.messages:
            world.clock.now = line.queue.messages[0].visible_at
            waits.append((world.clock() - failed_at).total_seconds())

    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
    assert world.clock() - began < timedelta(minutes=5)
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert [type(one.error) for one in line.ended] == [OSError] * 8 + [type(None)]


def test_one_odd_record_among_good_ones_is_its_own_trouble(world: World) -> None:
    refs = [world.finalised() for _ in range(6)]
    odd = refs[3]

    def stumbles(write: Write) -> bool:
        if write.source == odd:
            raise OverflowError("date value out of range: 9999-12-31")
        return False

    nothing = Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text="never")
    world.quickbooks.faults.append(Fault(failure=nothing, matches=stumbles))
    line = Line(world)
    moved(line, refs)

    line.drain()

    assert statuses(world, [ref for ref in refs if ref != odd]) == {OutcomeStatus.IN_SYNC}
    outcome = world.outcome(odd)
    assert (outcome.status, outcome.category) == (OutcomeStatus.WAITING, ErrorCategory.UNEXPECTED)
    assert "OverflowError" in outcome.vendor_text
    assert "9999" not in outcome.vendor_text
    (ended,) = line.ended
    assert [(ref, type(error)) for ref, error in ended.handled.odd] == [(odd, OverflowError)]
    assert line.queue.most_receives == 1
    assert len(world.quickbooks.every(INVOICE)) == 5

    world.quickbooks.faults.clear()
    moved(line, [odd])
    line.drain()
    assert world.status(odd) is OutcomeStatus.IN_SYNC
    assert len(world.quickbooks.every(INVOICE)) == 6


def test_an_odd_record_is_reported_once_however_often_it_is_hinted_at(world: World) -> None:
    odd = world.finalised()

    def stumbles(_: Write) -> bool:
        raise KeyError

    nothing = Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text="never")
    world.quickbooks.faults.append(Fault(failure=nothing, matches=stumbles))
    for _ in range(ODD_TRIES):
        world.tell(odd)
        assert world.status(odd) is OutcomeStatus.WAITING
        world.clock.now = world.outcome(odd).retry_at or world.clock.now
    for _ in range(3):
        world.tell(odd)
    told = [one for one in world.outcomes.every if one.ref == odd]
    assert [one.status for one in told] == [OutcomeStatus.WAITING] * ODD_TRIES + [OutcomeStatus.FAILING]


def test_a_record_that_raised_once_is_carried_by_itself(world: World) -> None:
    odd, raised = world.finalised(), count()

    def stumbles(_: Write) -> bool:
        if next(raised) == 0:
            raise KeyError
        return False

    nothing = Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text="never")
    world.quickbooks.faults.append(Fault(failure=nothing, matches=stumbles))
    world.tell(odd)
    world.settle()
    assert world.status(odd) is OutcomeStatus.IN_SYNC
    assert OutcomeStatus.FAILING not in {one.status for one in world.outcomes.every}


def test_trouble_of_our_own_is_never_a_records(world: World) -> None:
    """The queue refuses what follows from the first slice: nothing is lost, and nobody is told of a defect."""
    line = Line(world)
    refs = [world.finalised() for _ in range(LARGEST_SLICE + 1)]
    moved(line, refs)
    line.queue.broken = True
    world.quickbooks.on_call = lambda: setattr(line.queue, "broken", True)
    line.invoke()
    assert OutcomeStatus.FAILING not in statuses(world, refs)
    line.queue.broken = False
    world.quickbooks.on_call = lambda: None
    line.drain()
    assert statuses(world, refs) == {OutcomeStatus.IN_SYNC}


@dataclass
class Passing:
    """Fails on the chosen call, as a table that has no time for it."""

    chosen: int
    calls: int = 0

    def __call__(self) -> None:
        self.calls += 1
        if self.calls == self.chosen:
            raise TimeoutError


def test_passing_trouble_after_some_work_gives_back_the_rest_only(world: World) -> None:
    line = Line(world)
    refs = [world.finalised() for _ in range(2 * LARGEST_SLICE)]
    moved(line, refs)
    world.quickbooks.on_call = Passing(chosen=8)
    worker = replace(line.worker, is_passing=lambda error: isinstance(error, TimeoutError))

    line.invoke(worker)

    (ended,) = line.ended
    assert (ended.handled.done, ended.handled.given_back, ended.error) == (LARGEST_SLICE, LARGEST_SLICE, None)
    line.drain()
    assert statuses(world, refs) == {OutcomeStatus.IN_SYNC}
    assert line.queue.most_receives == 1


def test_a_worker_that_dies_after_giving_back_doubles_nothing(world: World) -> None:
    """Both the messages and what was given back are worked through."""
    line, contact = Line(world, seconds=35), world.contact()
    refs = [world.finalised(customer=contact) for _ in range(60)]
    moved(line, refs)
    before = list(line.queue.messages)
    line.invoke()
    given_back = [message for message in line.queue.messages if message not in before]
    assert given_back
    for message in before:
        message.visible_at = world.clock()
    line.queue.messages[:0] = before

    line.drain()

    assert statuses(world, refs) == {OutcomeStatus.IN_SYNC}
    assert len(world.quickbooks.every(INVOICE)) == 60
    assert_true(world)


def test_nobody_waits_for_long_behind_a_slow_company(world: World) -> None:
    other = World(a_connection(id="other", portal_id="62516", realm_id="9131"), beside=world)
    line = Line(world, seconds=25, mixed=True)
    slow, quick = [world.finalised() for _ in range(90)], other.finalised()
    moved(line, slow)
    line.queue.send(other.batches(quick))
    began = world.clock()

    line.invoke()

    (message,) = [one for one in line.queue.messages if one.batch.connection_id == other.id]
    assert (message.batch.continued, message.receives) == (1, 0)
    assert message.visible_at - began < PATIENCE + timedelta(seconds=25)


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
    assert sizes == [30, 15, 7, 3, 1, 1]


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
