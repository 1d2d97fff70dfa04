"""How long invoices wait at the vendors' pace: their limits hold, each call takes a tenth of a second, time is virtual."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

import httpx2

from counterfoil.domain.identity import System
from tests.benchmarks.arriving import Shop, selling
from tests.benchmarks.figures import Figure
from tests.simulation.timeline import Timeline

BESIDE_THE_WIRE = 0.05
"""Seconds: so much longer than on the simulator's wire a call takes."""
_UNTIL_SENT = 2 * 0.1 + BESIDE_THE_WIRE
"""Seconds: an invoice is read, then its lines, and then it is on its way."""
TOLD_EVERY = timedelta(seconds=0.3)
"""As both twins gather what they announce."""
_AT_MOST = timedelta(hours=1)
_BATCHES_A_MINUTE, _A_BATCH = 40, 30
"""https://developer.intuit.com/app/developer/qbo/docs/learn/limits-and-throttles"""


@dataclass(slots=True)
class Paced:
    """What happened: when each invoice was finalised and when it was sent to QuickBooks, and what was refused with 429."""

    finalised: dict[str, datetime] = field(default_factory=dict)
    sent: dict[str, datetime] = field(default_factory=dict)
    refused: int = 0

    @property
    def waits(self) -> list[float]:
        """Seconds, the shortest first."""
        return sorted((self.sent[one] - self.finalised[one]).total_seconds() for one in self.sent)

    @property
    def seconds(self) -> float:
        """From the first that was finalised to the last that was sent."""
        return (max(self.sent.values()) - min(self.finalised.values())).total_seconds()

    @property
    def out_of_order(self) -> int:
        """How many were sent before one that was finalised a minute earlier."""
        moments = sorted((self.finalised[one], at) for one, at in self.sent.items())
        latest, late = moments[0][1], 0
        for _, at in moments:
            late += at < latest - timedelta(minutes=1)
            latest = max(latest, at)
        return late


def paced(per_second: float, invoices: int, *, buyers_known: bool = True) -> Paced:
    """So many invoices, so many of them a second; all of them at once for 0."""
    with selling(buyers_known=buyers_known) as shop:
        drafts = shop.drafts(invoices)
        paced, timeline = _watched(shop), Timeline(shop.world, TOLD_EVERY)
        began = shop.world.clock.now()
        for number, draft in enumerate(drafts):
            if per_second:
                timeline.run(began + timedelta(seconds=number / per_second))
            shop.account.sales.finalise(draft)
            paced.finalised[shop.account.sales.number_of(draft)] = shop.world.clock.now()
        _strict(shop)
        while len(paced.sent) < invoices and shop.world.clock.now() < began + _AT_MOST:
            timeline.run_for(timedelta(seconds=10))
        return paced


def least_seconds(records: int) -> float:
    """How long QuickBooks' limit makes it take to write so many, if it is spread evenly."""
    return ceil(records / _A_BATCH) / _BATCHES_A_MINUTE * 60


def waiting(per_second: float, invoices: int, *, half: float, nearly_all: float) -> Iterator[Figure]:
    """How long each waits, with the most that half of them and nearly all may."""
    day = paced(per_second, invoices)
    yield Figure("not sent", invoices - len(day.sent), "invoices", target=0)
    yield Figure("p50, virtual", percentile(day.waits, 0.5), "s", floor=_UNTIL_SENT, target=half)
    yield Figure("p99, virtual", percentile(day.waits, 0.99), "s", floor=_UNTIL_SENT, target=nearly_all)
    yield Figure("refused with 429", day.refused, target=0)


def at_the_limit(per_second: float, invoices: int, *, buyers_known: bool, share: float) -> Iterator[Figure]:
    """How long it takes to write them, beside QuickBooks' limit, of which this `share` is to be used."""
    day = paced(per_second, invoices, buyers_known=buyers_known)
    floor = least_seconds(invoices if buyers_known else 2 * invoices)
    yield Figure("not sent", invoices - len(day.sent), "invoices", target=0)
    yield Figure("until the last is sent, virtual", day.seconds, "s", floor=floor, target=floor / share)
    yield Figure("sent a minute after a later one", day.out_of_order, "invoices", target=0)
    yield Figure("refused with 429", day.refused, target=0)


def percentile(waits: Sequence[float], share: float) -> float:
    """What this share of them is within."""
    return waits[min(len(waits) - 1, int(len(waits) * share))]


def _strict(shop: Shop) -> None:
    """HubSpot's limit counts what people's own tools ask as well, which is why it holds only once they are done."""
    shop.world.house.vendors.hubspot.switches().rate_limits = True


def _watched(shop: Shop) -> Paced:
    paced, house = Paced(), shop.world.house
    noted = house.note

    def note(text: str) -> None:
        paced.refused += text.strip() == "429"
        noted(text)

    def watch(system: System, _account: str, request: httpx2.Request) -> None:
        if house.current is None:
            return
        house.wait(BESIDE_THE_WIRE)
        if system is System.QUICKBOOKS and request.method == "POST" and request.content.startswith(b"{"):
            for number in _numbers(json.loads(request.content)):
                paced.sent.setdefault(number, shop.world.clock.now())

    house.before_call = watch
    return paced


def _numbers(body: dict[str, object]) -> Iterator[str]:
    items = body.get("BatchItemRequest", [{"Invoice": body}])
    for item in items if isinstance(items, list) else ():
        if number := item.get("Invoice", {}).get("DocNumber"):
            yield str(number)
