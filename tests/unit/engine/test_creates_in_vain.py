"""A create that fails several times in a row: each try costs a bounded time, counts once, and nothing is made twice."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import product

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.write import Write
from tests.builders import a_payment
from tests.fake_systems import Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.connected import LEASE
from tests.unit.engine.world import World

LOST = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")
ANSWERED = replace(LOST, code="500", ended=True)
GIVEN_UP = replace(LOST, code="504")
LONGEST_PAUSE = timedelta(minutes=4)
CALL_UP = timedelta(seconds=10)

in_vain = pytest.mark.parametrize(("system", "times"), list(product(System, range(1, 5))))
"""One to four creates in a row, at either vendor."""


@dataclass(slots=True)
class InVain:
    """Creates at one of the vendors fail so many times in a row; `carried_out` says that the record is made all the same.

    A finalised invoice of HubSpot's is made in QuickBooks, a payment of QuickBooks' in HubSpot. `tried_at` are the moments
    at which it was sent in vain, `counted` the tries that its outcomes told of.
    """

    world: World
    system: System
    failure: Failure
    times: int
    carried_out: bool = False
    tried_at: list[datetime] = field(default_factory=list)
    counted: list[int] = field(default_factory=list)
    ref: RecordRef = field(init=False)

    def __post_init__(self) -> None:
        self.ref = self.world.finalised() if self.system is System.QUICKBOOKS else self._paid()
        vendor = self.world.quickbooks if self.system is System.QUICKBOOKS else self.world.hubspot
        vendor.faults.append(Fault(failure=self.failure, matches=self._is_tried, happens=self.carried_out, times=self.times))

    def heals(self) -> timedelta:
        """How long the record waits until it is in sync, called up whenever it is due."""
        self.world.tell(self.ref)
        began = self.world.clock()
        self._note()
        while self.world.status(self.ref) is OutcomeStatus.WAITING:
            self.world.clock.advance(CALL_UP)
            self.world.rounds.call_up()
            self.world.work(self.world.queue.take())
            self._note()
        took = self.world.clock() - began
        self.world.settle()
        assert_true(self.world)
        return took

    def _paid(self) -> RecordRef:
        """One of 100.00 on an invoice that is linked."""
        invoice = self.world.finalised()
        self.world.tell(invoice)
        twin = self.world.twin(invoice)
        payment = self.world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=twin))
        return replace(payment, part=twin.id)

    def _is_tried(self, write: Write) -> bool:
        is_it = write.kind is self.ref.kind
        self.tried_at += [self.world.clock()] * is_it
        return is_it

    def _note(self) -> None:
        attempts = self.world.outcome(self.ref).attempts
        self.counted += [attempts] if attempts not in {0, *self.counted} else []


@in_vain
def test_32_each_create_whose_answer_is_lost_costs_one_lease(world: World, system: System, times: int) -> None:
    """It may be under way for as long; what looks for it meanwhile neither counts nor makes the next pause longer."""
    trouble = InVain(world, system, LOST, times)
    assert trouble.heals() == times * LEASE
    assert trouble.counted == list(range(1, times + 1))


@in_vain
def test_32_one_that_was_made_is_found_after_one_lease(world: World, system: System, times: int) -> None:
    trouble = InVain(world, system, LOST, times, carried_out=True)
    assert trouble.heals() == LEASE
    assert (len(trouble.tried_at), trouble.counted) == (1, [1])


@in_vain
def test_32_creates_answered_with_a_fault_are_tried_at_once_and_then_within_a_minute(
    world: World, system: System, times: int
) -> None:
    """A worker tries three times; four are a second worker's."""
    trouble = InVain(world, system, ANSWERED, times)
    assert trouble.heals() <= timedelta(minutes=1)
    assert len(trouble.tried_at) == times
    assert trouble.counted in ([], [1])


@in_vain
def test_32_creates_that_a_gateway_gave_up_cost_the_longest_pause_each_at_most(
    world: World, system: System, times: int
) -> None:
    trouble = InVain(world, system, GIVEN_UP, times)
    assert trouble.heals() <= times * LONGEST_PAUSE
    assert trouble.counted == list(range(1, times + 1))
