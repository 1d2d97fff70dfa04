"""What the demo shows at its end."""

from collections.abc import Sequence
from decimal import Decimal

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.texts import words
from infra.demo import texts
from infra.demo.cast import Cast
from infra.demo.ledgers import Entry, Ledger
from infra.demo.shapes import BROKEN, NOT_BOOKED
from infra.demo.stage import Counted
from infra.sandbox.remote import Calls

WIDTH = 132
"""Columns, where the output is no terminal."""


def console() -> Console:
    """Where the demo speaks: plain and wide when it is piped."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=WIDTH)


def summary(cast: Cast, hubspot: Ledger) -> RenderableType:
    """Everything that was seen."""
    return Group(_invoices(cast, hubspot), _changes(cast), _calls(cast.seen.calls), _troubles(cast))


def verdict(found: Sequence[str], hubspot: Ledger, seconds: float) -> RenderableType:
    """Whether both ledgers are the same, and how long it all took."""
    if found:
        return Panel(Text("\n".join(found)), title="The ledgers differ", style="red")
    total = sum(entry.total for entry in hubspot.invoices)
    agreed = texts.AGREED(invoices=len(hubspot.invoices), total=texts.shown(Decimal(total)), payments=len(hubspot.payments))
    return Panel(f"{agreed}\n{texts.LASTED(seconds=round(seconds))}", title="Both ledgers agree", style="green")


def _invoices(cast: Cast, hubspot: Ledger) -> Table:
    table = _table(
        "Invoices", "Invoice", "HubSpot id", "QuickBooks id", "Number", ">Total", ">Balance", "Status", ">Seconds"
    )
    entries = {entry.number: entry for entry in hubspot.invoices}
    booked = cast.books.invoices()
    for shape, draft in cast.drafts.items():
        if shape in NOT_BOOKED:
            standing = words.STANDING[OutcomeStatus.FAILING if shape is BROKEN else OutcomeStatus.EXCLUDED]
            table.add_row(shape.title, draft.id, "none", draft.number, "", "", standing, "")
            continue
        found = booked[draft.number]["Id"] if draft.number in booked else "missing"
        seconds = f"{cast.seen.seconds[draft.number]:.1f}"
        table.add_row(shape.title, draft.id, found, draft.number, *_figures(entries[draft.number]), seconds)
    return table


def _figures(entry: Entry) -> tuple[str, str, str]:
    return f"{entry.total:,.2f}", f"{entry.balance:,.2f}", entry.status


def _changes(cast: Cast) -> Table:
    numbers = {draft.number for draft in cast.drafts.values()}
    table = _table("Afterwards", "Change", ">Seconds until the other side showed it")
    for name, seconds in cast.seen.seconds.items():
        if name not in numbers:
            table.add_row(name, f"{seconds:.1f}")
    return table


def _calls(acts: Sequence[tuple[str, Counted]]) -> Table:
    table = _table("Vendor calls of the product", "While", ">HubSpot", ">QuickBooks, free", ">QuickBooks, metered")
    sums = [Calls(), Calls()]
    for title, (hubspot, quickbooks) in acts:
        table.add_row(title, str(hubspot.free), str(quickbooks.free), str(quickbooks.metered))
        sums = [sums[0] + hubspot, sums[1] + quickbooks]
    table.add_section()
    table.add_row("Together", str(sums[0].free), str(sums[1].free), str(sums[1].metered))
    return table


def _troubles(cast: Cast) -> Group:
    seen = cast.seen
    told = Text(f"{seen.failure}\n\nReported to a person:\n{seen.report}")
    return Group(
        Panel(told, title=f"Needs you: invoice {cast.drafts[BROKEN].number}"),
        Panel(Text(seen.left_out), title="Left out by the rule for invoices"),
        Panel(Text(f"Forged webhook: {seen.forged}\nLost webhook: {seen.rescue}"), title="Webhooks"),
    )


def _table(title: str, *columns: str) -> Table:
    """A table; columns that begin with > are numbers."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column.removeprefix(">"), justify="right" if column.startswith(">") else "left")
    return table
