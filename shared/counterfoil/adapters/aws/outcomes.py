"""Outcomes in the table: how each record stands, what happened to it, and counters that are always exact.

The current item, the activity and the counters change in one transaction, each time against the revision that was read,
so that two workers never count one record twice.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from counterfoil.adapters.aws.backoff import Sleep, pauses
from counterfoil.adapters.aws.changes import ABSENT, Change, Condition, Delete, Put, Update
from counterfoil.adapters.aws.items import Body, Item, Key, stamp
from counterfoil.adapters.aws.sizes import LARGEST_CALL, size_of
from counterfoil.adapters.aws.table import LARGEST_TRANSACTION, Table
from counterfoil.adapters.runs import runs
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.ports import ConcurrentChangeError, OutcomePage, OutcomeStore

KEEP_ACTIVITY = timedelta(days=400)
_LARGEST_GROUP = 40  # two items each, and at most sixteen counters, in a transaction of a hundred
_TRIES = 10
_CURRENT = "current"
_ACTIVITY = "activity#"
_BODY = Body(SyncOutcome)

Standing = tuple[EntityKind, OutcomeStatus]


class DynamoOutcomeStore(OutcomeStore):
    """Activity is kept for `keep_activity`; how a record stands, for ever."""

    def __init__(self, table: Table, *, keep_activity: timedelta = KEEP_ACTIVITY, sleep: Sleep = time.sleep) -> None:
        self._table, self._keep_activity, self._sleep = table, keep_activity, sleep

    def latest(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, SyncOutcome]:
        """One call per hundred refs."""
        items = self._table.get_many((_partition(connection_id, ref), _CURRENT) for ref in refs)
        return {outcome.ref: outcome for outcome in map(_outcome, items.values())}

    def record(self, outcomes: Sequence[SyncOutcome]) -> None:
        """An outcome older than the current one only joins the activity. About five calls per hundred.

        Raises ConcurrentChangeError when others change the same records all the time.
        """
        for group in _groups(outcomes):
            self._record(group)

    def _record(self, group: Sequence[SyncOutcome]) -> None:
        for pause in pauses(_TRIES):
            changes = self._changes(group)
            if len(changes) > LARGEST_TRANSACTION:  # many blockers beside the outcomes
                self._record(group[: len(group) // 2])
                self._record(group[len(group) // 2 :])
                return
            if not changes or not self._table.transact(changes):
                return
            self._sleep(pause)
        raise ConcurrentChangeError(f"outcomes of {group[0].connection_id!r} changed under every one of {_TRIES} tries")

    def _changes(self, group: Sequence[SyncOutcome]) -> list[Change]:
        """What has to change so that the outcomes are recorded, as things stand now."""
        keys = [key for outcome in group for key in (_current_key(outcome), _activity_key(outcome))]
        known = self._table.get_many(keys)
        changes: list[Change] = []
        counters: Counter[Standing] = Counter()
        for outcome in group:
            if _activity_key(outcome) in known:
                continue
            changes.append(self._activity(outcome))
            before = known.get(_current_key(outcome))
            if before is None or _outcome(before).at < outcome.at:
                changes.append(_replacement(outcome, before))
                changes += _blocked(outcome, before)
                counters.update(_moved(outcome, before))
        return changes + [_counted(group[0].connection_id, standing, by) for standing, by in counters.items() if by]

    def _activity(self, outcome: SyncOutcome) -> Put:
        expires_at = int((outcome.at + self._keep_activity).timestamp())
        return Put(_item(_activity_key(outcome), "activity", outcome) | {"expires_at": expires_at}, ABSENT)

    def blocked(self, connection_id: str, prefix: str) -> Sequence[tuple[str, RecordRef]]:
        """One query, which finds nothing as a rule."""
        found = self._table.query(_blocked_partition(connection_id), prefix=prefix)
        return [(item["blocker"], RecordRef.parse(item["record"])) for item in found]

    def counts(self, connection_id: str) -> Mapping[Standing, int]:
        counted = {_standing(item["sk"]): int(item["tally"]) for item in self._table.query(f"{connection_id}#counts")}
        return {standing: tally for standing, tally in counted.items() if tally}

    def page(self, connection_id: str, kind: EntityKind, status: OutcomeStatus, after: str, limit: int) -> OutcomePage:
        """Newly recorded outcomes appear within moments, not at once."""
        partition = _status_partition(connection_id, kind, status)
        found = self._table.query_index(
            "by_status",
            "status_pk = :partition",
            {":partition": partition},
            newest_first=True,
            start=_page_start(connection_id, partition, after) if after else None,
            limit=limit + 1,
        )
        here = found[:limit]
        return OutcomePage(tuple(map(_outcome, here)), here[-1]["status_sk"] if len(found) > limit else "")

    def activity(self, connection_id: str, ref: RecordRef, limit: int) -> Sequence[SyncOutcome]:
        found = self._table.query(_partition(connection_id, ref), prefix=_ACTIVITY, newest_first=True, limit=limit)
        return [_outcome(item) for item in found]

    def due(self, connection_id: str, now: datetime, limit: int, after: str = "") -> Sequence[SyncOutcome]:
        """Newly recorded outcomes appear within moments, not at once."""
        begin, end = f"{after}!", f"{stamp(now)}$"  # "!" precedes whatever a place goes on with, "$" follows "#"
        if begin > end:  # which DynamoDB refuses
            return []
        condition = "due_pk = :partition AND due_sk BETWEEN :begin AND :end"
        values = {":partition": _due_partition(connection_id), ":begin": begin, ":end": end}
        return [_outcome(item) for item in self._table.query_index("by_due", condition, values, limit=limit)]


def _groups(outcomes: Iterable[SyncOutcome]) -> Iterator[Sequence[SyncOutcome]]:
    """Outcomes of one connection that can be recorded together: every record once, in order."""
    waiting = list(outcomes)
    while waiting:
        connection_id = waiting[0].connection_id
        first: dict[RecordRef, SyncOutcome] = {}
        rest: list[SyncOutcome] = []
        for outcome in waiting:
            if outcome.connection_id == connection_id and outcome.ref not in first:
                first[outcome.ref] = outcome
            else:
                rest.append(outcome)
        yield from runs(first.values(), most=_LARGEST_GROUP, room=LARGEST_CALL, size=_size)
        waiting = rest


def _size(outcome: SyncOutcome) -> int:
    """It is stored twice: as how the record stands, and as what happened to it."""
    return 2 * size_of(_BODY.dump(outcome))


def _replacement(outcome: SyncOutcome, before: Item | None) -> Put:
    """The record's current item, in place of the one that was read."""
    item = _item(_current_key(outcome), "outcome", replace(outcome, calls=())) | _indexed(outcome)
    if before is None:
        return Put(item | {"revision": 1}, ABSENT)
    unchanged = Condition("revision = :before", {":before": before["revision"]})
    return Put(item | {"revision": before["revision"] + 1}, unchanged)


def _blocked(outcome: SyncOutcome, before: Item | None) -> Iterator[Change]:
    """The items by which a change of what blocks the record finds it; a record that is blocked no longer has none."""
    past = frozenset(_outcome(before).blockers) if before else frozenset()
    partition = _blocked_partition(outcome.connection_id)
    yield from (Delete((partition, f"{key}#{outcome.ref}")) for key in sorted(past - set(outcome.blockers)))
    for key in sorted(set(outcome.blockers) - past):
        yield Put({"pk": partition, "sk": f"{key}#{outcome.ref}", "blocker": key, "record": str(outcome.ref)})


def _moved(outcome: SyncOutcome, before: Item | None) -> Mapping[Standing, int]:
    """By how much the counters change."""
    moved = Counter({(outcome.kind, outcome.status): 1})
    if before is not None:
        past = _outcome(before)
        moved.subtract({(past.kind, past.status): 1})
    return moved


def _counted(connection_id: str, standing: Standing, by: int) -> Update:
    key = (f"{connection_id}#counts", "#".join(standing))
    return Update(key, "ADD tally :by", {":by": by})


def _standing(sort_key: str) -> Standing:
    kind, status = sort_key.split("#")
    return EntityKind(kind), OutcomeStatus(status)


def _outcome(item: Item) -> SyncOutcome:
    return _BODY.load(item["body"])


def _item(key: Key, item_type: str, outcome: SyncOutcome) -> Item:
    """`item_type` and `status` are what the stream of failing records is filtered by."""
    body = _BODY.dump(outcome)
    return {"pk": key[0], "sk": key[1], "item_type": item_type, "status": str(outcome.status), "body": body}


def _indexed(outcome: SyncOutcome) -> Item:
    """The keys of the indexes; only a record that waits for its next try is ever due."""
    partition = _status_partition(outcome.connection_id, outcome.kind, outcome.status)
    keys: Item = {"status_pk": partition, "status_sk": f"{stamp(outcome.at)}#{outcome.ref}"}
    if outcome.due_place:
        keys |= {"due_pk": _due_partition(outcome.connection_id), "due_sk": outcome.due_place}
    return keys


def _page_start(connection_id: str, status_pk: str, after: str) -> Item:
    ref = RecordRef.parse(after.partition("#")[2])
    return {"pk": _partition(connection_id, ref), "sk": _CURRENT, "status_pk": status_pk, "status_sk": after}


def _current_key(outcome: SyncOutcome) -> Key:
    return _partition(outcome.connection_id, outcome.ref), _CURRENT


def _activity_key(outcome: SyncOutcome) -> Key:
    return _partition(outcome.connection_id, outcome.ref), f"{_ACTIVITY}{stamp(outcome.at)}"


def _partition(connection_id: str, ref: RecordRef) -> str:
    return f"{connection_id}#record#{ref}"


def _blocked_partition(connection_id: str) -> str:
    return f"{connection_id}#blocked"


def _status_partition(connection_id: str, kind: EntityKind, status: OutcomeStatus) -> str:
    return f"{connection_id}#{kind}#{status}"


def _due_partition(connection_id: str) -> str:
    return f"{connection_id}#due"
