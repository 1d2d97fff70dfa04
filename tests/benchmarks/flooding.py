"""How long invoices of some connections wait while another has thousands of them: virtual time, the vendors' pace."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`others` get `invoices` in all, one after the other in turn; one more gets so many, or all at once for no pace."""

    others: int
    invoices: int
    per_second: float
    flood: int = 0
    flood_per_second: float = 0


def waited(scene: Scene) -> list[float]:
    """How long each invoice of the others waits. A call with room left gets messages of several, as SQS may do."""
    with selling_at(scene.others + 1) as world:
        world.house.sqs.mixes_groups = True
        flooded, *shops = (Shop(world, party) for party in world.parties)
        orders = list(_orders(scene, flooded, shops))
        seen, timeline, began = _watched(world), Timeline(world, TOLD_EVERY), world.clock.now()
        for seconds, shop, draft in sorted(orders, key=lambda order: order[0]):
            timeline.run(began + timedelta(seconds=seconds))
            shop.account.sales.finalise(draft)
            if shop is not flooded:
                seen.finalised[shop.account.realm_id, draft] = world.clock.now()
        while seen.finalised.keys() - seen.sent and world.clock.now() < began + _AT_MOST:
            timeline.run_for(_PATIENCE)
        return seen.waits


def _orders(scene: Scene, flooded: Shop, shops: list[Shop]) -> Iterator[tuple[float, Shop, str]]:
    """When which draft becomes an invoice."""
    for number, draft in enumerate(flooded.drafts(scene.flood)):
        yield number / scene.flood_per_second if scene.flood_per_second else 0, flooded, draft
    for turn, shop in enumerate(shops):
        for number, draft in enumerate(shop.drafts(scene.invoices // scene.others)):
            yield (turn + number * scene.others) / scene.per_second, shop, draft


def beside_a_flood(scene: Scene) -> Iterator[Figure]:
    """The waits of the others alone, and beside the flood. HubSpot gathers what it tells while there is always something."""
    alone, beside = waited(replace(scene, flood=0)), waited(scene)
    half, nearly_all = (percentile(alone, share) for share in (0.5, 0.99))
    yield Figure("p50 of the others, virtual", percentile(beside, 0.5), "s", floor=half)
    yield Figure("p99 of the others, virtual", percentile(beside, 0.99), "s", floor=nearly_all, target=1.5 * nearly_all)


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
