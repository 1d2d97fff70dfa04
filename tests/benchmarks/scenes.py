"""What each measure plays, and the figures that it makes of it. `most` is what the count may be."""

from collections.abc import Callable, Iterator

from counterfoil.domain.identity import EntityKind, System
from infra.sandbox.people.bookkeeper import Row
from tests.benchmarks.adopting import adopted, synced_before
from tests.benchmarks.arriving import POLLS, Shop, selling
from tests.benchmarks.costs import of_invoices as cost_of_invoices
from tests.benchmarks.costs import total
from tests.benchmarks.counting import vendor_calls
from tests.benchmarks.figures import Figure
from tests.benchmarks.idling import AT_FIRST, AWS, METERED, idle_connection
from tests.benchmarks.intake import seconds_at, taking_in
from tests.benchmarks.many import polled
from tests.benchmarks.metering import Metered
from tests.benchmarks.mirroring import mirroring, shown
from tests.benchmarks.pacing import percentile
from tests.benchmarks.paying import Received, by_poll, by_webhook, floor_of, sold
from tests.benchmarks.planning import applied, awaiting_a_plan, planned
from tests.benchmarks.prices import AWS_SECONDS
from tests.benchmarks.starting import EVERY, ratios
from tests.benchmarks.units import fill, of_invoices
from tests.remedies.office import Office
from tests.simulation.aws.deployed import DEPLOYED

_DELIVERIES = 100

Way = Callable[[Shop, list[Row]], Received]


def burst(many: int, *, most: float) -> Iterator[Figure]:
    """Invoices of linked customers, all at once.

    Of a thousand there must be 79 calls: ten reads of invoices, five of associations, 20 of lines, 34 batches, ten showings.
    """
    with selling() as shop:
        calls = shop.at_once(many)
    yield Figure("vendor calls, polls included", vendor_calls(calls), floor=many * 0.079, target=most)
    yield Figure("metered, beside one for each poll", calls["metered"] - POLLS, "reads", target=0)


def singly(many: int) -> Iterator[Figure]:
    """The same, each told when the one before it is done."""
    with selling() as shop:
        calls = shop.one_by_one(many)
    yield Figure("vendor calls", vendor_calls(calls), floor=many * 4, target=many * 4.5)
    yield Figure("metered", calls["metered"], "reads", target=0)


def of_new_customers(many: int) -> Iterator[Figure]:
    """Each for somebody whom QuickBooks does not know; one read more tells once whether it minds capital letters.

    There must be three calls more for each: a read of the contact, one that looks for the customer, and a create.
    """
    with selling(buyers_known=False) as shop:
        calls = shop.one_by_one(many)
    yield Figure("vendor calls", vendor_calls(calls), floor=many * 7)
    yield Figure("metered", calls["metered"], "reads", floor=many, target=many + 1)


def burst_of_new_customers(many: int, *, most: float) -> Iterator[Figure]:
    """The same, all at once: of a thousand, ten reads of contacts, one that looks for customers, and 34 batches more."""
    with selling(buyers_known=False) as shop:
        calls = shop.at_once(many)
    yield Figure("vendor calls, polls included", vendor_calls(calls), floor=many * 0.124)
    yield Figure("metered, beside one for each poll", calls["metered"] - POLLS, "reads", target=most)


def paid(many: int, way: Way, *, most: float, metered: int) -> Iterator[Figure]:
    """Payments that somebody enters in QuickBooks."""
    with selling() as shop:
        received = way(shop, sold(shop, many))
    yield Figure("vendor calls until carried", vendor_calls(received.carried), floor=floor_of(many), target=most)
    yield Figure("metered until carried", received.carried["metered"], "reads", target=metered)
    yield Figure("vendor calls by the next polls", vendor_calls(received.afterwards))


def paid_by_webhook(many: int, *, most: float, metered: int) -> Iterator[Figure]:
    """Payments that both vendors tell of."""
    return paid(many, by_webhook, most=most, metered=metered)


def paid_by_poll(many: int, *, most: float, metered: int) -> Iterator[Figure]:
    """Payments of which QuickBooks tells nobody."""
    return paid(many, by_poll, most=most, metered=metered)


def units(many: int, *, at_once: bool, writes: float, reads: float, links: int = 0) -> Iterator[Figure]:
    """What DynamoDB counts for each of so many invoices, with so many links there already."""
    found = _with_links(many, links, at_once=at_once)
    yield Figure("written", found.writes.total() / many, "units", target=writes)
    yield Figure("read", sum(found.reads.values()) / many, "units", target=reads)
    yield Figure("accesses that go by no key", len(found.unbounded), target=0)
    yield Figure("calls of AWS", found.calls.total() / many)


def flat(many: int, *, few: int, links: int) -> Iterator[Figure]:
    """How much more DynamoDB counts for each of so many invoices with so many links there already than with few."""
    for at_once, how in ((True, "at once"), (False, "one by one")):
        fewer, more = (_with_links(many, there, at_once=at_once) for there in (few, links))
        yield Figure(f"written, {how}", more.writes.total() / fewer.writes.total(), "x", floor=1, target=1.05)
        yield Figure(f"read, {how}", sum(more.reads.values()) / sum(fewer.reads.values()), "x", floor=1, target=1.05)
        yield Figure(f"accesses that go by no key, {how}", len(more.unbounded), target=0)


def _with_links(many: int, links: int, *, at_once: bool) -> Metered:
    with selling() as shop:
        fill(shop, links)
        return of_invoices(shop, many, at_once=at_once)


def cost(many: int, *, at_once: bool, most: float) -> Iterator[Figure]:
    """What AWS takes for a million invoices that cost what so many did."""
    with selling() as shop:
        rows = cost_of_invoices(shop, many, at_once=at_once)
    for row in rows:
        yield Figure(row.what, row.usd, "USD")
    yield Figure("all of a million invoices", total(rows), "USD", target=most)


def idle(hours: int) -> Iterator[Figure]:
    """A connection at which nothing happens: a poll every ten minutes, and what a day asks for besides."""
    calls, day = idle_connection(hours), 24
    yield Figure("metered", calls[METERED], "reads", floor=6 * hours, target=150 * hours / day)
    yield Figure("HubSpot", calls[System.HUBSPOT], floor=4 * 6 * hours, target=600 * hours / day)
    yield Figure("AWS", calls[AWS], target=1_500 * hours / day + (AT_FIRST if hours < day else 0))


def delivered() -> Iterator[Figure]:
    """A delivery of a hundred events; a call of AWS takes 5 ms."""
    for kinds in ([EntityKind.INVOICE], list(EntityKind)):
        calls, took = taking_in(kinds).total(), seconds_at(kinds, _DELIVERIES)
        p99 = 1_000 * (percentile(took, 0.99) + calls * AWS_SECONDS)
        yield Figure(f"AWS, {len(kinds)} of the kinds", calls, floor=len(kinds), target=len(kinds))
        yield Figure(f"p99 of the function, {len(kinds)} of the kinds", p99, "ms", target=60, counted=False)


def starts() -> Iterator[Figure]:
    """A cold start of each function, in processor time, beside a bare handler's."""
    most = {"webhook_intake": 5, "console": 9}
    for name, ratio in sorted(ratios(EVERY).items()):
        yield Figure(name, ratio, "x", target=most.get(name, 8), counted=False)


def connections(many: int, flood: int) -> Iterator[Figure]:
    """How soon so many connections are polled that a schedule asks for, a tenth of a second a call.

    They are quiet, and quiet but for one with a `flood` of changed contacts.
    """
    here, beside = polled(many, 0.05), polled(many, 0.05, flood)
    yield Figure("not polled", 2 * many - len(here.calls), "portals and companies", target=0)
    yield Figure("pollers at once", here.most_at_once, "pollers")
    yield Figure("until all are polled, virtual", here.waits[-1], "s", target=DEPLOYED.poll_every.total_seconds())
    yield Figure("not polled beside one that floods", 2 * (many - 1) - len(beside.calls), "portals and companies", target=0)
    quiet, others = (percentile(one.waits, 0.99) for one in (here, beside))
    yield Figure("p99 of the others beside it, virtual", others, "s", floor=quiet, target=1.5 * quiet)


def mirrored(many: int) -> Iterator[Figure]:
    """QuickBooks' own invoices, shown in HubSpot."""
    with mirroring() as world:
        calls = shown(world, many)
    floor = 3 + many * 0.03
    yield Figure("vendor calls", calls.total(), floor=floor, target=floor * 1.2)


def planned_and_applied(many: int) -> Iterator[Figure]:
    """A plan of invoices, and of customers that both sides have."""
    with awaiting_a_plan(many) as world:
        _, for_planning = planned(world)
        _, for_applying = applied(world)
    yield Figure("vendor calls to plan", for_planning.total())
    yield Figure("vendor calls to apply", for_applying.total())


def linked(pairs: int) -> Iterator[Figure]:
    """Pairs of invoices, each with a pair of customers, that another integration has synced."""
    with Office.opened() as office:
        called = adopted(office, synced_before(office, pairs))
    yield Figure("HubSpot", called[System.HUBSPOT]["total"], target=pairs * 0.44)
    yield Figure("QuickBooks", called[System.QUICKBOOKS]["total"])
    yield Figure("metered", called[System.QUICKBOOKS]["metered"], "reads", target=pairs * 0.08)
