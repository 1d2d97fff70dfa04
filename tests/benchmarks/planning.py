"""The calls that a plan of many invoices in HubSpot and their customers in QuickBooks takes, and applying it."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx2

from counterfoil.domain.identity import System
from counterfoil.domain.plan_job import PlanJob
from counterfoil.domain.rules import CustomerOptions
from tests.simulation.founding import Party
from tests.simulation.planning import Planning
from tests.simulation.world import World

MANY = 1_000

Calls = Counter[System]


@contextmanager
def awaiting_a_plan(many: int = MANY) -> Iterator[World]:
    """A connection that waits for its first plan, with invoices for customers that QuickBooks knows already."""
    world = World(11, parties=1, and_start=False, customers=(CustomerOptions(),))
    account = world.parties[0].account
    mails = [f"buyer{number}@many.example" for number in range(many)]
    customers = [{"DisplayName": f"Of {mail}", "PrimaryEmailAddr": {"Address": mail}} for mail in mails]
    account.bookkeeper.import_rows("Customer", customers)
    for mail in mails:
        world.clock.advance(1)
        contact = account.sales.add_contact(firstname="Buyer", lastname=mail, email=mail)
        account.sales.finalise(account.sales.draft(contact, [{"name": "Pruning", "quantity": "1", "price": "10.00"}]))
    world.clock.advance(3600)
    yield world
    world.close()


def planned(world: World) -> tuple[PlanJob, Calls]:
    """A plan of everything, and the bundle's calls for it."""
    return _counted(world, Planning(world).make)


def applied(world: World) -> tuple[PlanJob, Calls]:
    """The plan once it is carried, and the calls for that."""
    return _counted(world, Planning(world).apply)


def _counted(world: World, act: Callable[[Party], object]) -> tuple[PlanJob, Calls]:
    party, calls = world.parties[0], Calls()

    def count(system: System, _account: str, _request: httpx2.Request) -> None:
        if world.house.current is not None:
            calls[system] += 1

    world.house.before_call = count
    act(party)
    world.drain()
    world.house.before_call = lambda *_: None
    job = Planning(world).newest(party)
    assert job is not None
    return job, calls
