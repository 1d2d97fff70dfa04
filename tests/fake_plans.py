"""The plans' ports in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from counterfoil.domain.errors import UnknownPlanError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.plan_job import PlanJob, PlanRow, ResultCounts, RowResult, RowState, tallied
from counterfoil.engine.ports import ConcurrentChangeError, PlanQueue, PlanStore, QueueError, RowPage
from tests.fake_ledger import Effects

_PLACES = {kind: place for place, kind in enumerate(EntityKind)}


class InMemoryPlanStore(PlanStore):
    """Plans by connection and id. Every stored plan is an effect, after which whoever stored it may die."""

    def __init__(self, effects: Effects | None = None) -> None:
        self._effects = effects or Effects()
        self._jobs: dict[tuple[str, str], PlanJob] = {}
        self._rows: dict[tuple[str, str], dict[str, PlanRow]] = {}

    def get(self, connection_id: str, plan_id: str) -> PlanJob:
        if (connection_id, plan_id) not in self._jobs:
            raise UnknownPlanError(f"connection {connection_id!r} has no plan {plan_id!r}")
        return self._jobs[connection_id, plan_id]

    def newest(self, connection_id: str, limit: int) -> Sequence[PlanJob]:
        own = [job for (owner, _), job in self._jobs.items() if owner == connection_id]
        return sorted(own, key=lambda job: job.id, reverse=True)[:limit]

    def save(self, job: PlanJob) -> PlanJob:
        before = self._jobs.get((job.connection_id, job.id))
        if (before.revision if before else 0) != job.revision:
            raise ConcurrentChangeError(f"plan {job.id!r} is not at revision {job.revision}")
        stored = replace(job, revision=job.revision + 1)
        self._jobs[job.connection_id, job.id] = stored
        self._effects.happened()
        return stored

    def put_rows(self, connection_id: str, plan_id: str, rows: Sequence[PlanRow]) -> None:
        self._of(connection_id, plan_id).update({_place(row.ref): replace(row, result=None) for row in rows})
        self._effects.happened()

    def rows(self, connection_id: str, plan_id: str, refs: Collection[RecordRef]) -> Mapping[RecordRef, PlanRow]:
        kept = self._of(connection_id, plan_id)
        return {ref: kept[_place(ref)] for ref in refs if _place(ref) in kept}

    def page(self, connection_id: str, plan_id: str, after: str, limit: int, became: RowState | None = None) -> RowPage:
        every = self._of(connection_id, plan_id)
        kept = {place: row for place, row in every.items() if became is None or _became(row, became)}
        places = [place for place in sorted(kept) if place > after]
        here = places[:limit]
        return RowPage(tuple(kept[place] for place in here), here[-1] if len(places) > limit else "")

    def token_behind(self, ref: RecordRef, became: RowState | None = None) -> str:  # noqa: ARG002 - the same of all
        return _place(ref)

    def linked(self, connection_id: str, plan_id: str, refs: Collection[RecordRef]) -> Mapping[RecordRef, RecordRef]:
        rows = self._of(connection_id, plan_id).values()
        taken = {row.takes: row.ref for row in rows if row.takes}
        return {ref: taken[ref] for ref in refs if ref in taken}

    def counts(self, connection_id: str, plan_id: str, applied_at: datetime | None = None) -> ResultCounts:
        rows = self._of(connection_id, plan_id).values()
        moments = [row.result.at for row in rows if row.result]
        return ResultCounts(
            tallies={state: tallied(row for row in rows if _became(row, state)) for state in RowState},
            concluded=sum(_is_concluded(row, applied_at) for row in rows) if applied_at else 0,
            last_at=max(moments, default=None),
        )

    def conclude(
        self,
        connection_id: str,
        plan_id: str,
        results: Mapping[RecordRef, RowResult],
        applied_at: datetime | None = None,  # noqa: ARG002 - counted when somebody asks
    ) -> None:
        kept = self._of(connection_id, plan_id)
        for ref, result in results.items():
            if _place(ref) in kept:
                kept[_place(ref)] = replace(kept[_place(ref)], result=result)

    def _of(self, connection_id: str, plan_id: str) -> dict[str, PlanRow]:
        return self._rows.setdefault((connection_id, plan_id), {})


class InMemoryPlanQueue(PlanQueue):
    """Which plans are to go on, until somebody takes them; `broken`: none is taken in."""

    def __init__(self) -> None:
        self.woken: list[PlanJob] = []
        self.broken = False

    def wake(self, job: PlanJob) -> None:
        if self.broken:
            raise QueueError("the queue does not answer")
        self.woken.append(job)

    def take(self) -> list[PlanJob]:
        """All that wait; they wait no longer."""
        taken, self.woken = self.woken, []
        return taken


def _is_concluded(row: PlanRow, applied_at: datetime) -> bool:
    return row.is_applied and row.result is not None and row.result.at >= applied_at


def _became(row: PlanRow, state: RowState) -> bool:
    return row.result is not None and row.result.state is state


def _place(ref: RecordRef) -> str:
    return f"{_PLACES[ref.kind]}#{ref}"
