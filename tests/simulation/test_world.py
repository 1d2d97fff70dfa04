"""What goes wrong by chance does go wrong."""

import pytest

from counterfoil.domain.identity import System
from tests.simulation.world import World

TOKENS = {System.HUBSPOT: "/oauth/2026-09/token", System.QUICKBOOKS: "/oauth2/v1/tokens/bearer"}


@pytest.mark.parametrize("system", System)
def test_two_workers_race_and_one_renews(system: System) -> None:
    world = World(1, parties=1)
    world.settle(reconcile=False)
    begin = len(world.house.trace)
    world.race_to_renew(world.parties[0], [system])
    world.drain()
    happened = world.house.trace[begin:]
    assert sum(line.endswith(" 401") for line in happened) == 2
    assert sum(TOKENS[system] in line for line in happened) == 1
    world.close()
