"""Whatever single write or call goes wrong for a while, waiting and looking set it right: nothing lost, nothing doubled.

Every write of every scenario is tried with an answer that never came - carried out or not -, with a vendor that asks to
wait, and with a record that moved on; and every call of every scenario with a vendor that does not answer it.
"""

from collections.abc import Callable
from itertools import count

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.write import Write
from tests.fake_systems import FakeSystem, Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.scenarios import SCENARIOS, Scenario
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


WRITES = [
    pytest.param(scenario, number, id=f"{scenario.__name__}-{number}-of-{writes}")
    for scenario in SCENARIOS
    for writes in [_writes_of(scenario)]
    for number in range(1, writes + 1)
]
CALLS = [
    pytest.param(scenario, system, number, id=f"{scenario.__name__}-{system}-{number}")
    for scenario in SCENARIOS
    for system, number in _calls_of(scenario)
]


@pytest.mark.feature("X3")
@pytest.mark.parametrize("fault", [pytest.param(fault, id=name) for name, fault in FAULTS.items()])
@pytest.mark.parametrize("replays", [pytest.param(True, id="replays"), pytest.param(False, id="forgets")])
@pytest.mark.parametrize(("scenario", "number"), WRITES)
def test_one_write_goes_wrong(scenario: Scenario, number: int, fault: tuple[Cure, bool], *, replays: bool) -> None:
    numbers = count(1)

    def disturb(world: World) -> None:
        world.hubspot.replays = world.quickbooks.replays = replays
        _watch(world, lambda _write: next(numbers) == number, fault)

    assert_true(_played(scenario, disturb))


@pytest.mark.feature("X3")
@pytest.mark.parametrize(("scenario", "system", "number"), CALLS)
def test_one_call_is_not_answered(scenario: Scenario, system: str, number: int) -> None:
    def disturb(world: World) -> None:
        asked: FakeSystem = world.hubspot if system == world.hubspot.system else world.quickbooks
        asked.unanswered.add(number)

    assert_true(_played(scenario, disturb))
