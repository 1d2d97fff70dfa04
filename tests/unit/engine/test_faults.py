"""Whatever single write or call goes wrong for a while, waiting and looking set it right: nothing lost, nothing doubled.

Every write of every scenario is tried with an answer that never came - carried out or not -, with a vendor that asks to
wait, and with a record that moved on; and every call of every scenario with a vendor that does not answer it.
"""

from collections.abc import Callable
from functools import cache, partial
from itertools import count

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.write import Write
from tests.fake_systems import FakeSystem, Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.scenarios import REPLAYS_OR_FORGETS, SCENARIOS, Scenario
from tests.unit.engine.world import World


def _failure(cure: Cure) -> Failure:
    return Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=cure, text="no")


FAULTS: dict[str, tuple[Cure, bool]] = {
    "never-answered": (Cure.LOOKING, True),
    "never-arrived": (Cure.LOOKING, False),
    "throttled": (Cure.WAITING, False),
    "moved-on": (Cure.READING, False),
}


def _played(scenario: Scenario, disturb: Callable[[World], None]) -> World:
    """The scenario after a disturbance, played until all is quiet."""
    world = World()
    refs = scenario(world)
    disturb(world)
    world.tell(*refs)
    world.settle()
    return world


@cache
def _writes_of(scenario: Scenario) -> int:
    numbers = count()
    _played(scenario, lambda world: _watch(world, lambda _write: next(numbers) < 0))
    return next(numbers)


def _watch(world: World, matches: Callable[[Write], bool], fault: tuple[Cure, bool] = (Cure.WAITING, False)) -> None:
    for system in (world.hubspot, world.quickbooks):
        system.faults.append(Fault(failure=_failure(fault[0]), happens=fault[1], matches=matches))


def _calls_of(scenario: Scenario) -> list[tuple[str, int]]:
    """Every call of a scenario after its preparation: the system's name and the call's number."""
    before: dict[str, int] = {}

    def note(world: World) -> None:
        before.update({one.system: one.calls.total() for one in (world.hubspot, world.quickbooks)})

    world = _played(scenario, note)
    return [
        (one.system, number)
        for one in (world.hubspot, world.quickbooks)
        for number in range(before[one.system] + 1, one.calls.total() + 1)
    ]


@pytest.mark.feature("X3")
@pytest.mark.parametrize("fault", [pytest.param(fault, id=name) for name, fault in FAULTS.items()])
@REPLAYS_OR_FORGETS
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_one_write_goes_wrong(
    subtests: pytest.Subtests, scenario: Scenario, fault: tuple[Cure, bool], *, replays: bool
) -> None:
    for number in range(1, _writes_of(scenario) + 1):
        with subtests.test(write=number):
            assert_true(_played(scenario, partial(_disturb_write, number=number, fault=fault, replays=replays)))


def _disturb_write(world: World, *, number: int, fault: tuple[Cure, bool], replays: bool) -> None:
    numbers = count(1)
    world.hubspot.replays = world.quickbooks.replays = replays
    _watch(world, lambda _write: next(numbers) == number, fault)


@pytest.mark.feature("X3")
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_one_call_is_not_answered(subtests: pytest.Subtests, scenario: Scenario) -> None:
    for system, number in _calls_of(scenario):
        with subtests.test(system=system, call=number):
            assert_true(_played(scenario, partial(_disturb_call, system=system, number=number)))


def _disturb_call(world: World, *, system: str, number: int) -> None:
    asked: FakeSystem = world.hubspot if system == world.hubspot.system else world.quickbooks
    asked.unanswered.add(number)
