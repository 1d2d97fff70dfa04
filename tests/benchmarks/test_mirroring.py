"""How many calls it takes to show many of QuickBooks' invoices in HubSpot."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import httpx
import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Direction
from infra.sandbox.people.bookkeeper import sold
from tests.simulation.account import Account
from tests.simulation.world import World

CUSTOMERS = 100
FLOOR_OF_A_HUNDRED, FLOOR_OF_A_THOUSAND = 6, 33
"""Three or four reads in QuickBooks, a batch of each hundred invoices and two of their lines."""
SIZES = [(100, FLOOR_OF_A_HUNDRED), pytest.param(1_000, FLOOR_OF_A_THOUSAND, marks=pytest.mark.long)]

Calls = Counter[str]


@pytest.fixture
def world() -> Iterator[World]:
    """A connection that shows QuickBooks' invoices, and hears of nothing but by polling."""
    world = World(7, parties=1)
    (party,) = world.parties
    connections = world.house.operator.connections
    stored = connections.get(party.connection.id)
    rule = replace(stored.rules[EntityKind.INVOICE], direction=Direction.QUICKBOOKS_TO_HUBSPOT)
    connections.save(replace(stored, rules={**stored.rules, EntityKind.INVOICE: rule}))
    world.house.vendors.misbehave(drop=1_000_000)
    world.house.vendors.hubspot.switches().rate_limits = False
    yield world
    world.close()


@pytest.mark.feature("X5")
@pytest.mark.parametrize(("invoices", "floor"), SIZES)
def test_many_invoices_of_two_lines(world: World, invoices: int, floor: int) -> None:
    account = world.parties[0].account
    customers, item = _customers(account), account.bookkeeper.add_item("Pump", Type="NonInventory", Sku="PRD-PUMP")["Id"]
    for customer in customers:
        _bill(account, customer, item)
    _carry(world)
    _carry(world)
    for number in range(invoices):
        _bill(account, customers[number % CUSTOMERS], item)
    world.clock.advance(600)
    world.house.poll()
    world.house.go_on(world.house.tasks[0], to_the_end=True)
    calls = _counted(world)
    world.drain()
    shown = [one for one in account.all("invoices") if one["counterfoil_source"]]
    assert len(shown) == invoices + CUSTOMERS
    assert calls["lines"] == invoices * 2 / 100
    print(f"{invoices} invoices of two lines: {calls.total()} calls, of a floor of {floor}")
    assert calls.total() <= floor * 1.2, "\n".join(map(str, calls.most_common()))


def _customers(account: Account) -> list[str]:
    numbers = range(CUSTOMERS)
    return [account.bookkeeper.enter("Customer", DisplayName=f"Name0xBuyer{number}")["Id"] for number in numbers]


def _bill(account: Account, customer: str, item: str) -> None:
    account.bookkeeper.write_invoice(customer, sold(item, Decimal("60.00")), sold(item, Decimal("40.00")))


def _carry(world: World) -> None:
    """Poll once, and work through what it tells."""
    world.clock.advance(600)
    world.house.poll()
    world.drain()


def _counted(world: World) -> Calls:
    """The calls from now on."""
    calls: Calls = Counter()

    def count(system: System, _account: str, request: httpx.Request) -> None:
        path = request.url.path
        name = "lines" if "line_items/batch/create" in path else f"{system} {request.method} {path}"
        calls[name] += 1

    world.house.before_call = count
    return calls
