"""A create that fails several times in a row: each try costs a bounded time, counts once, and nothing is made twice."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.write import Write
from tests.fake_systems import Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.connected import LEASE
from tests.unit.engine.world import World

LOST = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")
ANSWERED = replace(LOST, code="500", ended=True)
GIVEN_UP = replace(LOST, code="504")
LONGEST_PAUSE = timedelta(minutes=4)
CALL_UP = timedelta(seconds=10)

in_vain = pytest.mark.parametrize("times", range(1, 5))


@dataclass(slots=True)
class InVain:
    """QuickBooks' creates of an invoice fail so many times in a row; `carried_out` says that it is made all the same.

    `tried_at` are the moments at which an invoice was sent and refused, `counted` the tries that its outcomes told of.
    """

    world: World
    failure: Failure
    times: int
    carried_out: bool = False
    tried_at: list[datetime] = field(default_factory=list)
    counted: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        fault = Fault(failure=self.failure, matches=self._is_tried, happens=self.carried_out, times=self.times)
        self.world.quickbooks.faults.append(fault)

    def heals(self) -> timedelta:
        """How long an invoice waits until it is in sync, called up whenever it is due."""
        ref = self.world.finalised()
        self.world.tell(ref)
        began = self.world.clock()
        self._note(ref)
        while self.world.status(ref) is OutcomeStatus.WAITING:
            self.world.clock.advance(CALL_UP)
            self.world.rounds.call_up()
            self.world.work(self.world.queue.take())
            self._note(ref)
        assert self.world.status(ref) is OutcomeStatus.IN_SYNC
        assert len(self.world.quickbooks.every(EntityKind.INVOICE)) == 1
        assert_true(self.world)
        return self.world.clock() - began

    def _is_tried(self, write: Write) -> bool:
        is_invoice = write.kind is EntityKind.INVOICE
        self.tried_at += [self.world.clock()] * is_invoice
        return is_invoice

    def _note(self, ref: RecordRef) -> None:
        attempts = self.world.outcome(ref).attempts
        self.counted += [attempts] if attempts not in {0, *self.counted} else []


@in_vain
def test_32_each_create_whose_answer_is_lost_costs_one_lease(world: World, times: int) -> None:
    """It may be under way for as long; what looks for it meanwhile neither counts nor makes the next pause longer."""
    trouble = InVain(world, LOST, times)
    assert trouble.heals() == times * LEASE
    assert trouble.counted == list(range(1, times + 1))


@in_vain
def test_32_one_that_was_made_is_found_after_one_lease(world: World, times: int) -> None:
    trouble = InVain(world, LOST, times, carried_out=True)
    assert trouble.heals() == LEASE
    assert (len(trouble.tried_at), trouble.counted) == (1, [1])


@in_vain
def test_32_creates_answered_with_a_fault_are_tried_at_once_and_then_within_a_minute(world: World, times: int) -> None:
    """A worker tries three times; four are a second worker's."""
    trouble = InVain(world, ANSWERED, times)
    assert trouble.heals() <= timedelta(minutes=1)
    assert len(trouble.tried_at) == times
    assert trouble.counted in ([], [1])


@in_vain
def test_32_creates_that_a_gateway_gave_up_cost_the_longest_pause_each_at_most(world: World, times: int) -> None:
    trouble = InVain(world, GIVEN_UP, times)
    assert trouble.heals() <= times * LONGEST_PAUSE
    assert trouble.counted == list(range(1, times + 1))
