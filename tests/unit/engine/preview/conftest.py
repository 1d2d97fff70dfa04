"""A connection that waits for its first plan."""

import pytest

from counterfoil.domain.connection import ConnectionState
from tests.builders import a_connection
from tests.unit.engine.world import World


@pytest.fixture
def world() -> World:
    """A connection that waits for its first plan."""
    return World(a_connection(state=ConnectionState.PLANNED))
