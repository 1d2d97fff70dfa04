"""Two workers at once: after any effect of one, another does all its work before the first goes on. Nothing is doubled.

The other worker has the same message (the queue gave it twice), or everything that both vendors would tell by then.
"""

from collections.abc import Callable, Sequence

import pytest

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM
from tests.unit.engine.books import assert_true
from tests.unit.engine.scenarios import REPLAYS_OR_FORGETS, SCENARIOS, Scenario, effects_of
from tests.unit.engine.world import World

Told = Callable[[World, Sequence[RecordRef]], Sequence[RecordRef]]


def the_same(_world: World, refs: Sequence[RecordRef]) -> Sequence[RecordRef]:
    return refs


def everything(world: World, _refs: Sequence[RecordRef]) -> Sequence[RecordRef]:
    return [*world.quickbooks.records, *world.hubspot.records]


def held(world: World) -> list[RecordRef]:
    """The records whose creates may still be under way."""
    known = [*world.hubspot.records, *world.quickbooks.records, CUSTOM_LINE_ITEM]
    return [link.source_ref for links in world.links.find(world.id, known).values() for link in links if link.lease_until]


@pytest.mark.feature("X3")
@pytest.mark.parametrize("told", [the_same, everything])
@REPLAYS_OR_FORGETS
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_another_worker_in_between(subtests: pytest.Subtests, scenario: Scenario, told: Told, *, replays: bool) -> None:
    for point in range(1, effects_of(scenario) + 1):
        with subtests.test(point=point):
            world = World()
            world.hubspot.replays = world.quickbooks.replays = replays
            interrupted(world, scenario(world), point, told)
            assert held(world) == [], "whoever looks at what another worker makes leaves it to that one"
            world.settle()
            assert_true(world)


def interrupted(world: World, refs: Sequence[RecordRef], point: int, told: Told) -> None:
    """A worker does its work, and after so many of its effects another one does."""
    world.effects.done, world.effects.chosen = 0, point
    world.effects.then = lambda: world.tell(*told(world, refs))
    world.tell(*refs)
    assert world.effects.done >= point
