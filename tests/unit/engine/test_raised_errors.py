"""What raises an error is its own trouble: an odd record, or AWS for a while."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.write import Write
from counterfoil.engine.work.slices import LARGEST_SLICE
from counterfoil.engine.work.worker import ODD_TRIES
from tests.fake_systems import Fault
from tests.unit.engine.killable import KillableConnectionStore
from tests.unit.engine.line import Line
from tests.unit.engine.world import World

INVOICE = EntityKind.INVOICE


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
    line.moved([ref])
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
    line.moved(refs)

    line.drain()

    assert line.statuses([ref for ref in refs if ref != odd]) == {OutcomeStatus.IN_SYNC}
    outcome = world.outcome(odd)
    assert (outcome.status, outcome.category) == (OutcomeStatus.WAITING, ErrorCategory.UNEXPECTED)
    assert "OverflowError" in outcome.vendor_text
    assert "9999" not in outcome.vendor_text
    (ended,) = line.ended
    assert [(ref, type(error)) for ref, error in ended.handled.odd] == [(odd, OverflowError)]
    assert line.queue.most_receives == 1
    assert len(world.quickbooks.every(INVOICE)) == 5

    world.quickbooks.faults.clear()
    line.moved([odd])
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
    line.moved(refs)
    line.queue.broken = True
    world.quickbooks.on_call = lambda: setattr(line.queue, "broken", True)
    line.invoke()
    assert OutcomeStatus.FAILING not in line.statuses(refs)
    line.queue.broken = False
    world.quickbooks.on_call = lambda: None
    line.drain()
    assert line.statuses(refs) == {OutcomeStatus.IN_SYNC}


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
    line.moved(refs)
    world.quickbooks.on_call = Passing(chosen=8)
    worker = replace(line.worker, is_passing=lambda error: isinstance(error, TimeoutError))

    line.invoke(worker)

    (ended,) = line.ended
    assert (ended.handled.done, ended.handled.given_back, ended.error) == (LARGEST_SLICE, LARGEST_SLICE, None)
    line.drain()
    assert line.statuses(refs) == {OutcomeStatus.IN_SYNC}
    assert line.queue.most_receives == 1
