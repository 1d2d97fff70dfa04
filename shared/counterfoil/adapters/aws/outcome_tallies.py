"""The counters beside the outcomes: how many records stand how, and what each day brought. They change with the outcomes.

All counts of a kind are in one item, for DynamoDB counts each item of a transaction. They began in an item for each place,
which is still counted in; to the version that made those, the one item is such a place, of no records. What its `day` has
brought is in that item as well; what earlier days did has an item for each day, of all kinds.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from counterfoil.adapters.aws.changes import Condition, Update
from counterfoil.adapters.aws.items import Item, Key, stamp
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.money import ZERO
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.tally import Count, Day, Place, brought, moves

_TALLY, _MONEY = "tally", "money"
_AT_THAT_DAY = Condition("attribute_not_exists(on_day) OR on_day = :on_day")

Replaced = Sequence[tuple[SyncOutcome, SyncOutcome | None]]
"""Outcomes of one connection, each with the one that stood before."""


def changes_of(
    connection_id: str, replaced: Replaced, keep_days: timedelta, past: Collection[EntityKind] = ()
) -> Iterator[Update]:
    """By how much the counters change.

    Those of a kind refuse another day than the one that they are at (see `turn_to`). Of some kinds the day is `past`.
    """
    for kind in sorted({now.kind for now, _ in replaced}):
        pairs = [pair for pair in replaced if pair[0].kind is kind]
        moved, days = moves(pairs), list(brought(pairs).values())
        here = [] if kind in past or len(days) > 1 else days
        if moved or here:
            yield _counted(connection_id, kind, moved, here)
        yield from (_day(connection_id, keep_days, day) for day in days if day not in here)


def turn_to(table: Table, connection_id: str, outcomes: Sequence[SyncOutcome], keep_days: timedelta) -> set[EntityKind]:
    """Let the counters of the outcomes' kinds be at their latest day; the kinds of which they are at a later one already."""
    latest = {kind: max(one.at.date() for one in outcomes if one.kind is kind) for kind in {one.kind for one in outcomes}}
    items = table.get_many(_counts_key(connection_id, kind) for kind in latest)
    counted = {kind: _today(items.get(_counts_key(connection_id, kind), {})) for kind in latest}
    for kind, day in counted.items():
        if day and day.day < latest[kind]:
            table.transact([_turned(connection_id, kind, day, latest[kind]), _day(connection_id, keep_days, day)])
    return {kind for kind, day in counted.items() if day and day.day > latest[kind]}


def read_tally(table: Table, connection_id: str) -> Mapping[Place, Count]:
    """Every place that records are counted at. One query."""
    counted: dict[Place, Count] = {}
    for item in table.query(_counts_partition(connection_id)):
        for place, count in _counts_in(item):
            counted[place] = counted.get(place, Count()) + count
    return {place: count for place, count in counted.items() if count != Count()}


def read_days(table: Table, connection_id: str, since: date) -> list[Day]:
    """What each day brought since then. Two queries."""
    before = (since - timedelta(days=1)).isoformat()
    days = {(day := _stored_day(item)).day: day for item in table.query(_days_partition(connection_id), after=before)}
    for item in table.query(_counts_partition(connection_id)):
        if (today := _today(item)) and today.day >= since:
            known = days.get(today.day, Day(today.day))
            days[today.day] = Day(today.day, known.carried + today.carried, known.needy + today.needy)
    return [days[day] for day in sorted(days) if days[day].carried or days[day].needy]


def _counted(connection_id: str, kind: EntityKind, moved: Mapping[Place, Count], days: Sequence[Day]) -> Update:
    """The counts of a kind, and what the one day has brought, if any."""
    values: Item = {":nothing": 0}
    names: dict[str, str] = {}
    for number, (place, by) in enumerate(moved.items()):
        where = "#".join((place.status, place.category or "", place.currency))
        for sort, amount in ((_TALLY, by.records), (_MONEY, by.money)):
            names[f"#{sort}{number}"], values[f":{sort}{number}"] = f"{sort}#{where}", amount
    added = [f"{_TALLY} :nothing", *(f"{name} :{name[1:]}" for name in names)]
    sets: dict[str, str] = {}
    if moved:
        changed_at = max((by.changed_at for by in moved.values() if by.changed_at), default=None)
        sets["changed_at"] = stamp(changed_at) if changed_at else ""
    for day in days:
        sets["on_day"] = day.day.isoformat()
        values |= {":carried": day.carried, ":needy": day.needy}
        added += ["carried :carried", "needy :needy"]
    expression = f"SET {', '.join(f'{name} = :{name}' for name in sets)} ADD {', '.join(added)}"
    values |= {f":{name}": value for name, value in sets.items()}
    return Update(_counts_key(connection_id, kind), expression, values, _AT_THAT_DAY if days else None, names=names)


def _turned(connection_id: str, kind: EntityKind, before: Day, day: date) -> Update:
    """A later day, of which nothing is counted yet, in place of the one as it was counted."""
    unchanged = Condition(
        "on_day = :before AND carried = :carried AND needy = :needy",
        {":before": before.day.isoformat(), ":carried": before.carried, ":needy": before.needy},
    )
    values = {":on_day": day.isoformat(), ":nothing": 0}
    expression = "SET on_day = :on_day, carried = :nothing, needy = :nothing"
    return Update(_counts_key(connection_id, kind), expression, values, unchanged)


def _today(item: Mapping[str, Any]) -> Day | None:
    """What the day brought that the counts of a kind are at."""
    return _stored_day({**item, "sk": item["on_day"]}) if "on_day" in item else None


def _stored_day(item: Mapping[str, Any]) -> Day:
    return Day(date.fromisoformat(item["sk"]), int(item["carried"]), int(item["needy"]))


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


def _counts_key(connection_id: str, kind: EntityKind) -> Key:
    return _counts_partition(connection_id), f"{kind}#{OutcomeStatus.IN_SYNC}"


def _counts_partition(connection_id: str) -> str:
    return f"{connection_id}#counts"


def _days_partition(connection_id: str) -> str:
    return f"{connection_id}#days"
