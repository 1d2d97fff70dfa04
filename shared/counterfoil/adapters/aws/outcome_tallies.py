"""The counters beside the outcomes: how many records stand how, and what each day brought. They change with the outcomes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial

from counterfoil.adapters.aws.changes import Update
from counterfoil.adapters.aws.items import Item, stamp
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.money import ZERO
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.tally import Count, Day, Place, brought, moves

Replaced = Sequence[tuple[SyncOutcome, SyncOutcome | None]]
"""Outcomes of one connection, each with the one that stood before."""


def changes_of(connection_id: str, replaced: Replaced, keep_days: timedelta) -> Iterator[Update]:
    """By how much the counters change."""
    yield from (_counted(connection_id, place, by) for place, by in moves(replaced).items())
    yield from map(partial(_day, connection_id, keep_days), brought(replaced).values())


def read_tally(table: Table, connection_id: str) -> Mapping[Place, Count]:
    """Every place that records are counted at. One query."""
    found = table.query(_counts_partition(connection_id))
    counted = {_place(item["sk"]): _count(item) for item in found}
    return {place: count for place, count in counted.items() if count != Count()}


def read_days(table: Table, connection_id: str, since: date) -> list[Day]:
    """What each day brought since then. One query."""
    before = (since - timedelta(days=1)).isoformat()
    found: Iterable[Mapping[str, str]] = table.query(_days_partition(connection_id), after=before)
    days = [Day(date.fromisoformat(item["sk"]), int(item["carried"]), int(item["needy"])) for item in found]
    return [day for day in days if day.carried or day.needy]


def _counted(connection_id: str, place: Place, by: Count) -> Update:
    key = (_counts_partition(connection_id), "#".join((place.kind, place.status, place.category or "", place.currency)))
    values: Item = {":records": by.records, ":money": by.money, ":changed_at": stamp(by.changed_at) if by.changed_at else ""}
    return Update(key, "SET changed_at = :changed_at ADD tally :records, money :money", values)


def _count(item: Item) -> Count:
    changed_at = item.get("changed_at")
    moment = datetime.fromisoformat(changed_at) if changed_at else None
    return Count(int(item["tally"]), item.get("money", ZERO), moment)


def _place(sort_key: str) -> Place:
    """What was counted before there were categories and currencies has neither."""
    kind, status, category, currency = (*sort_key.split("#", 3), "", "")[:4]
    return Place(
        kind=EntityKind(kind),
        status=OutcomeStatus(status),
        category=ErrorCategory(category) if category else None,
        currency=currency,
    )


def _day(connection_id: str, keep: timedelta, day: Day) -> Update:
    ends = datetime(day.day.year, day.day.month, day.day.day, tzinfo=UTC) + keep
    values = {":carried": day.carried, ":needy": day.needy, ":expires_at": int(ends.timestamp())}
    key = (_days_partition(connection_id), day.day.isoformat())
    return Update(key, "SET expires_at = :expires_at ADD carried :carried, needy :needy", values)


def _counts_partition(connection_id: str) -> str:
    return f"{connection_id}#counts"


def _days_partition(connection_id: str) -> str:
    return f"{connection_id}#days"
