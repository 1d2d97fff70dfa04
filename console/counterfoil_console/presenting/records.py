"""Lists of records."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.tally import Count, Place
from counterfoil.domain.telling import particulars_of, record_of
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.values import dataclass
from counterfoil.engine.browse.records import PAGE, RecordList, Wanted
from counterfoil_console.pages.parts import Option
from counterfoil_console.pages.records import Column, Order, RecordFilter, RecordLine, RecordsPage, Turn
from counterfoil_console.presenting.sums import amount_of

_BETWEEN = "\n"
"""No place has it in its token."""
PERIODS: Mapping[str, timedelta] = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


REMEMBERED = 10
"""So many pages of a list are gone back one by one; whoever has come further goes from there to the newest."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page of a list begins: at which record of all, behind which token; "" for the beginning.

    `before` are the places at which the pages before it begin, as addresses name them.
    """

    first: int = 1
    after: str = ""
    before: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """As an address names it."""
        return f"{self.first}~{self.after}" if self.after else ""


def wanted_by(shown: RecordFilter, now: datetime) -> Wanted:
    """What a filter of the page asks the list for."""
    period = PERIODS.get(shown.changed)
    return Wanted(
        kind=shown.kind,
        status=shown.status,
        category=ErrorCategory(shown.category) if shown.category else None,
        text=shown.q,
        since=now - period if period else None,
    )


def records_page(shown: RecordFilter, listed: RecordList, columns: tuple[Column, ...], position: Position) -> RecordsPage:
    """A page of records, with the counts of every status beside it."""
    return RecordsPage(
        filter=shown,
        counts=_counts(shown, listed.tally),
        lines=tuple(map(_line, listed.outcomes)),
        categories=_categories(shown, listed.tally),
        columns=columns,
        total=listed.total,
        order=_order(shown),
        may_be_more=listed.may_be_more,
        first=position.first,
        newer=_newer(position),
        older=_older(position, listed),
    )


def position_of(text: str, before: str) -> Position:
    """Where a page begins, and those before it, as its address says. Raises ValueError when that says something else.

    What it says of the others is looked at once somebody goes there.
    """
    if not text:
        return Position()
    first, _, after = text.partition("~")
    if not first.isascii() or not first.isdigit() or not after or len(first) > len("1000000000"):
        raise ValueError("not a page of records")
    return Position(int(first), after, tuple(before.split(_BETWEEN)) if before else ())


def _newer(position: Position) -> Turn | None:
    if not position.after:
        return None
    *before, last = position.before or ("",)
    return Turn(last, _BETWEEN.join(before), leaps=not last and position.first > PAGE + 1)


def _older(position: Position, listed: RecordList) -> Turn | None:
    if not listed.next_page:
        return None
    there = Position(position.first + len(listed.outcomes), listed.next_page)
    places = (*position.before, position.place) if position.after else ()
    return Turn(there.place, _BETWEEN.join(places[-REMEMBERED + 1 :]))


def _order(shown: RecordFilter) -> Order:
    if shown.q.strip():
        return Order.NAME
    return Order.OLDEST if shown.category else Order.LATEST


def _counts(shown: RecordFilter, tally: Mapping[Place, Count]) -> Mapping[OutcomeStatus, int]:
    return {
        status: sum(count.records for place, count in tally.items() if (place.kind, place.status) == (shown.kind, status))
        for status in OutcomeStatus
    }


def _categories(shown: RecordFilter, tally: Mapping[Place, Count]) -> tuple[Option, ...]:
    """The causes that records of the kind fail or wait for, and the one that is chosen."""
    there = {place.category for place in tally if place.kind is shown.kind and place.category}
    chosen = {ErrorCategory(shown.category)} if shown.category else set()
    titles = sorted((ERROR_TEXTS[one].title, str(one)) for one in there | chosen)
    return tuple(Option(value, title) for title, value in titles)


def _line(outcome: SyncOutcome) -> RecordLine:
    listing = outcome.listing
    own = amount_of(listing.amount, listing.currency)
    other = amount_of(listing.counterpart_amount, listing.currency)
    in_hubspot = outcome.ref.system is System.HUBSPOT
    return RecordLine(
        ref=outcome.ref,
        number=listing.name or record_of(outcome),
        status=outcome.status,
        at=outcome.at,
        customer=listing.detail,
        hubspot=own if in_hubspot else other,
        quickbooks=other if in_hubspot else own,
        why=why(outcome),
    )


def why(outcome: SyncOutcome) -> str:
    """Why a record stands as it does, in one sentence; what is in step says only what was remarked."""
    if outcome.category:
        return particulars_of(outcome) or ERROR_TEXTS[outcome.category].title
    if outcome.status is OutcomeStatus.EXCLUDED:
        return next(iter(outcome.reasons), "")
    return next(iter(outcome.remarks), "")
