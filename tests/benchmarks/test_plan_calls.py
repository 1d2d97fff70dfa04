"""How many vendor calls a plan of many invoices in HubSpot and as many customers in QuickBooks takes, and applying it.

The counts are bounds: a change that needs more has to say so here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.plan_job import PlanState, RowAction
from tests.benchmarks.planning import MANY, applied, awaiting_a_plan, planned
from tests.simulation.world import World

pytestmark = pytest.mark.timeout(1_200)  # most of it is the making of the records


ONCE = {System.HUBSPOT: 30, System.QUICKBOOKS: 0}
"""Calls with which the first plan that is applied makes the properties that the product needs; no plan counts them."""


@dataclass(frozen=True, slots=True)
class Size:
    """So `many` invoices and customers, and the most calls that they may take."""

    many: int
    for_planning: Mapping[System, int]
    for_applying: Mapping[System, int]


A_HUNDRED = Size(100, {System.HUBSPOT: 20, System.QUICKBOOKS: 9}, {System.HUBSPOT: 75, System.QUICKBOOKS: 12})
MANY_OF_THEM = Size(MANY, {System.HUBSPOT: 110, System.QUICKBOOKS: 16}, {System.HUBSPOT: 420, System.QUICKBOOKS: 80})


@pytest.fixture(
    scope="module", params=[A_HUNDRED, pytest.param(MANY_OF_THEM, marks=pytest.mark.long)], ids=lambda size: size.many
)
def size(request: pytest.FixtureRequest) -> Size:
    """A small and a large one."""
    chosen: Size = request.param
    return chosen


@pytest.fixture(scope="module")
def world(size: Size) -> Iterator[World]:
    """A connection that waits for its first plan."""
    with awaiting_a_plan(size.many) as world:
        yield world


@pytest.mark.feature("X1", "X5")
def test_a_plan_of_many_takes_few_calls(world: World, size: Size) -> None:
    job, calls = planned(world)

    assert job.state is PlanState.PLANNED
    counts = {(one.kind, one.action): one.count for one in job.tallies}
    assert counts[EntityKind.INVOICE, RowAction.CREATE] == size.many
    assert counts[EntityKind.CUSTOMER, RowAction.LINK] == size.many
    assert {system: count for system, count in calls.items() if count > size.for_planning[system]} == {}, calls


@pytest.mark.feature("X1", "X5")
def test_applying_it_takes_about_the_calls_that_the_plan_has_said(world: World, size: Size) -> None:
    job, calls = applied(world)

    assert {system: count for system, count in calls.items() if count > size.for_applying[system]} == {}, calls
    for system, told in job.calls.items():
        assert 0.8 * told <= calls[system] <= 1.25 * told + ONCE[system], (system, told, calls[system])
