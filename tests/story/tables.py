"""What the story shows at its end: what every customer owes by the books and in both systems, and what differs."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rich import box
from rich.console import RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from counterfoil.domain.identity import System
from tests.story.audit import Ledgers
from tests.story.books import HUBSPOT, QUICKBOOKS, Bill, Books, Settlement
from tests.story.figures import NOTHING
from tests.story.story import Step


def steps_by_month(steps: Sequence[Step]) -> Table:
    """How many steps each month had, and how long they took."""
    table = _table("The year", "Month", ">Steps", ">Seconds")
    for month in dict.fromkeys(step.month for step in steps):
        of_month = [step.seconds for step in steps if step.month == month]
        table.add_row(month, str(len(of_month)), f"{sum(of_month):.1f}")
    table.add_section()
    table.add_row("Together", str(len(steps)), f"{sum(step.seconds for step in steps):.1f}")
    return table


def reconciliation(title: str, books: Books, ledgers: Ledgers) -> Table:
    """What every customer owes: by the books, and as each system says; and why the systems differ, where they do."""
    table = _table(
        title, "Customer", "", ">Books: HubSpot", ">HubSpot", ">Books: QuickBooks", ">QuickBooks", "Why they differ"
    )
    expected = {system: books.owed(system) for system in System}
    found = {system: ledgers.owed(system) for system in System}
    for whose in sorted({*expected[HUBSPOT], *expected[QUICKBOOKS], *found[HUBSPOT], *found[QUICKBOOKS]}):
        sums = [_figure(one[system].get(whose, NOTHING)) for system in System for one in (expected, found)]
        table.add_row(*whose, *sums, "; ".join(_reasons(books, whose)))
    return table


def verdict(found: Sequence[str], steps: Sequence[Step], books: Sequence[Books], seconds: float) -> RenderableType:
    """Whether everything is as the books say."""
    if found:
        return Panel(Text("\n".join(found)), title="Not as the books say", style="red")
    bills = [bill for one in books for bill in one.bills]
    payments = sum(one.money for bill in bills for one in bill.settled)
    told = f"{len(steps)} steps; {len(bills)} invoices and {payments} payments are as the books say, to the cent."
    lasted = f"The story took {seconds:.0f} seconds."
    return Panel(f"{told}\n{lasted}", title="As a bookkeeper would expect", style="green")


def _reasons(books: Books, whose: tuple[str, str]) -> Iterator[str]:
    """What is counted in one system only."""
    for bill in books.bills:
        if any((bill.parties.get(system, bill.party).key, bill.currency) == whose for system in System):
            yield from (f"{bill.title}: {reason}" for reason in _of(bill))


def _of(bill: Bill) -> Iterator[str]:
    if len({bill.parties.get(system, bill.party).key for system in System}) > 1:
        yield "another customer in QuickBooks"
    if bill.absent and bill.balance((set(System) - bill.absent).pop()):
        yield f"only in {(set(System) - bill.absent).pop().brand} ({bill.standing.category or bill.standing.words})"
    yield from (reason for one in bill.settled if (reason := _settled(one)))


def _settled(one: Settlement) -> str:
    if one.kept and QUICKBOOKS in one.where:
        return f"{one.kept} kept as credit"
    if len(one.where) == 1:
        return f"{one.amount} settled {'by money' if one.money else 'without money'} in {next(iter(one.where)).brand} only"
    return ""


def _figure(amount: Decimal) -> str:
    return f"{amount:,.2f}" if amount else "-"


def _table(title: str, *columns: str) -> Table:
    """A table; columns that begin with > are numbers."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column.removeprefix(">"), justify="right" if column.startswith(">") else "left")
    return table
