"""A worker may be killed after any effect - a record written, a link, an outcome or a message stored - and nothing is lost,
nothing doubled, and no person needed: its message comes again, and the next worker finishes what it finds.

Every point of every scenario is tried: with vendors that replay the answer to a repeated key and with vendors that do not,
with the lease still running when the message comes again, and with everything that polling tells afterwards.
"""

from datetime import timedelta

import pytest

from tests.fake_ledger import WorkerKilledError
from tests.unit.engine.books import assert_ledgers_agree, assert_true
from tests.unit.engine.connected import LEASE
from tests.unit.engine.scenarios import SCENARIOS, Scenario, effects_of
from tests.unit.engine.world import World

_SOON = timedelta(seconds=10)


POINTS = {scenario: effects_of(scenario) for scenario in SCENARIOS}
KILLS = [
    pytest.param(scenario, point, id=f"{scenario.__name__}-{point}-of-{points}")
    for scenario, points in POINTS.items()
    for point in range(1, points + 1)
]


def test_there_is_something_to_kill() -> None:
    assert all(points > 2 for points in POINTS.values())
    assert len(KILLS) > 100


@pytest.mark.parametrize("scenario", [pytest.param(one, id=one.__name__) for one in SCENARIOS])
def test_undisturbed(scenario: Scenario) -> None:
    world = World()
    world.tell(*scenario(world))
    world.settle()
    assert_true(world)


@pytest.mark.feature("X3")
@pytest.mark.parametrize("replays", [pytest.param(True, id="replays"), pytest.param(False, id="forgets")])
@pytest.mark.parametrize(("scenario", "point"), KILLS)
def test_killed(scenario: Scenario, point: int, *, replays: bool) -> None:
    world = World()
    world.hubspot.replays = world.quickbooks.replays = replays
    batches = world.batches(*scenario(world))
    world.effects.done, world.effects.chosen = 0, point
    with pytest.raises(WorkerKilledError):
        world.work(batches)
    world.effects.chosen = None
    for pause in (_SOON, LEASE, LEASE):  # the queue gives the message again, until it is dealt with
        world.clock.advance(pause)
        world.work(batches)
        world.work(world.queue.take())
    assert_ledgers_agree(world)
    world.settle()
    assert_true(world)
