"""How many calls it takes to show many of QuickBooks' invoices in HubSpot, and what AWS counts for their payments."""

from collections.abc import Iterator

import pytest

from tests.benchmarks.mirroring import CUSTOMERS, FLOOR, INVOICES, mirroring, paid, shown
from tests.simulation.world import World

SIZES = [(100, 6), pytest.param(INVOICES, FLOOR, marks=pytest.mark.night)]
"""How many invoices, and the fewest calls that they can take."""


@pytest.fixture
def world() -> Iterator[World]:
    """A connection that shows QuickBooks' invoices."""
    with mirroring() as world:
        yield world


@pytest.mark.long
@pytest.mark.feature("X5")
@pytest.mark.parametrize(("invoices", "floor"), SIZES)
def test_many_invoices_of_two_lines(world: World, invoices: int, floor: int) -> None:
    calls = shown(world, invoices)
    there = [one for one in world.parties[0].account.all("invoices") if one["counterfoil_source"]]
    assert len(there) == invoices + CUSTOMERS
    assert calls["lines"] == invoices * 2 / 100
    print(f"{invoices} invoices of two lines: {calls.total()} calls, of a floor of {floor}")
    assert calls.total() <= floor * 1.2, "\n".join(map(str, calls.most_common()))


@pytest.mark.feature("X5")
def test_a_payment_of_a_shown_invoice_writes_and_reads_little_and_only_by_keys(world: World) -> None:
    many = 20
    found = paid(world, many)
    writes, reads = found.writes.total() / many, sum(found.reads.values()) / many
    print(f"units per payment of a shown invoice: {writes:.1f} write, {reads:.1f} read")
    assert found.unbounded == []
    assert writes <= 29
    assert reads <= 31
