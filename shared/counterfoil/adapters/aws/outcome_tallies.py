"""The counters beside the outcomes: how many records stand how, and what each day brought. They change with the outcomes.

All counts of a kind are in one item, for DynamoDB counts each item of a transaction. They began in an item for each place,
which is still counted in; to the version that made those, the one item is such a place, of no records.
"""

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

_TALLY, _MONEY = "tally", "money"

Replaced = Sequence[tuple[SyncOutcome, SyncOutcome | None]]
"""Outcomes of one connection, each with the one that stood before."""


def changes_of(connection_id: str, replaced: Replaced, keep_days: timedelta) -> Iterator[Update]:
    """By how much the counters change."""
    moved = moves(replaced)
    for kind in sorted({place.kind for place in moved}):
        yield _counted(connection_id, kind, {place: by for place, by in moved.items() if place.kind is kind})
    yield from map(partial(_day, connection_id, keep_days), brought(replaced).values())


def read_tally(table: Table, connection_id: str) -> Mapping[Place, Count]:
    """Every place that records are counted at. One query."""
    counted: dict[Place, Count] = {}
    for item in table.query(_counts_partition(connection_id)):
        for place, count in _counts_in(item):
            counted[place] = counted.get(place, Count()) + count
    return {place: count for place, count in counted.items() if count != Count()}


def read_days(table: Table, connection_id: str, since: date) -> list[Day]:
    """What each day brought since then. One query."""
    before = (since - timedelta(days=1)).isoformat()
    found: Iterable[Mapping[str, str]] = table.query(_days_partition(connection_id), after=before)
    days = [Day(date.fromisoformat(item["sk"]), int(item["carried"]), int(item["needy"])) for item in found]
    return [day for day in days if day.carried or day.needy]


def _counted(connection_id: str, kind: EntityKind, moved: Mapping[Place, Count]) -> Update:
    changed_at = max((by.changed_at for by in moved.values() if by.changed_at), default=None)
    values: Item = {":changed_at": stamp(changed_at) if changed_at else "", ":nothing": 0}
    names: dict[str, str] = {}
    for number, (place, by) in enumerate(moved.items()):
        where = "#".join((place.status, place.category or "", place.currency))
        for sort, amount in ((_TALLY, by.records), (_MONEY, by.money)):
            names[f"#{sort}{number}"], values[f":{sort}{number}"] = f"{sort}#{where}", amount
    added = ", ".join(f"{name} :{name[1:]}" for name in names)
    key = (_counts_partition(connection_id), f"{kind}#{OutcomeStatus.IN_SYNC}")
    return Update(key, f"SET changed_at = :changed_at ADD {_TALLY} :nothing, {added}", values, names=names)


def _counts_in(item: Item) -> Iterator[tuple[Place, Count]]:
    changed_at = item.get("changed_at")
    moment = datetime.fromisoformat(changed_at) if changed_at else None
    yield _place(item["sk"]), Count(int(item[_TALLY]), item.get(_MONEY, ZERO), moment)
    kind = item["sk"].partition("#")[0]
    for name in item:
        sort, _, where = name.partition("#")
        if sort == _TALLY and where:
            yield _place(f"{kind}#{where}"), Count(int(item[name]), item.get(f"{_MONEY}#{where}", ZERO), moment)


def _place(address: str) -> Place:
    """What was counted before there were categories and currencies has neither."""
    kind, status, category, currency = (*address.split("#", 3), "", "")[:4]
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
