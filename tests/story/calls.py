"""How many vendor calls much work takes, counted as the benchmarks count them: in one process, on a virtual clock."""

from collections.abc import Iterator

from rich import box
from rich.table import Table

from counterfoil.domain.identity import System
from tests.benchmarks.adopting import adopted, synced_before
from tests.benchmarks.mirroring import FLOOR, INVOICES, mirroring, shown
from tests.benchmarks.planning import MANY, applied, awaiting_a_plan, planned
from tests.remedies.office import Office
from tests.story.story import Say

PAIRS = 1_000

type Counted = tuple[str, int, int]
"""What was done, and the calls to HubSpot and to QuickBooks."""


def calls_for_much_work(say: Say) -> Table:
    """A table of the calls for a thousand records; takes some minutes."""
    table = Table("Calls", "HubSpot", "QuickBooks", title="Much work", title_justify="left", box=box.SIMPLE_HEAD)
    for count in (_mirrored, _planned, _adopted):
        for what, hubspot, quickbooks in count():
            say(f"Counted: {what}")
            table.add_row(what, str(hubspot), str(quickbooks))
    return table


def _mirrored() -> Iterator[Counted]:
    with mirroring() as world:
        calls = shown(world)
    quickbooks = sum(count for name, count in calls.items() if name.startswith(System.QUICKBOOKS))
    yield f"{INVOICES} invoices of QuickBooks with two lines shown (floor {FLOOR})", calls.total() - quickbooks, quickbooks


def _planned() -> Iterator[Counted]:
    with awaiting_a_plan() as world:
        for what, (_, calls) in (("planned", planned(world)), ("applied", applied(world))):
            yield f"{MANY} invoices and {MANY} customers {what}", calls[System.HUBSPOT], calls[System.QUICKBOOKS]


def _adopted() -> Iterator[Counted]:
    with Office.opened() as office:
        meters = adopted(office, synced_before(office, PAIRS))
    totals = [meters[system]["total"] for system in (System.HUBSPOT, System.QUICKBOOKS)]
    yield f"{PAIRS} pairs of invoices adopted, with {PAIRS} pairs of customers", totals[0], totals[1]
