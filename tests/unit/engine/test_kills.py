"""A worker may be killed after any effect - a record written, a link, an outcome or a message stored - and nothing is lost,
nothing doubled, and no person needed: its message comes again, and the next worker finishes what it finds.

Every point of every scenario is tried: with vendors that replay the answer to a repeated key and with vendors that do not,
with the lease still running when the message comes again, and with everything that polling tells afterwards.
"""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from counterfoil.domain.change import ChangeBatch
from tests.fake_ledger import WorkerKilledError
from tests.unit.engine.books import assert_ledgers_agree, assert_true
from tests.unit.engine.connected import LEASE
from tests.unit.engine.scenarios import REPLAYS_OR_FORGETS, SCENARIOS, Scenario, effects_of
from tests.unit.engine.world import World

_SOON = timedelta(seconds=10)


def test_there_is_something_to_kill() -> None:
    points = [effects_of(scenario) for scenario in SCENARIOS]
    assert min(points) > 2
    assert sum(points) > 100


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_undisturbed(scenario: Scenario) -> None:
    world = World()
    world.tell(*scenario(world))
    world.settle()
    assert_true(world)


@pytest.mark.feature("X3")
@REPLAYS_OR_FORGETS
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_killed(subtests: pytest.Subtests, scenario: Scenario, *, replays: bool) -> None:
    for point in range(1, effects_of(scenario) + 1):
        with subtests.test(point=point):
            world = World()
            world.hubspot.replays = world.quickbooks.replays = replays
            killed(world, world.batches(*scenario(world)), point)
            assert_ledgers_agree(world)
            world.settle()
            assert_true(world)


def killed(world: World, batches: Sequence[ChangeBatch], point: int) -> None:
    """A worker dies after so many effects; the queue gives its messages again, until they are dealt with."""
    world.effects.done, world.effects.chosen = 0, point
    with pytest.raises(WorkerKilledError):
        world.work(batches)
    world.effects.chosen = None
    for pause in (_SOON, LEASE, LEASE):
        world.clock.advance(pause)
        world.work(batches)
        world.work(world.queue.take())
