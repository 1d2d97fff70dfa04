"""How long an invoice takes from being finalised to being shown as booked, on the local AWS over real HTTP.

The machine decides: these figures are told beside those of the virtual clock.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from infra.demo.calm import wait_until_calm
from infra.local.live import LiveBundle
from infra.sandbox.pair import TwinPair
from infra.sandbox.people.access import Pages
from infra.sandbox.people.bookkeeper import Bookkeeper
from infra.sandbox.people.portal import Portal
from infra.sandbox.people.sales import Salesperson
from infra.sandbox.remote import Twin
from tests.benchmarks.figures import Figure

_LINES = ({"name": "Pruning", "quantity": "3", "price": "33.35"}, {"name": "Mowing", "quantity": "1", "price": "20.45"})
_WARMING = 5
"""Invoices before the first that counts: a cold start is another measure."""
_CALM_WITHIN = 180
"""Seconds."""


def lag(per_second: float, invoices: int) -> Iterator[Figure]:
    """So many invoices of one linked customer, so many of them a second."""
    with LiveBundle(TwinPair()) as live, Twin(live.twins.hubspot_url) as hubspot, Twin(live.twins.quickbooks_url) as books:
        portal = Portal.at(hubspot.http, live.description()["hubspot"]["portal_id"])
        sales = Salesperson(portal, lambda: datetime.now(UTC))
        buyer = sales.add_contact(firstname="Buyer", lastname="Many", email="buyer@many.example")
        for warming in [sales.draft(buyer, _LINES) for _ in range(_WARMING)]:
            sales.finalise(warming)
            wait_until_calm(live.stack, (hubspot, books), _CALM_WITHIN)
        drafts = [sales.draft(buyer, _LINES) for _ in range(invoices)]
        finalised = list(_at_a_pace(sales, drafts, per_second))
        wait_until_calm(live.stack, (hubspot, books), _CALM_WITHIN)
        waited = sorted(_shown(portal, draft) - began for draft, began in zip(drafts, finalised, strict=True))
        entered = Bookkeeper(Pages(books.http, realm_id=live.description()["quickbooks"]["realm_id"])).rows("Invoice")
        missing = {sales.number_of(draft) for draft in drafts} - {row["DocNumber"] for row in entered}
    yield Figure("not in the books", len(missing), "invoices", target=0)
    yield Figure("p50", waited[len(waited) // 2], "s", counted=False)
    yield Figure("p99", waited[int(len(waited) * 0.99)], "s", counted=False)


def _at_a_pace(sales: Salesperson, drafts: Sequence[str], per_second: float) -> Iterator[float]:
    """When each was finalised, in seconds since the epoch."""
    began = time.monotonic()
    for number, draft in enumerate(drafts):
        time.sleep(max(began + number / per_second - time.monotonic(), 0))
        sales.finalise(draft)
        yield time.time()


def _shown(portal: Portal, invoice: str) -> float:
    """When it was changed last, which the product did."""
    return datetime.fromisoformat(portal.read("invoices", invoice, "hs_lastmodifieddate")["hs_lastmodifieddate"]).timestamp()
