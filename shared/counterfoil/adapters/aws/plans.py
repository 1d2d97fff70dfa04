"""Plans in the table: an item for each plan and one for each of its rows.

A row is found by its record, so that planning a record again replaces what was planned before, and a worker can ask what was
planned about the records it is about to change.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import batched

from counterfoil.adapters.aws.changes import ABSENT, Condition, Put
from counterfoil.adapters.aws.items import Body, Item, Key
from counterfoil.adapters.aws.plan_results import RESULT, Concluded, became_prefix, counted, counts_in, counts_key, listed_at
from counterfoil.adapters.aws.sizes import LARGEST_CALL
from counterfoil.adapters.aws.table import LARGEST_TRANSACTION, Table
from counterfoil.adapters.runs import runs
from counterfoil.domain.errors import UnknownPlanError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.plan_job import PlanJob, PlanRow, ResultCounts, RowResult, RowState
from counterfoil.engine.ports import Clock, ConcurrentChangeError, PlanStore, RowPage

KEEP = timedelta(days=180)
_TEXTS = ("name", "reasons", "remarks", "changes")
_JOB, _ROW = Body(PlanJob, texts=("trouble",)), Body(PlanRow, texts=_TEXTS)
_TOGETHER = (LARGEST_TRANSACTION - 1) // 3
"""Rows of one transaction: each changes up to three items, and all together the counts."""
_TRIES = 8
"""How often rows are concluded of which others conclude some at the same time."""
_ROWS = "row#"
_PLACES = {kind: place for place, kind in enumerate(EntityKind)}


class DynamoPlanStore(PlanStore):
    """Plans are kept for `keep`, their rows from when each was written, or something became of it.

    A plan is packed, since it names the records that it is about; some fifty thousand have room.
    """

    def __init__(self, table: Table, *, clock: Clock, keep: timedelta = KEEP) -> None:
        self._table, self._clock, self._keep = table, clock, keep

    def get(self, connection_id: str, plan_id: str) -> PlanJob:
        item = self._table.get(job_key(connection_id, plan_id))
        if item is None:
            raise UnknownPlanError(f"connection {connection_id!r} has no plan {plan_id!r}")
        return _JOB.load(item["body"])

    def newest(self, connection_id: str, limit: int) -> Sequence[PlanJob]:
        found = self._table.query(_directory(connection_id), newest_first=True, limit=limit)
        return [_JOB.load(item["body"]) for item in found]

    def save(self, job: PlanJob) -> PlanJob:
        stored = replace(job, revision=job.revision + 1)
        pk, sk = job_key(job.connection_id, job.id)
        item = {"pk": pk, "sk": sk, "item_type": "plan", "revision": stored.revision, "body": _JOB.pack(stored)}
        still = Condition("revision = :before", {":before": job.revision}) if job.revision else ABSENT
        if not self._table.put(Put(item | {"expires_at": self._expires_at()}, still)):
            raise ConcurrentChangeError(f"plan {job.id!r} is not at revision {job.revision}")
        return stored

    def put_rows(self, connection_id: str, plan_id: str, rows: Sequence[PlanRow]) -> None:
        """One call for a hundred rows, fewer where they are large."""
        latest = {row.ref: row for row in rows}
        puts = {put.key: put for row in latest.values() for put in self._puts(connection_id, plan_id, row)}
        for some in runs(puts.values(), most=LARGEST_TRANSACTION, room=LARGEST_CALL, size=lambda put: put.size):
            self._table.transact(some)

    def _puts(self, connection_id: str, plan_id: str, row: PlanRow) -> Iterator[Put]:
        kept: Item = {"expires_at": self._expires_at()}
        pk, sk = _row_key(connection_id, plan_id, row.ref)
        yield Put({"pk": pk, "sk": sk, "item_type": "plan_row", "body": _ROW.dump(replace(row, result=None))} | kept)
        if row.takes:
            pk, sk = _counterpart_key(connection_id, plan_id, row.takes)
            yield Put({"pk": pk, "sk": sk, "item_type": "plan_counterpart", "record": str(row.ref)} | kept)

    def rows(self, connection_id: str, plan_id: str, refs: Collection[RecordRef]) -> Mapping[RecordRef, PlanRow]:
        """One call for a hundred records."""
        found = self._table.get_many(_row_key(connection_id, plan_id, ref) for ref in refs)
        return {row.ref: row for row in map(_row, found.values())}

    def page(self, connection_id: str, plan_id: str, after: str, limit: int, became: RowState | None = None) -> RowPage:
        partition, prefix = _partition(connection_id, plan_id), became_prefix(became) if became else _ROWS
        found = self._table.query(partition, prefix=prefix, after=after, limit=limit + 1)
        here = found[:limit]
        return RowPage(tuple(map(_row, here)), str(here[-1]["sk"]) if len(found) > limit else "")

    def token_behind(self, ref: RecordRef, became: RowState | None = None) -> str:
        return f"{became_prefix(became) if became else ''}{_row_place(ref)}"

    def linked(self, connection_id: str, plan_id: str, refs: Collection[RecordRef]) -> Mapping[RecordRef, RecordRef]:
        """One call for a hundred records."""
        keys = {_counterpart_key(connection_id, plan_id, ref): ref for ref in refs}
        found = self._table.get_many(keys)
        return {keys[key]: RecordRef.parse(item["record"]) for key, item in found.items()}

    def conclude(
        self, connection_id: str, plan_id: str, results: Mapping[RecordRef, RowResult], applied_at: datetime | None = None
    ) -> None:
        """Two calls for some thirty rows, three where some were tried before; what others conclude is read anew."""
        keys = {_row_key(connection_id, plan_id, ref): result for ref, result in results.items()}
        for some in batched(keys.items(), _TOGETHER, strict=False):
            for _ in range(_TRIES):
                if self._concluded(_partition(connection_id, plan_id), dict(some), applied_at):
                    break
            else:
                raise TimeoutError(f"rows of plan {plan_id!r} were concluded by others {_TRIES} times")

    def _concluded(self, partition: str, results: Mapping[Key, RowResult], applied_at: datetime | None) -> bool:
        """False when a row was concluded by somebody else meanwhile."""
        found, kept = self._table.get_many(results), {"expires_at": self._expires_at()}
        if not found:
            return True
        places = {key: place for key, item in found.items() if (place := listed_at(_row(item), item))}
        listed = self._table.get_many(places.values())
        rows = [
            Concluded(_row(item), item, results[key], was_counted=key not in places or places[key] in listed)
            for key, item in found.items()
        ]
        changes = [change for row in rows for change in row.changes(kept)]
        return not self._table.transact([*changes, counted(partition, rows, applied_at, kept)])

    def counts(self, connection_id: str, plan_id: str, applied_at: datetime | None = None) -> ResultCounts:
        item = self._table.get(results_key(connection_id, plan_id))
        return counts_in(item or {}, applied_at)

    def _expires_at(self) -> int:
        return int((self._clock() + self._keep).timestamp())


def _row(item: Item) -> PlanRow:
    result = RESULT.load(item["row_result"]) if "row_result" in item else None
    return replace(_ROW.load(item["body"]), result=result)


def _directory(connection_id: str) -> str:
    return f"{connection_id}#plans"


def _partition(connection_id: str, plan_id: str) -> str:
    return f"{connection_id}#plan#{plan_id}"


def job_key(connection_id: str, plan_id: str) -> Key:
    """Where a plan itself is kept, without its rows."""
    return _directory(connection_id), plan_id


def results_key(connection_id: str, plan_id: str) -> Key:
    """Where it is counted what became of a plan's rows."""
    return counts_key(_partition(connection_id, plan_id))


def _row_key(connection_id: str, plan_id: str, ref: RecordRef) -> Key:
    return _partition(connection_id, plan_id), _row_place(ref)


def _row_place(ref: RecordRef) -> str:
    return f"{_ROWS}{_PLACES[ref.kind]}#{ref}"


def _counterpart_key(connection_id: str, plan_id: str, ref: RecordRef) -> Key:
    return _partition(connection_id, plan_id), f"counterpart#{ref}"
