"""The calls that payments take which somebody enters in QuickBooks, told by webhooks or found by polls."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from infra.sandbox.people.bookkeeper import Row
from tests.benchmarks.arriving import Shop
from tests.benchmarks.counting import Calls, counted

_BETWEEN_POLLS, _TO_BE_TOLD = 600, 5
"""Seconds."""
_OWED = Decimal("80.00")


@dataclass(slots=True)
class Received:
    """What was asked of vendors until the payments are carried, and by the polls that look at them afterwards."""

    carried: Calls = field(default_factory=Counter)
    afterwards: Calls = field(default_factory=Counter)


def by_webhook(shop: Shop, invoices: list[Row]) -> Received:
    """Somebody enters a payment of each invoice, which both vendors tell of."""
    received = Received()
    with counted(shop.world.house) as received.carried:
        _pay(shop, invoices)
        _go_on(shop, 4)
    with counted(shop.world.house) as received.afterwards:
        _poll(shop, 3)
    return received


def by_poll(shop: Shop, invoices: list[Row]) -> Received:
    """The same, while QuickBooks tells nobody of anything."""
    shop.world.house.vendors.quickbooks.control("webhooks", {"drop": 1_000_000})
    received = Received()
    with counted(shop.world.house) as received.carried:
        _pay(shop, invoices)
        shop.world.clock.advance(_BETWEEN_POLLS)
        _poll(shop, 1)
        _go_on(shop, 4)
    with counted(shop.world.house) as received.afterwards:
        _poll(shop, 2)
    return received


def sold(shop: Shop, many: int) -> list[Row]:
    """So many invoices that are linked and open, of which everything was told and looked at."""
    shop.at_once(many)
    shop.world.clock.advance(_BETWEEN_POLLS)
    _poll(shop, 2)
    return [row for row in shop.account.rows("Invoice") if row["Balance"] > 0][-many:]


def carried(shop: Shop) -> int:
    """How many payments are in HubSpot, each on its invoice."""
    payments = [one["id"] for one in shop.account.all("commerce_payments")]
    return sum(len(shop.account.associated("commerce_payments", one, "invoices")) for one in payments)


def floor_of(many: int) -> float:
    """Two records at a time are told by QuickBooks, a thousand a read; HubSpot takes a hundred a call, and tells as many.

    Of each payment a write, a thousandth of two associations, and its balance on the invoice, which is read with its two
    lines and six associations.
    """
    return 2 + many * (2 / 1_000 + 1 / 100 + 2 / 1_000 + 1 / 100 + 1 / 100 + 2 / 100 + 6 / 1_000)


def _pay(shop: Shop, invoices: list[Row]) -> None:
    for row in invoices:
        shop.account.bookkeeper.receive_payment(row["CustomerRef"]["value"], (row["Id"], _OWED))


def _poll(shop: Shop, times: int) -> None:
    for _ in range(times):
        shop.world.house.ask_polls()
        _go_on(shop, 2)
        shop.world.clock.advance(_BETWEEN_POLLS)


def _go_on(shop: Shop, times: int) -> None:
    for _ in range(times):
        shop.world.house.vendors.pump()
        shop.world.drain()
        shop.world.clock.advance(_TO_BE_TOLD)
