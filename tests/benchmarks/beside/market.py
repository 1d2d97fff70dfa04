"""The same sales for everybody: invoices of two lines, for customers that QuickBooks knows and as many that it does not."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import CustomerOptions, Direction
from tests.simulation.account import Account
from tests.simulation.world import World

KNOWN = NEW = 20
SKU = "P-1"
SECONDS_A_CALL = 0.05
_LINES = ((1, Decimal("60.00")), (2, Decimal("20.00")))
_TOTAL = sum((quantity * price for quantity, price in _LINES), Decimal())


@dataclass(frozen=True, slots=True)
class Carried:
    """What it took: calls of both vendors, metered reads, seconds where a call takes 50 ms; and how many are `wrong`.

    Right is an invoice that is in the books just once, with its number and its total to the cent.
    """

    calls: int
    metered: int
    seconds: float
    wrong: int


@dataclass(frozen=True, slots=True)
class Market:
    """A portal and a company that are connected, and draft invoices that nobody has finalised yet."""

    world: World
    drafts: Sequence[str]

    @property
    def account(self) -> Account:
        """Both accounts."""
        return self.world.parties[0].account

    def wrong(self) -> int:
        """How many of the invoices are not in the books just once, or not to the cent."""
        booked = Counter((row["DocNumber"], Decimal(str(row["TotalAmt"]))) for row in self.account.rows("Invoice"))
        return sum(booked[self.account.sales.number_of(draft), _TOTAL] != 1 for draft in self.drafts)


@contextmanager
def market(invoices: int) -> Iterator[Market]:
    """So many of them. The limits on calls are off: who keeps them best is another measure."""
    world = World(11, parties=1, customers=(CustomerOptions(),))
    account = world.parties[0].account
    world.house.vendors.hubspot.switches().rate_limits = False
    world.house.vendors.quickbooks.switches().throttling = False
    _carry_products(world)
    account.bookkeeper.set_preferences(SalesFormsPrefs={"CustomTxnNumbers": True})
    account.bookkeeper.add_item("Pump", Type="NonInventory", Sku=SKU)
    mails = [f"buyer{number}@many.example" for number in range(KNOWN + NEW)]
    known = [{"DisplayName": f"Of {mail}", "PrimaryEmailAddr": {"Address": mail}} for mail in mails[:KNOWN]]
    account.bookkeeper.import_rows("Customer", known)
    drafts = list(islice(_drafts(account, mails), invoices))
    world.settle(reconcile=False)
    yield Market(world, drafts)
    world.close()


def _carry_products(world: World) -> None:
    connections, (party,) = world.house.operator.connections, world.parties
    stored = connections.get(party.connection.id)
    rule = replace(stored.rules[EntityKind.PRODUCT], direction=Direction.BOTH)
    connections.save(replace(stored, rules={**stored.rules, EntityKind.PRODUCT: rule}))


def _drafts(account: Account, mails: Sequence[str]) -> Iterator[str]:
    product = account.portal.create("products", {"name": "Pump", "hs_sku": SKU, "price": "60.00"})
    buyers = [account.sales.add_contact(firstname="Buyer", lastname=mail, email=mail) for mail in mails]
    while True:
        for buyer in buyers:
            lines = [
                {"hs_product_id": product, "name": "Pump", "hs_sku": SKU, "quantity": str(quantity), "price": str(price)}
                for quantity, price in _LINES
            ]
            yield account.sales.draft(buyer, lines)
