"""Every measure that `poe bench` plays, in full and, where counts at small numbers say as much, in short.

The targets of the full ones are what the product is to reach. Those of the short ones are what it has reached, with what
each burst and poll takes however small it is: they hold what was won.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from tests.benchmarks import scenes
from tests.benchmarks.beside.figures import beside_a_loop, beside_a_tap, died_and_run_again
from tests.benchmarks.figures import Figure
from tests.benchmarks.flooding import Scene, beside_a_flood
from tests.benchmarks.living import lag
from tests.benchmarks.pacing import at_the_limit, waiting

Play = Callable[[], Iterable[Figure]]


@dataclass(frozen=True, slots=True)
class Measure:
    """A scene and its figures; one without a `short` form is left out of short runs."""

    title: str
    full: Play
    short: Play | None = None


ARRIVING = (
    Measure(
        "Invoices of linked customers, all at once",
        partial(scenes.burst, 1_000, most=95),
        partial(scenes.burst, 100, most=23),
    ),
    Measure("Invoices of linked customers, one by one", partial(scenes.singly, 50), partial(scenes.singly, 10)),
    Measure(
        "Invoices of new customers, all at once",
        partial(scenes.burst_of_new_customers, 1_000, most=10),
        partial(scenes.burst_of_new_customers, 90, most=2),
    ),
    Measure(
        "Invoices of new customers, one by one",
        partial(scenes.of_new_customers, 50),
        partial(scenes.of_new_customers, 5),
    ),
    Measure(
        "At the vendors' pace, 1 a second",
        partial(waiting, 1, 120, half=0.7, nearly_all=2),
        partial(waiting, 1, 20, half=0.7, nearly_all=2),
    ),
    Measure(
        "At the vendors' pace, 5 a second",
        partial(waiting, 5, 300, half=1, nearly_all=3),
        partial(waiting, 5, 40, half=1, nearly_all=3),
    ),
    Measure(
        "At the vendors' pace, new customers at once",
        partial(at_the_limit, 0, 1_000, buyers_known=False, share=1 / 1.1),
        partial(at_the_limit, 0, 1_000, buyers_known=False, share=1 / 1.1),
    ),
    Measure(
        "At the vendors' pace, a backfill",
        partial(at_the_limit, 0, 10_000, buyers_known=True, share=1 / 1.1),
        partial(at_the_limit, 0, 1_000, buyers_known=True, share=1 / 1.1),
    ),
    Measure("More than QuickBooks takes for ten minutes", partial(at_the_limit, 25, 15_000, buyers_known=True, share=0.9)),
    Measure(
        "Beside a connection that gets 2,000 invoices at once, 1 a second for 19 others",
        partial(beside_a_flood, Scene(others=19, invoices=114, per_second=1, flood=2_000)),
    ),
    Measure(
        "Beside a connection that gets 30 invoices a second, 1 a second for 19 others",
        partial(beside_a_flood, Scene(others=19, invoices=57, per_second=1, flood=1_800, flood_per_second=30)),
        partial(beside_a_flood, Scene(others=3, invoices=12, per_second=1, flood=300, flood_per_second=25)),
    ),
    Measure("From finalised to shown as booked on the local AWS, 1 a second", partial(lag, 1, 60)),
    Measure("From finalised to shown as booked on the local AWS, 5 a second", partial(lag, 5, 200)),
)

CARRIED_BACK = (
    Measure(
        "QuickBooks' payments, told by webhooks",
        partial(scenes.paid_by_webhook, 1_000, most=80, metered=4),
        partial(scenes.paid_by_webhook, 30, most=13, metered=2),
    ),
    Measure(
        "QuickBooks' payments, found by polls",
        partial(scenes.paid_by_poll, 1_000, most=80, metered=4),
        partial(scenes.paid_by_poll, 30, most=19, metered=3),
    ),
    Measure("QuickBooks' invoices shown in HubSpot", partial(scenes.mirrored, 1_000), partial(scenes.mirrored, 100)),
)

BEFORE_AND_BESIDE = (
    Measure(
        "A plan of invoices and customers that both sides have",
        partial(scenes.planned_and_applied, 1_000),
        partial(scenes.planned_and_applied, 100),
    ),
    Measure("Pairs that another integration has synced", partial(scenes.linked, 1_000), partial(scenes.linked, 100)),
    Measure(
        "The same invoices beside a loop over the vendors' clients", partial(beside_a_loop, 200), partial(beside_a_loop, 120)
    ),
    Measure(
        "The same where a process dies at the fiftieth of a thousand, and runs again",
        partial(died_and_run_again, 1_000, 50),
    ),
    Measure("Finding changed contacts beside a tap", partial(beside_a_tap, 5_000)),
)

RUNNING = (
    Measure("A delivery of a hundred events", scenes.delivered, scenes.delivered),
    Measure("A quiet connection, for a day", partial(scenes.idle, 24), partial(scenes.idle, 2)),
    Measure(
        "A thousand connections, quiet and beside one with 5,000 changes",
        partial(scenes.connections, 1_000, 5_000),
        partial(scenes.connections, 40, 400),
    ),
    Measure("A cold start beside a bare one", scenes.starts),
)

COSTS = (
    Measure(
        "DynamoDB's units for an invoice of many at once, with 100,000 links",
        partial(scenes.units, 100, at_once=True, writes=8, reads=5, links=100_000),
        partial(scenes.units, 20, at_once=True, writes=9.5, reads=5.5),
    ),
    Measure(
        "DynamoDB's units for an invoice that comes alone",
        partial(scenes.units, 20, at_once=False, writes=12, reads=10),
        partial(scenes.units, 5, at_once=False, writes=12.5, reads=9.5),
    ),
    Measure(
        "DynamoDB's units with 100,000 links, beside 1,000",
        partial(scenes.flat, 20, few=1_000, links=100_000),
        partial(scenes.flat, 5, few=100, links=5_000),
    ),
    Measure(
        "What AWS takes for a million invoices, many at once",
        partial(scenes.cost, 100, at_once=True, most=8),
        partial(scenes.cost, 20, at_once=True, most=9),
    ),
    Measure(
        "What AWS takes for a million invoices, one by one",
        partial(scenes.cost, 20, at_once=False, most=20),
        partial(scenes.cost, 5, at_once=False, most=21),
    ),
)

MEASURES = (*ARRIVING, *CARRIED_BACK, *BEFORE_AND_BESIDE, *RUNNING, *COSTS)
