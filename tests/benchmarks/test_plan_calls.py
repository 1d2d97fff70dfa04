"""How many vendor calls a plan of many invoices in HubSpot and of as many customers in QuickBooks takes, and applying it.

The counts are bounds: a change that needs more has to say so here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.plan_job import PlanState, RowAction
from counterfoil.domain.rules import CustomerOptions
from tests.simulation.planning import Planning
from tests.simulation.world import World

pytestmark = pytest.mark.timeout(1_200)  # most of it is the making of the records


@dataclass(frozen=True, slots=True)
class Size:
    """So `many` invoices and customers, and the most calls that they may take."""

    many: int
    for_planning: Mapping[System, int]
    for_applying: Mapping[System, int]


A_HUNDRED = Size(100, {System.HUBSPOT: 20, System.QUICKBOOKS: 9}, {System.HUBSPOT: 75, System.QUICKBOOKS: 12})
A_THOUSAND = Size(1_000, {System.HUBSPOT: 110, System.QUICKBOOKS: 16}, {System.HUBSPOT: 420, System.QUICKBOOKS: 80})


@contextmanager
def counted(world: World) -> Iterator[Counter[System]]:
    """The bundle's calls by vendor."""
    calls: Counter[System] = Counter()

    def count(system: System, _account: str, _request: httpx.Request) -> None:
        if world.house.current is not None:
            calls[system] += 1

    world.house.before_call = count
    yield calls
    world.house.before_call = lambda *_: None


@pytest.fixture(
    scope="module", params=[A_HUNDRED, pytest.param(A_THOUSAND, marks=pytest.mark.long)], ids=lambda size: size.many
)
def size(request: pytest.FixtureRequest) -> Size:
    """A small and a large one."""
    chosen: Size = request.param
    return chosen


@pytest.fixture(scope="module")
def world(size: Size) -> Iterator[World]:
    """A connection that waits for its first plan, with invoices for customers that QuickBooks knows already."""
    world = World(11, parties=1, and_start=False, customers=(CustomerOptions(),))
    account = world.parties[0].account
    mails = [f"buyer{number}@many.example" for number in range(size.many)]
    customers = [{"DisplayName": f"Of {mail}", "PrimaryEmailAddr": {"Address": mail}} for mail in mails]
    account.bookkeeper.import_rows("Customer", customers)
    for mail in mails:
        world.clock.advance(1)
        contact = account.sales.add_contact(firstname="Buyer", lastname=mail, email=mail)
        account.sales.finalise(account.sales.draft(contact, [{"name": "Pruning", "quantity": "1", "price": "10.00"}]))
    world.clock.advance(3600)
    yield world
    world.close()


@pytest.mark.feature("X1", "X5")
def test_a_plan_of_many_takes_few_calls(world: World, size: Size) -> None:
    planning, party = Planning(world), world.parties[0]
    with counted(world) as calls:
        planning.make(party)
        world.drain()

    job = planning.newest(party)
    assert job is not None
    assert job.state is PlanState.PLANNED
    counts = {(one.kind, one.action): one.count for one in job.tallies}
    assert counts[EntityKind.INVOICE, RowAction.CREATE] == size.many
    assert counts[EntityKind.CUSTOMER, RowAction.LINK] == size.many
    assert {system: count for system, count in calls.items() if count > size.for_planning[system]} == {}, calls


@pytest.mark.feature("X1", "X5")
def test_applying_it_takes_about_the_calls_that_the_plan_has_said(world: World, size: Size) -> None:
    planning, party = Planning(world), world.parties[0]
    with counted(world) as calls:
        planning.apply(party)
        world.drain()

    job = planning.newest(party)
    assert job is not None
    assert {system: count for system, count in calls.items() if count > size.for_applying[system]} == {}, calls
    for system, told in job.calls.items():
        assert 0.8 * told <= calls[system] <= 1.25 * told, (system, told, calls[system])
