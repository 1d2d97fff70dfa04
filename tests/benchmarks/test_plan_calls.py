"""How many vendor calls a plan of 1,000 invoices in HubSpot and their 1,000 customers in QuickBooks takes, and applying it.

The counts are bounds: a change that needs more has to say so here.
"""

from collections.abc import Iterator

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.plan_job import PlanState, RowAction
from tests.benchmarks.planning import MANY, applied, awaiting_a_plan, planned
from tests.simulation.world import World

pytestmark = pytest.mark.timeout(1_200)  # most of it is the making of the records
MOST_FOR_PLANNING = {System.HUBSPOT: 110, System.QUICKBOOKS: 16}
MOST_FOR_APPLYING = {System.HUBSPOT: 420, System.QUICKBOOKS: 80}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A connection that waits for its first plan."""
    with awaiting_a_plan() as world:
        yield world


@pytest.mark.feature("X1", "X5")
def test_a_plan_of_a_thousand_and_a_thousand_takes_few_calls(world: World) -> None:
    job, calls = planned(world)

    assert job.state is PlanState.PLANNED
    counts = {(one.kind, one.action): one.count for one in job.tallies}
    assert counts[EntityKind.INVOICE, RowAction.CREATE] == MANY
    assert counts[EntityKind.CUSTOMER, RowAction.LINK] == MANY
    assert {system: count for system, count in calls.items() if count > MOST_FOR_PLANNING[system]} == {}, calls


@pytest.mark.feature("X1", "X5")
def test_applying_it_takes_about_the_calls_that_the_plan_has_said(world: World) -> None:
    job, calls = applied(world)

    assert {system: count for system, count in calls.items() if count > MOST_FOR_APPLYING[system]} == {}, calls
    for system, told in job.calls.items():
        assert 0.8 * told <= calls[system] <= 1.25 * told, (system, told, calls[system])
