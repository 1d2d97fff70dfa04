"""Every measure that `poe bench` plays, in full and, where counts at small numbers say as much, in short."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from counterfoil.domain.identity import System
from infra.sandbox.people.bookkeeper import Row
from tests.benchmarks.adopting import adopted, synced_before
from tests.benchmarks.arriving import POLLS, Shop, selling
from tests.benchmarks.beside.figures import beside_a_loop, beside_a_tap
from tests.benchmarks.costs import of_invoices as cost_of_invoices
from tests.benchmarks.costs import total
from tests.benchmarks.counting import vendor_calls
from tests.benchmarks.figures import Figure
from tests.benchmarks.living import lag
from tests.benchmarks.mirroring import mirroring, shown
from tests.benchmarks.pacing import at_the_limit, waiting
from tests.benchmarks.paying import Received, by_poll, by_webhook, floor_of, sold
from tests.benchmarks.planning import applied, awaiting_a_plan, planned
from tests.benchmarks.units import fill, of_invoices
from tests.remedies.office import Office

Play = Callable[[], Iterable[Figure]]


@dataclass(frozen=True, slots=True)
class Measure:
    """A scene and its figures; one without a `short` form is left out of short runs."""

    title: str
    full: Play
    short: Play | None = None


def _at_once(many: int) -> Iterator[Figure]:
    with selling() as shop:
        calls = shop.at_once(many)
    yield Figure("vendor calls, polls included", vendor_calls(calls), floor=many * 0.124, target=many * 0.095)
    yield Figure("metered, beside one for each poll", calls["metered"] - POLLS, "reads", target=0)


def _one_by_one(many: int) -> Iterator[Figure]:
    with selling() as shop:
        calls = shop.one_by_one(many)
    yield Figure("vendor calls", vendor_calls(calls), floor=many * 4, target=many * 4.5)
    yield Figure("metered", calls["metered"], "reads", target=0)


def _of_new_customers(many: int) -> Iterator[Figure]:
    with selling(buyers_known=False) as shop:
        calls = shop.one_by_one(many)
    yield Figure("vendor calls", vendor_calls(calls))
    yield Figure("metered", calls["metered"], "reads", target=many + 1)


def _paid(many: int, way: Callable[[Shop, list[Row]], Received], most_metered: int) -> Iterator[Figure]:
    with selling() as shop:
        received = way(shop, sold(shop, many))
    both = received.carried + received.afterwards
    yield Figure("vendor calls, polls included", vendor_calls(both), floor=floor_of(many), target=many * 0.08)
    yield Figure("metered until carried", received.carried["metered"], "reads", target=most_metered)


def _units(many: int, *, at_once: bool, writes: int, reads: int, links: int = 0) -> Iterator[Figure]:
    with selling() as shop:
        fill(shop, links)
        found = of_invoices(shop, many, at_once=at_once)
    yield Figure("written", found.writes.total() / many, "units", target=writes)
    yield Figure("read", sum(found.reads.values()) / many, "units", target=reads)
    yield Figure("accesses that go by no key", len(found.unbounded), target=0)
    yield Figure("calls of AWS", found.calls.total() / many)


def _cost(many: int, *, at_once: bool, usd: float) -> Iterator[Figure]:
    with selling() as shop:
        rows = cost_of_invoices(shop, many, at_once=at_once)
    for row in rows:
        yield Figure(row.what, row.usd, "USD")
    yield Figure("all of a million invoices", total(rows), "USD", target=usd)


def _mirrored(many: int) -> Iterator[Figure]:
    with mirroring() as world:
        calls = shown(world, many)
    floor = 3 + many * 0.03
    yield Figure("vendor calls", calls.total(), floor=floor, target=floor * 1.2)


def _planned(many: int) -> Iterator[Figure]:
    with awaiting_a_plan(many) as world:
        _, for_planning = planned(world)
        _, for_applying = applied(world)
    yield Figure("vendor calls to plan", for_planning.total())
    yield Figure("vendor calls to apply", for_applying.total())


def _adopted(pairs: int) -> Iterator[Figure]:
    with Office.opened() as office:
        called = adopted(office, synced_before(office, pairs))
    yield Figure("HubSpot", called[System.HUBSPOT]["total"], target=pairs * 0.44)
    yield Figure("QuickBooks", called[System.QUICKBOOKS]["total"])
    yield Figure("metered", called[System.QUICKBOOKS]["metered"], "reads", target=pairs * 0.08)


MEASURES = (
    Measure("Invoices of linked customers, all at once", partial(_at_once, 1_000), partial(_at_once, 100)),
    Measure("Invoices of linked customers, one by one", partial(_one_by_one, 50), partial(_one_by_one, 10)),
    Measure("Invoices of new customers, one by one", partial(_of_new_customers, 50), partial(_of_new_customers, 5)),
    Measure("At the vendors' pace, 1 a second", partial(waiting, 1, 120, half=0.7, nearly_all=2)),
    Measure("At the vendors' pace, 5 a second", partial(waiting, 5, 300, half=1, nearly_all=3)),
    Measure(
        "At the vendors' pace, new customers at once", partial(at_the_limit, 0, 1_000, buyers_known=False, share=1 / 1.1)
    ),
    Measure("At the vendors' pace, a backfill", partial(at_the_limit, 0, 10_000, buyers_known=True, share=1 / 1.1)),
    Measure("More than QuickBooks takes for ten minutes", partial(at_the_limit, 25, 15_000, buyers_known=True, share=0.9)),
    Measure(
        "QuickBooks' payments, told by webhooks", partial(_paid, 1_000, by_webhook, 4), partial(_paid, 100, by_webhook, 4)
    ),
    Measure("QuickBooks' payments, found by polls", partial(_paid, 1_000, by_poll, 4), partial(_paid, 100, by_poll, 4)),
    Measure(
        "DynamoDB's units for an invoice of many at once, with 100,000 links",
        partial(_units, 100, at_once=True, writes=8, reads=5, links=100_000),
        partial(_units, 20, at_once=True, writes=8, reads=5),
    ),
    Measure(
        "DynamoDB's units for an invoice that comes alone",
        partial(_units, 20, at_once=False, writes=12, reads=10),
        partial(_units, 5, at_once=False, writes=12, reads=10),
    ),
    Measure(
        "What AWS takes for a million invoices, many at once",
        partial(_cost, 100, at_once=True, usd=8),
        partial(_cost, 20, at_once=True, usd=8),
    ),
    Measure(
        "What AWS takes for a million invoices, one by one",
        partial(_cost, 20, at_once=False, usd=20),
        partial(_cost, 5, at_once=False, usd=20),
    ),
    Measure("QuickBooks' invoices shown in HubSpot", partial(_mirrored, 1_000), partial(_mirrored, 100)),
    Measure("A plan of invoices and customers that both sides have", partial(_planned, 1_000), partial(_planned, 100)),
    Measure("Pairs that another integration has synced", partial(_adopted, 1_000), partial(_adopted, 100)),
    Measure("The same invoices beside a loop over the vendors' clients", partial(beside_a_loop, 200)),
    Measure("Finding changed contacts beside a tap", partial(beside_a_tap, 5_000)),
    Measure("From finalised to shown as booked on the local AWS, 1 a second", partial(lag, 1, 60)),
    Measure("From finalised to shown as booked on the local AWS, 5 a second", partial(lag, 5, 200)),
)
