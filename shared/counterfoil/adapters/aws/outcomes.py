"""Outcomes in the table: how each record stands, what happened to it, and counters that are always exact.

The current item and the counters change in one transaction, each time against the revision that was read, so that two
workers never count one record twice. The activity comes before, by itself, since DynamoDB counts what is in a transaction
twice: after a crash in between, what happened is recorded twice, and nothing is left out.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from counterfoil.adapters.aws.backoff import Sleep, pauses
from counterfoil.adapters.aws.changes import ABSENT, Change, Condition, Delete, Put
from counterfoil.adapters.aws.items import Item, Key, key_of, stamp
from counterfoil.adapters.aws.outcome_items import (
    ACTIVITY,
    CURRENT,
    SOUGHT,
    activity_of,
    blocked_partition,
    category_partition,
    current_key,
    due_partition,
    failing_partition,
    indexed,
    item_of,
    open_partition,
    outcome_in,
    page_start,
    payment_key,
    payment_of,
    payments_partition,
    place_in_time,
    record_partition,
    size_when_recorded,
    sought_partition,
    status_partition,
)
from counterfoil.adapters.aws.outcome_tallies import changes_of, read_days, read_tally, turn_to
from counterfoil.adapters.aws.sizes import LARGEST_CALL
from counterfoil.adapters.aws.table import LARGEST_TRANSACTION, Table
from counterfoil.adapters.aws.waiting import WaitingMarks
from counterfoil.adapters.runs import runs
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.listing import sought
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome, gives_way
from counterfoil.domain.tally import Count, Day, Place
from counterfoil.engine.ports import ConcurrentChangeError, OutcomePage, OutcomeStore

KEEP_ACTIVITY = timedelta(days=400)
_FEW_BLOCKED = 16
"""So many are read for the least that DynamoDB counts of a query, four thousand bytes."""
_LARGEST_GROUP = 80  # an item each, two of a payment, and as a rule few counters, in a transaction of a hundred
_TRIES = 10


class DynamoOutcomeStore(OutcomeStore):
    """Activity and days are kept for `keep_activity`; how a record stands, for ever."""

    def __init__(self, table: Table, *, keep_activity: timedelta = KEEP_ACTIVITY, sleep: Sleep = time.sleep) -> None:
        self._table, self._keep_activity, self._sleep = table, keep_activity, sleep
        self._seen: dict[Key, Item | None] = {}
        self._marks = WaitingMarks(table)

    def latest(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, SyncOutcome]:
        """One call per hundred refs."""
        keys = [(record_partition(connection_id, ref), CURRENT) for ref in refs]
        items = self._table.get_many(keys)
        self._seen = {key: items.get(key) for key in keys}
        return {outcome.ref: outcome for outcome in map(outcome_in, items.values())}

    def record(self, outcomes: Sequence[SyncOutcome]) -> None:
        """An outcome older than the current one only joins the activity. About six calls per hundred.

        What `latest` has just shown is not read again: had somebody changed it meanwhile, the revision would say so. Then an
        outcome that goes by what was shown gives way to one that knows of a document's need (`gives_way`).
        Raises ConcurrentChangeError when others change the same records all the time.
        """
        self._marks.mark(outcomes)
        for group in _groups(outcomes):
            self._record(group)

    def _record(self, group: Sequence[SyncOutcome]) -> None:
        seen = shown = self._seen_of(group)
        past: Collection[EntityKind] = ()
        for pause in pauses(_TRIES):
            changes = self._changes(group, seen, past, overtaken=shown is not seen)
            if len(changes) > LARGEST_TRANSACTION:  # many blockers beside the outcomes
                self._record(group[: len(group) // 2])
                self._record(group[len(group) // 2 :])
                return
            if not changes or not self._table.transact(changes):
                return
            past = turn_to(self._table, group[0].connection_id, group, self._keep_activity)
            seen = None
            self._sleep(pause)
        raise ConcurrentChangeError(f"outcomes of {group[0].connection_id!r} changed under every one of {_TRIES} tries")

    def _changes(
        self,
        group: Sequence[SyncOutcome],
        seen: Mapping[Key, Item] | None,
        past: Collection[EntityKind],
        *,
        overtaken: bool,
    ) -> list[Change]:
        """What has to change so that the outcomes are recorded, as things stand now; their activity is stored already.

        Others may have `overtaken` what the outcomes go by. Of some kinds their day is `past`.
        """
        known = self._table.get_many(list(map(current_key, group))) if seen is None else seen
        stood = {key: outcome_in(item) for key, item in known.items()}
        pairs = [(one, stood.get(current_key(one))) for one in group]
        if overtaken:
            pairs = [(one, before) for one, before in pairs if not gives_way(one, before)]
        replaced = [(one, before) for one, before in pairs if before is None or before.at < one.at]
        self._table.put_all([activity_of(one, self._keep_activity) for one, _ in replaced])
        for late in (one for one, before in pairs if before is not None and before.at > one.at):
            self._table.put(Put(activity_of(late, self._keep_activity), ABSENT))
        changes: list[Change] = []
        for outcome, before in replaced:
            changes += [_replacement(outcome, known.get(current_key(outcome))), *_blocked(outcome, before)]
            changes += _paying(outcome, before)
        return [*changes, *changes_of(group[0].connection_id, replaced, self._keep_activity, past)]

    def _seen_of(self, group: Sequence[SyncOutcome]) -> Mapping[Key, Item] | None:
        """The current items as `latest` has just shown them, which is believed once; None where it has not."""
        keys = list(map(current_key, group))
        if not self._seen.keys() >= set(keys):
            return None
        return {key: item for key in keys if (item := self._seen.pop(key))}

    def blocked(self, connection_id: str, beginnings: Collection[str]) -> Sequence[tuple[str, RecordRef]]:
        """One query, which finds nothing as a rule; one more for each beginning where more than a few are blocked."""
        partition, wanted = blocked_partition(connection_id), tuple(sorted(set(beginnings)))
        found = self._table.query(partition, limit=_FEW_BLOCKED) if wanted else []
        if len(found) == _FEW_BLOCKED:
            found = [item for one in wanted for item in self._table.query(partition, prefix=one)]
        return [(item["blocker"], RecordRef.parse(item["record"])) for item in found if item["sk"].startswith(wanted)]

    def tally(self, connection_id: str) -> Mapping[Place, Count]:
        """One query."""
        return read_tally(self._table, connection_id)

    def days(self, connection_id: str, since: date) -> Sequence[Day]:
        """Two queries."""
        return read_days(self._table, connection_id, since)

    def page(
        self,
        connection_id: str,
        kind: EntityKind,
        status: OutcomeStatus,
        after: str,
        limit: int,
        *,
        category: ErrorCategory | None = None,
        since: datetime | None = None,
    ) -> OutcomePage:
        """Newly recorded outcomes appear within moments, not at once. One query."""
        partition = status_partition(connection_id, kind, status)
        if category:
            place = ("category", "category_pk", "category_sk", category_partition(partition, category))
            return self._page(connection_id, place, after, limit, since, newest_first=False)
        return self._page(connection_id, ("status", "status_pk", "status_sk", partition), after, limit, since)

    def open(
        self, connection_id: str, kind: EntityKind, after: str, limit: int, *, since: datetime | None = None
    ) -> OutcomePage:
        """As a page."""
        place = ("open", "open_pk", "status_sk", open_partition(connection_id, kind))
        return self._page(connection_id, place, after, limit, since)

    def _page(
        self,
        connection_id: str,
        place: tuple[str, str, str, str],
        after: str,
        limit: int,
        since: datetime | None,
        *,
        newest_first: bool = True,
    ) -> OutcomePage:
        """Of one partition of an index; `place` is the index, its keys, and the partition."""
        index, pk, sk, partition = place
        found = self._table.query_index(
            f"by_{index}",
            f"{pk} = :partition AND {sk} >= :since",
            {":partition": partition, ":since": stamp(since) if since else "0"},
            newest_first=newest_first,
            start=page_start(connection_id, (pk, sk), partition, after) if after else None,
            limit=limit + 1,
        )
        here = found[:limit]
        return OutcomePage(tuple(map(outcome_in, here)), here[-1][sk] if len(found) > limit else "")

    def longest_failing(self, connection_id: str, limit: int) -> Sequence[SyncOutcome]:
        """One query. Newly recorded outcomes appear within moments, not at once."""
        values = {":partition": failing_partition(connection_id)}
        found = self._table.query_index("by_failing", "failing_pk = :partition", values, limit=limit)
        return [outcome_in(item) for item in found]

    def token_behind(self, outcome: SyncOutcome) -> str:
        return place_in_time(outcome)

    def search(self, connection_id: str, kind: EntityKind, text: str, limit: int) -> Sequence[SyncOutcome]:
        """Two queries, and a read of what they find. Newly recorded outcomes are found within moments, not at once."""
        beginning = sought(text)
        if not beginning:
            return []
        values = {":partition": sought_partition(connection_id, kind), ":beginning": beginning}
        found: dict[Key, None] = {}
        for name in SOUGHT:
            condition = f"sought_pk = :partition AND begins_with({name}_sk, :beginning)"
            found |= {key_of(item): None for item in self._table.query_index(f"by_{name}", condition, values, limit=limit)}
        items = self._table.get_many(found)
        return [outcome_in(items[key]) for key in found if key in items]

    def history(self, connection_id: str, ref: RecordRef, limit: int) -> tuple[SyncOutcome | None, Sequence[SyncOutcome]]:
        """One query: how a record stands comes behind its activity, in the same partition."""
        found = self._table.query(record_partition(connection_id, ref), newest_first=True, limit=limit + 1)
        current = next((outcome_in(item) for item in found if item["sk"] == CURRENT), None)
        return current, [outcome_in(item) for item in found if item["sk"] != CURRENT][:limit]

    def payments(self, connection_id: str, invoice: RecordRef, limit: int) -> Sequence[SyncOutcome]:
        """One query."""
        return [outcome_in(item) for item in self._table.query(payments_partition(connection_id, invoice), limit=limit)]

    def activity(self, connection_id: str, ref: RecordRef, limit: int) -> Sequence[SyncOutcome]:
        found = self._table.query(record_partition(connection_id, ref), prefix=ACTIVITY, newest_first=True, limit=limit)
        return [outcome_in(item) for item in found]

    def due(self, connection_id: str, now: datetime, limit: int, after: str = "") -> Sequence[SyncOutcome]:
        """Newly recorded outcomes appear within moments, not at once."""
        begin, end = f"{after}!", f"{stamp(now)}$"  # "!" precedes whatever a place goes on with, "$" follows "#"
        if begin > end:  # which DynamoDB refuses
            return []
        condition = "due_pk = :partition AND due_sk BETWEEN :begin AND :end"
        values = {":partition": due_partition(connection_id), ":begin": begin, ":end": end}
        return [outcome_in(item) for item in self._table.query_index("by_due", condition, values, limit=limit)]

    def waiting(self, connection_ids: Sequence[str], now: datetime) -> frozenset[str]:
        """One call per hundred connections."""
        return self._marks.marked(connection_ids, now)


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
        most = _LARGEST_GROUP // 2 if any(one.paying for one in first.values()) else _LARGEST_GROUP
        yield from runs(first.values(), most=most, room=LARGEST_CALL, size=size_when_recorded)
        waiting = rest


def _replacement(outcome: SyncOutcome, before: Item | None) -> Put:
    """The record's current item, in place of the one that was read."""
    item = item_of(current_key(outcome), "outcome", replace(outcome, calls=())) | indexed(outcome)
    if before is None:
        return Put(item | {"revision": 1}, ABSENT)
    unchanged = Condition("revision = :before", {":before": before["revision"]})
    return Put(item | {"revision": before["revision"] + 1}, unchanged)


def _blocked(outcome: SyncOutcome, before: SyncOutcome | None) -> Iterator[Change]:
    """The items by which a change of what blocks the record finds it; a record that is blocked no longer has none."""
    past = frozenset(before.blockers if before else ())
    partition = blocked_partition(outcome.connection_id)
    yield from (Delete((partition, f"{key}#{outcome.ref}")) for key in sorted(past - set(outcome.blockers)))
    for key in sorted(set(outcome.blockers) - past):
        yield Put({"pk": partition, "sk": f"{key}#{outcome.ref}", "blocker": key, "record": str(outcome.ref)})


def _paying(outcome: SyncOutcome, before: SyncOutcome | None) -> Iterator[Change]:
    """The item by which the page of its invoice finds a payment; at an invoice that it has left there is none any more."""
    past, here = payment_key(before) if before else None, payment_key(outcome)
    if past and past != here:
        yield Delete(past)
    if here:
        yield Put(payment_of(here, outcome))
