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
from counterfoil.engine.browse.records import RecordList, Wanted
from counterfoil_console.pages.parts import Option
from counterfoil_console.pages.records import Column, RecordFilter, RecordLine, RecordsPage
from counterfoil_console.presenting.sums import amount_of

PERIODS: Mapping[str, timedelta] = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page of a list begins: at which record of all, behind which token; "" for the beginning."""

    first: int = 1
    after: str = ""


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


def records_page(
    shown: RecordFilter, listed: RecordList, tally: Mapping[Place, Count], columns: tuple[Column, ...], position: Position
) -> RecordsPage:
    """A page of records, with the counts of every status beside it."""
    return RecordsPage(
        filter=shown,
        counts=_counts(shown, tally),
        lines=tuple(map(_line, listed.outcomes)),
        categories=_categories(shown, tally),
        columns=columns,
        total=listed.total,
        first=position.first,
        newer="",
        older=f"{position.first + len(listed.outcomes)}~{listed.next_page}" if listed.next_page else "",
    )


def position_of(text: str) -> Position:
    """Where a page begins, as the address of the page says. Raises ValueError when it says something else."""
    if not text:
        return Position()
    first, _, after = text.partition("~")
    if not first.isascii() or not first.isdigit() or not after or len(first) > len("1000000000"):
        raise ValueError("not a page of records")
    return Position(int(first), after)


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
