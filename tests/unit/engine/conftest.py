"""What most tests of the engine begin with."""

from dataclasses import replace

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.rules import Direction
from tests.builders import a_rule
from tests.unit.engine.world import World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def invoice(world: World) -> RecordRef:
    """A linked HubSpot invoice of 100.00."""
    ref = world.finalised()
    world.tell(ref)
    world.settle()
    return ref


@pytest.fixture
def carrying(world: World) -> World:
    """The connection carries products both ways."""
    rules = {**world.connection.rules, EntityKind.PRODUCT: a_rule(EntityKind.PRODUCT, Direction.BOTH)}
    world.connections.save(replace(world.connection, rules=rules))
    return world
