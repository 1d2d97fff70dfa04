"""What most tests of the engine begin with."""

import pytest

from counterfoil.domain.identity import RecordRef
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
