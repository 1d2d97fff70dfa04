"""Reads all rows of a query although QuickBooks pages by position, and positions move while others work.

Every page but the first begins with rows of the page before, as QuickBooks advises. When it does not, so many rows have
gone meanwhile that others slipped past unseen: the page before is read again.
Source: https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from counterfoil.adapters.quickbooks.statements import LARGEST_PAGE

OVERLAP = 20
"""How many rows of the page before begin the next one."""

Row = Mapping[str, Any]
Rows = Sequence[Row | None]
"""A page; None stands for a row that QuickBooks has but cannot show."""


def every_row(read: Callable[[int], Rows], first: int = 1) -> Iterator[Row]:
    """All rows from the first position on, each state of a row once.

    `read` gives the page from a position, counted from 1, in a stable order.
    """
    seen: set[str] = set()
    told: set[tuple[str, str]] = set()
    start, rows = first, read(first)
    while True:
        shown = {(str(row["Id"]), str(row.get("SyncToken"))): row for row in rows if row}
        yield from (row for state, row in shown.items() if state not in told)
        if not is_full(rows):
            return
        told |= shown.keys()
        seen.update(record_id for record_id, _ in shown)
        start, rows = page_from(read, following(start, rows), lambda row: str(row["Id"]) in seen)


def page_from(read: Callable[[int], Rows], start: int, seen: Callable[[Row], bool]) -> tuple[int, Rows]:
    """The page at `start`, or as far before it as needed for it to begin with a row already seen; and where it begins."""
    while True:
        rows = read(start)
        first = next(filter(None, rows), None)
        if start == 1 or (first is not None and seen(first)):
            return start, rows
        start = max(1, start - LARGEST_PAGE)


def following(start: int, rows: Rows) -> int:
    """Where the page after this one begins."""
    return max(1, start + len(rows) - OVERLAP)


def is_full(rows: Rows) -> bool:
    """Whether there may be more."""
    return len(rows) >= LARGEST_PAGE
