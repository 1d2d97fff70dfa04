"""How many records stand how and what they come to, and what a day brought: counted as outcomes are recorded."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.money import ZERO
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.values import dataclass

KindAndStatus = tuple[EntityKind, OutcomeStatus]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where records are counted together: one kind, status, category (None for none) and currency ("" for no document)."""

    kind: EntityKind
    status: OutcomeStatus
    category: ErrorCategory | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many records there are, and what their amounts come to.

    `changed_at` is when one of them came or went last, as far as is known; counts that differ in it alone are equal.
    """

    records: int = 0
    money: Decimal = ZERO
    changed_at: datetime | None = field(default=None, compare=False)

    def __add__(self, other: "Count") -> "Count":
        moments = [moment for moment in (self.changed_at, other.changed_at) if moment]
        return Count(self.records + other.records, self.money + other.money, max(moments, default=None))

    def without(self, other: "Count", at: datetime) -> "Count":
        """The count once these have gone."""
        return self + Count(-other.records, -other.money, at)


@dataclass(frozen=True, slots=True)
class Day:
    """What a day (UTC) brought: how many records were brought in step, and by how many more now need a person."""

    day: date
    carried: int = 0
    needy: int = 0


def place_of(outcome: SyncOutcome) -> Place:
    """Where a record is counted that stands so."""
    listing = outcome.listing
    return Place(kind=outcome.kind, status=outcome.status, category=outcome.category, currency=listing.currency)


def count_of(outcome: SyncOutcome) -> Count:
    """One record with its amount."""
    return Count(1, outcome.listing.amount or ZERO, outcome.at)


def by_kind_and_status(counts: Mapping[Place, Count]) -> Mapping[KindAndStatus, int]:
    """How many records stand how, whatever for; zero counts are absent."""
    summed: Counter[KindAndStatus] = Counter()
    for place, count in counts.items():
        summed[place.kind, place.status] += count.records
    return {standing: records for standing, records in summed.items() if records}


def moves(pairs: Iterable[tuple[SyncOutcome, SyncOutcome | None]]) -> Mapping[Place, Count]:
    """By how much the counts change when each record stands as its first outcome says, no more as its second one."""
    changed: dict[Place, Count] = {}
    for now, before in pairs:
        changed[place_of(now)] = changed.get(place_of(now), Count()) + count_of(now)
        if before:
            changed[place_of(before)] = changed.get(place_of(before), Count()).without(count_of(before), now.at)
    return {place: count for place, count in changed.items() if count != Count()}


def brought(pairs: Iterable[tuple[SyncOutcome, SyncOutcome | None]]) -> Mapping[date, Day]:
    """What each day is to be counted for, by the moments of the outcomes."""
    carried: Counter[date] = Counter()
    needy: Counter[date] = Counter()
    for now, before in pairs:
        day = now.at.date()
        carried[day] += now.status is OutcomeStatus.IN_SYNC
        needy[day] += _is_needy(now) - _is_needy(before)
    return {day: Day(day, carried[day], needy[day]) for day in sorted(carried) if carried[day] or needy[day]}


def _is_needy(outcome: SyncOutcome | None) -> bool:
    return outcome is not None and outcome.status is OutcomeStatus.FAILING
