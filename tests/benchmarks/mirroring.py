"""The calls that it takes to show many of QuickBooks' invoices in HubSpot, and what AWS counts for their payments."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import httpx2

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Direction
from infra.sandbox.people.bookkeeper import sold
from tests.benchmarks.metering import Metered, metered
from tests.simulation.account import Account
from tests.simulation.world import World

INVOICES, CUSTOMERS = 1_000, 100
FLOOR = 33
"""Three or four reads in QuickBooks, ten batches of invoices and twenty of their lines."""

Calls = Counter[str]


@contextmanager
def mirroring() -> Iterator[World]:
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


def shown(world: World, invoices: int = INVOICES) -> Calls:
    """The calls for so many invoices of two lines, whose customers are known already; `lines` are those for lines."""
    account = world.parties[0].account
    customers, item = _customers(account), account.bookkeeper.add_item("Pump", Type="NonInventory", Sku="PRD-PUMP")["Id"]
    for customer in customers:
        _bill(account, customer, item)
    _carry(world)
    _carry(world)
    for number in range(invoices):
        _bill(account, customers[number % CUSTOMERS], item)
    world.clock.advance(600)
    world.house.go_on(world.house.ask_polls(), to_the_end=True)
    if poll := world.house.poll():
        world.house.go_on(poll, to_the_end=True)
    calls = _counted(world)
    world.drain()
    return calls


def paid(world: World, invoices: int) -> Metered:
    """What AWS counts for a payment of each of so many shown invoices, which a poll finds together with the invoice."""
    account = world.parties[0].account
    customer = account.bookkeeper.enter("Customer", DisplayName="Name0xBuyer")["Id"]
    item = account.bookkeeper.add_item("Pump", Type="NonInventory", Sku="PRD-PUMP")["Id"]
    for _ in range(invoices):
        _bill(account, customer, item)
    _carry(world)
    _carry(world)
    with metered(world.house) as found:
        for row in account.rows("Invoice"):
            account.bookkeeper.receive_payment(customer, (row["Id"], Decimal("40.00")))
        _carry(world)
        _carry(world)
    return found


def _customers(account: Account) -> list[str]:
    numbers = range(CUSTOMERS)
    return [account.bookkeeper.enter("Customer", DisplayName=f"Name0xBuyer{number}")["Id"] for number in numbers]


def _bill(account: Account, customer: str, item: str) -> None:
    account.bookkeeper.write_invoice(customer, sold(item, Decimal("60.00")), sold(item, Decimal("40.00")))


def _carry(world: World) -> None:
    """Poll once, and work through what it tells."""
    world.clock.advance(600)
    world.house.ask_polls()
    world.drain()


def _counted(world: World) -> Calls:
    """The calls from now on."""
    calls: Calls = Counter()

    def count(system: System, _account: str, request: httpx2.Request) -> None:
        path = request.url.path
        name = "lines" if "line_items/batch/create" in path else f"{system} {request.method} {path}"
        calls[name] += 1

    world.house.before_call = count
    return calls
