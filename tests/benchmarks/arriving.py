"""The calls that invoices take which arrive one by one, or many at once, with the polls that look at them afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import CustomerOptions, Direction
from tests.benchmarks.counting import Calls, counted
from tests.simulation.account import Account
from tests.simulation.founding import Party
from tests.simulation.world import World

BUYERS = 20
_LINES = [("1", "60.00"), ("2", "20.00")]
_TO_BE_TOLD, _BETWEEN_POLLS = 5, 600
"""Seconds."""
POLLS = 2
"""The first looks at what was carried, the second only at what the first did."""


@contextmanager
def selling(*, buyers_known: bool = True) -> Iterator["Shop"]:
    """A connection that carries invoices for known or new buyers of a product that is linked already."""
    with selling_at(1) as world:
        yield Shop(world, world.parties[0], buyers_known=buyers_known)


@contextmanager
def selling_at(connections: int) -> Iterator[World]:
    """So many connections that carry invoices and products. HubSpot's limits do not hold: people's tools ask as well."""
    world = World(11, parties=connections, customers=(CustomerOptions(),))
    for party in world.parties:
        stored = world.house.operator.connections.get(party.connection.id)
        rule = replace(stored.rules[EntityKind.PRODUCT], direction=Direction.BOTH)
        world.house.operator.connections.save(replace(stored, rules={**stored.rules, EntityKind.PRODUCT: rule}))
    world.house.vendors.hubspot.switches().rate_limits = False
    yield world
    world.close()


class Shop:
    """Sells a product in HubSpot, two lines at a time."""

    def __init__(self, world: World, party: Party, *, buyers_known: bool = True) -> None:
        self.world, self.account = world, party.account
        self._known, self._made = buyers_known, 0
        self._product = self.account.portal.create("products", {"name": "Pump", "hs_sku": "P-1", "price": "60.00"})
        self._buyers = [self._buyer() for _ in range(BUYERS)]
        for buyer in self._buyers:
            self.account.sales.finalise(self._draft(buyer))
        world.settle(reconcile=False)

    def one_by_one(self, count: int) -> Calls:
        """The calls until each is carried and told of."""
        drafts = self.drafts(count)
        with counted(self.world.house) as calls:
            self.sell(drafts, at_once=False)
        return calls

    def at_once(self, count: int) -> Calls:
        """The same for a burst, with the polls that look at it afterwards."""
        drafts = self.drafts(count)
        with counted(self.world.house) as calls:
            self.sell(drafts, at_once=True)
            for _ in range(POLLS):
                self.poll()
        return calls

    def sell(self, drafts: list[str], *, at_once: bool) -> None:
        """Somebody makes them invoices, which are carried and told of."""
        for draft in drafts:
            self.account.sales.finalise(draft)
            if not at_once:
                self._go_on()
        for _ in range(3):
            self._go_on()

    def drafts(self, count: int) -> list[str]:
        """So many, of which everything that was told is done with."""
        buyers = self._buyers if self._known else [self._buyer() for _ in range(count)]
        drafts = [self._draft(buyers[number % len(buyers)]) for number in range(count)]
        self._go_on()
        self.poll()
        return drafts

    def poll(self) -> None:
        """Both vendors are asked what moved, and what they tell is worked through."""
        self.world.clock.advance(_BETWEEN_POLLS)
        self.world.house.ask_polls()
        self._go_on()

    def _go_on(self) -> None:
        self.world.house.vendors.pump()
        self.world.drain()
        self.world.clock.advance(_TO_BE_TOLD)

    def _buyer(self) -> str:
        self._made += 1
        return self.account.sales.add_contact(
            firstname="Buyer", lastname=f"N{self._made}", email=f"b{self._made}@many.example"
        )

    def _draft(self, buyer: str) -> str:
        lines = [
            {"hs_product_id": self._product, "name": "Pump", "quantity": quantity, "price": price}
            for quantity, price in _LINES
        ]
        return self.account.sales.draft(buyer, lines)


def booked(account: Account) -> int:
    """How many invoices are in the books."""
    return len(account.rows("Invoice"))
