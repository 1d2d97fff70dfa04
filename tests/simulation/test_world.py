"""What goes wrong by chance does go wrong."""

import pytest

from counterfoil.domain.identity import System
from tests.simulation.world import World

TOKENS = {System.HUBSPOT: "/oauth/2026-09/token", System.QUICKBOOKS: "/oauth2/v1/tokens/bearer"}


@pytest.mark.parametrize("system", System)
def test_two_workers_race_and_one_renews(system: System) -> None:
    """Whoever waits for the other's share of searches falls out of step, so it takes a few races to meet."""
    world = World(1, parties=1)
    world.settle(reconcile=False)
    refused, renewed = zip(*(race(world, system) for _ in range(4)), strict=True)
    assert 2 in refused
    assert set(renewed) == {1}
    world.close()


def race(world: World, system: System) -> tuple[int, int]:
    """How many tokens the vendor refused in a race, and how many were renewed."""
    begin = len(world.house.trace)
    world.race_to_renew(world.parties[0], [system])
    world.drain()
    happened = world.house.trace[begin:]
    world.clock.advance(10)
    return sum(line.endswith(" 401") for line in happened), sum(TOKENS[system] in line for line in happened)


def test_all_that_one_process_asks_of_a_vendor_is_leased_together() -> None:
    world = World(1, parties=1)
    world.settle(reconcile=False)
    before = times_leased(world)
    for _ in range(3):
        world.house.operator.describe_portal(world.parties[0].connection.id)
    assert times_leased(world) == before + 1
    world.close()


def times_leased(world: World) -> int:
    """How often anything was leased of the portal's allowance."""
    key = {"pk": {"S": f"{world.parties[0].connection.id}#budget"}, "sk": {"S": "hubspot"}}
    return int(world.house.table.get_item(Key=key)["Item"]["revision"]["N"])
