"""How long invoices of some connections wait while another one has thousands of them: virtual time, the vendors' pace."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx2

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.write import Operation
from tests.benchmarks.arriving import Shop, selling_at
from tests.benchmarks.figures import Figure
from tests.benchmarks.pacing import BESIDE_THE_WIRE, TOLD_EVERY, percentile
from tests.simulation.timeline import Timeline
from tests.simulation.world import World
from tests.simulation.writes import writes_of

_AT_MOST = timedelta(minutes=10)
_PATIENCE = timedelta(seconds=10)


@dataclass(slots=True)
class Seen:
    """When each invoice was finalised, and when it was sent to QuickBooks, by its company and its id in HubSpot."""

    finalised: dict[tuple[str, str], datetime] = field(default_factory=dict)
    sent: dict[tuple[str, str], datetime] = field(default_factory=dict)

    @property
    def waits(self) -> list[float]:
        """Seconds, the shortest first; for ever where one was not sent."""
        return sorted(
            (self.sent[one] - at).total_seconds() if one in self.sent else float("inf") for one, at in self.finalised.items()
        )


def waited(others: int, invoices: int, *, per_second: float, flood: int) -> list[float]:
    """How long so many invoices of `others` wait, which come in turn, while one more connection has a `flood` of them.

    A call that has room left gets messages of several connections, as SQS may do.
    """
    with selling_at(others + 1) as world:
        world.house.sqs.mixes_groups = True
        flooded, *shops = (Shop(world, party) for party in world.parties)
        burst, drafts = flooded.drafts(flood), [shop.drafts(invoices // others) for shop in shops]
        seen, timeline = _watched(world), Timeline(world, TOLD_EVERY)
        for draft in burst:
            flooded.account.sales.finalise(draft)
        began = world.clock.now()
        for number in range(invoices // others * others):
            timeline.run(began + timedelta(seconds=number / per_second))
            turn, at = number % others, number // others
            shops[turn].account.sales.finalise(drafts[turn][at])
            seen.finalised[shops[turn].account.realm_id, drafts[turn][at]] = world.clock.now()
        while seen.finalised.keys() - seen.sent and world.clock.now() < began + _AT_MOST:
            timeline.run_for(_PATIENCE)
        return seen.waits


def beside_a_flood(others: int, invoices: int, *, per_second: float, flood: int) -> Iterator[Figure]:
    """The waits of the others alone, and beside the flood."""
    alone, beside = (waited(others, invoices, per_second=per_second, flood=some) for some in (0, flood))
    for share in (0.5, 0.99):
        most = percentile(alone, share)
        name = f"p{share * 100:.0f} of the others"
        yield Figure(f"{name}, virtual", percentile(beside, share), "s", floor=most, target=1.5 * most)


def _watched(world: World) -> Seen:
    seen, house = Seen(), world.house

    def watch(system: System, account: str, request: httpx2.Request) -> None:
        if house.current is None:
            return
        house.wait(BESIDE_THE_WIRE)
        for one in writes_of(system, request) if system is System.QUICKBOOKS else ():
            if one.kind is EntityKind.INVOICE and one.operation is Operation.CREATE:
                seen.sent.setdefault((account, one.record.rpartition(":")[2]), world.clock.now())

    house.before_call = watch
    return seen
