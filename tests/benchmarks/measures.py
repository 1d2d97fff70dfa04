"""Every measure that `poe bench` plays, in full and, where counts at small numbers say as much, in short."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from counterfoil.domain.identity import System
from infra.sandbox.people.bookkeeper import Row
from tests.benchmarks.adopting import adopted, synced_before
from tests.benchmarks.arriving import Shop, selling
from tests.benchmarks.beside.figures import beside_a_loop, beside_a_tap
from tests.benchmarks.costs import of_invoices as cost_of_invoices
from tests.benchmarks.costs import total
from tests.benchmarks.counting import vendor_calls
from tests.benchmarks.figures import Figure
from tests.benchmarks.living import lag
from tests.benchmarks.mirroring import mirroring, shown
from tests.benchmarks.paying import Received, by_poll, by_webhook, floor_of, sold
from tests.benchmarks.planning import applied, awaiting_a_plan, planned
from tests.benchmarks.units import of_invoices as units_of_invoices
from tests.remedies.office import Office

Play = Callable[[], Iterable[Figure]]
Way = Callable[[Shop, list[Row]], Received]


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
    yield Figure("metered", calls["metered"], "reads", target=0)


def _one_by_one(many: int) -> Iterator[Figure]:
    with selling() as shop:
        calls = shop.one_by_one(many)
    yield Figure("vendor calls, polls included", vendor_calls(calls), floor=many * 4, target=many * 4.5)
    yield Figure("metered", calls["metered"], "reads", target=0)


def _paid(way: Way, many: int) -> Iterator[Figure]:
    with selling() as shop:
        received = way(shop, sold(shop, many))
    yield Figure("vendor calls", vendor_calls(received.carried), floor=floor_of(many), target=many * 0.08)
    yield Figure("metered", received.carried["metered"], "reads", floor=2, target=4)
    yield Figure("vendor calls of the next polls", vendor_calls(received.afterwards))


def _stored(many: int, *, at_once: bool) -> Iterator[Figure]:
    with selling() as shop:
        found = units_of_invoices(shop, many, at_once=at_once)
    writes, reads = (8, 5) if at_once else (12, 10)
    yield Figure("written for an invoice", found.writes.total() / many, "units", target=writes)
    yield Figure("read for an invoice", sum(found.reads.values()) / many, "units", target=reads)
    yield Figure("calls of AWS for an invoice", found.calls.total() / many)


def _cost(many: int, *, at_once: bool) -> Iterator[Figure]:
    with selling() as shop:
        rows = cost_of_invoices(shop, many, at_once=at_once)
    for row in rows:
        yield Figure(row.what, row.usd, "USD")
    yield Figure("a million invoices", total(rows), "USD", target=8 if at_once else 20)


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
    Measure(
        "Payments entered in QuickBooks, by webhook", partial(_paid, by_webhook, 1_000), partial(_paid, by_webhook, 100)
    ),
    Measure("Payments entered in QuickBooks, by poll", partial(_paid, by_poll, 1_000), partial(_paid, by_poll, 100)),
    Measure("DynamoDB, a burst", partial(_stored, 100, at_once=True), partial(_stored, 20, at_once=True)),
    Measure("DynamoDB, one by one", partial(_stored, 20, at_once=False), partial(_stored, 5, at_once=False)),
    Measure("What AWS takes for a burst", partial(_cost, 100, at_once=True), partial(_cost, 20, at_once=True)),
    Measure("What AWS takes one by one", partial(_cost, 20, at_once=False), partial(_cost, 5, at_once=False)),
    Measure("QuickBooks' invoices shown in HubSpot", partial(_mirrored, 1_000), partial(_mirrored, 100)),
    Measure("A plan of invoices and customers that both sides have", partial(_planned, 1_000), partial(_planned, 100)),
    Measure("Pairs that another integration has synced", partial(_adopted, 1_000), partial(_adopted, 100)),
    Measure("The same invoices beside a loop over the vendors' clients", partial(beside_a_loop, 200)),
    Measure("Finding changed contacts beside a tap", partial(beside_a_tap, 5_000)),
    Measure("From finalised to shown as booked on the local AWS, 1 a second", partial(lag, 1, 60)),
    Measure("From finalised to shown as booked on the local AWS, 5 a second", partial(lag, 5, 200)),
)
