"""Where a soak takes place: the deployed bundle between both twins, and many connections."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from decimal import Decimal

from infra.demo.calm import messages
from infra.local.live import LiveBundle, connect_as_operator
from infra.local.stack import LocalStack
from infra.sandbox.remote import Twin
from tests.soak.company import people_of
from tests.soak.table import tallies
from tests.soak.workload import Desk

PRODUCTS = (("Compost", "SOAK-1", "19.95"), ("Fence", "SOAK-2", "240.00"), ("Bench", "SOAK-3", "75.50"))
AGGREGATION = 2.0
"""Seconds for which HubSpot gathers events; it sends up to a hundred at once."""
_ARRIVES_WITHIN, _TELL_EVERY = 90, 20
"""Seconds."""


def nobody(_stack: object, _credentials: object) -> None:
    """Connects nothing: the seeded accounts stay out of it."""


class Stage:
    """The bundle, and what can be done with all of it."""

    def __init__(self, live: LiveBundle, closing: ExitStack) -> None:
        self.live = live
        self.hubspot = closing.enter_context(Twin(live.twins.hubspot_url))
        self.quickbooks = closing.enter_context(Twin(live.twins.quickbooks_url))
        self.twins = (self.hubspot, self.quickbooks)
        switches = live.twins.hubspot.switches()
        switches.edit_finalised_invoices, switches.webhook_aggregation_seconds = True, AGGREGATION

    @property
    def stack(self) -> LocalStack:
        """Everything that is deployed."""
        return self.live.stack

    def open_desk(self, number: int) -> Desk:
        """One more connection, with products on sale on both sides."""
        portal = self.hubspot.act("create_portal", seeded=False)
        company = self.quickbooks.act("create_company", name=f"Company {number}")
        connect_as_operator(self.stack, {"hubspot": portal, "quickbooks": company})
        people = people_of(number, self.hubspot, portal["portal_id"], self.quickbooks, company["realm_id"])
        for name, sku, price in PRODUCTS:
            people.bookkeeper.add_item(name, Sku=sku, UnitPrice=price)
        return Desk(people)

    def await_products(self, desk: Desk) -> None:
        """Wait until HubSpot has the items of QuickBooks. Raises TimeoutError."""
        deadline = time.monotonic() + _ARRIVES_WITHIN
        while len(found := list(desk.company.portal.every("products", ("hs_sku", "price")))) < len(PRODUCTS):
            if time.monotonic() > deadline:
                raise TimeoutError(f"after {_ARRIVES_WITHIN} s {desk.company.connection_id} has {len(found)} products")
            time.sleep(0.5)
        desk.products = tuple((one["id"], Decimal(one["price"])) for one in found)

    def poll_vendors(self) -> None:
        """Have both vendors asked what moved, and what is due called up, as the schedule does.

        It is not waited for: on bad days a poll gives back what it did not come to, and goes on a little later.
        """
        self.stack.invoke("ScheduledPoller", {})

    def compare_ledgers(self) -> None:
        """What happens every night."""
        self.stack.invoke("Reconciler", {})

    def settle(self, desks: Sequence[Desk], calm_for: float, until: float, say: Callable[[str], None]) -> bool:
        """Wait until nothing was under way, and nothing waited for its next try, for so many seconds; False when it is
        `until` (monotonic) first."""
        restless = told = time.monotonic()
        while (now := time.monotonic()) - restless < calm_for:
            if now > until:
                return False
            waiting, moving = self.waiting(desks), messages(self.stack)
            if waiting or moving or self.pending():
                restless = now
            if now - told > _TELL_EVERY and restless == now:
                say(f"  {waiting} records wait, {moving} messages are under way")
                told = now
            time.sleep(1)
        return True

    def waiting(self, desks: Sequence[Desk]) -> int:
        """How many records wait for their next try."""
        counts: Counter[str] = Counter()
        for desk in desks:
            counts.update(tallies(self.stack, desk.company.connection_id))
        return sum(count for standing, count in counts.items() if standing.endswith("#waiting"))

    def pending(self) -> int:
        """How many webhooks are on their way."""
        return sum(twin.pending() for twin in self.twins)

    def webhooks(self) -> Counter[str]:
        """What became of the webhooks so far."""
        return self.hubspot.webhooks() + self.quickbooks.webhooks()

    def calls(self) -> dict[str, int]:
        """What the product asked of each vendor without paying; `metered` reads of QuickBooks cost money."""
        hubspot, quickbooks = self.hubspot.calls(), self.quickbooks.calls()
        return {"HubSpot": hubspot.free, "QuickBooks": quickbooks.free, "metered": quickbooks.metered}
