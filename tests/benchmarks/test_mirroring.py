"""How many calls it takes to show a thousand of QuickBooks' invoices in HubSpot."""

from collections.abc import Iterator

import pytest

from tests.benchmarks.mirroring import CUSTOMERS, FLOOR, INVOICES, mirroring, shown
from tests.simulation.world import World

MOST = FLOOR * 1.2


@pytest.fixture
def world() -> Iterator[World]:
    """A connection that shows QuickBooks' invoices."""
    with mirroring() as world:
        yield world


@pytest.mark.feature("X5")
def test_a_thousand_invoices_of_two_lines(world: World) -> None:
    calls = shown(world)
    there = [one for one in world.parties[0].account.all("invoices") if one["counterfoil_source"]]
    assert len(there) == INVOICES + CUSTOMERS
    assert calls["lines"] == INVOICES * 2 / 100
    print(f"{INVOICES} invoices of two lines: {calls.total()} calls, of a floor of {FLOOR}")
    assert calls.total() <= MOST, "\n".join(map(str, calls.most_common()))
