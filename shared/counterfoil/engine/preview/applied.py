"""The plan that is applied, as a worker asks it: what was promised about records, and what became of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import UnknownPlanError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanRow, RowResult, RowState
from counterfoil.domain.planning.decision import status_of
from counterfoil.domain.planning.promise import promise_of
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM
from counterfoil.domain.values import dataclass
from counterfoil.engine.case import Case, Withheld
from counterfoil.engine.ports import Clock, PlanStore
from counterfoil.engine.preview.moved import moved_since, why_changed
from counterfoil.engine.preview.scope import applied


@dataclass(frozen=True, slots=True)
class StoredPromises:
    """The context's AppliedPlan, from what is stored of the plan."""

    id: str
    connection_id: str
    applied_under: Mapping[EntityKind, int]
    plans: PlanStore
    clock: Clock

    def promised(self, refs: Collection[RecordRef]) -> Mapping[RecordRef, str]:
        """See AppliedPlan. Nothing is promised by a plan that is kept no longer."""
        return {ref: row.digest for ref, row in self._rows(refs).items()}

    def allows(self, kind: EntityKind, rule_version: int) -> bool:
        """See AppliedPlan."""
        return not rule_version or self.applied_under.get(kind) == rule_version

    def note(self, cases: Sequence[Case]) -> None:
        """See AppliedPlan. What waits or was refused is not done yet; what came to something else has changed.

        It counts for whoever applied the plan last, which may have been while these were carried. Where a webhook had a
        document carried before, all that it needed is there as well, and comes with no case of its own.
        """
        now, carried_before = self.clock(), {ref for case in cases for ref in _needed_before(case)}
        rows = self._rows({case.ref for case in cases} | carried_before)
        results = {case.ref: _result_of(case, rows.get(case.ref), now) for case in cases}
        there = {ref for ref in carried_before & rows.keys() if rows[ref].needed and rows[ref].result is None}
        results = dict.fromkeys(there, RowResult(RowState.DONE, now)) | results
        self.plans.conclude(self.connection_id, self.id, results, self._applied_at())

    def _applied_at(self) -> datetime | None:
        with suppress(UnknownPlanError):
            return self.plans.get(self.connection_id, self.id).applied_at
        return None

    def _rows(self, refs: Collection[RecordRef]) -> Mapping[RecordRef, PlanRow]:
        return self.plans.rows(self.connection_id, self.id, refs) if refs else {}


def applied_plan(plans: PlanStore, connection: Connection, plan_id: str, clock: Clock) -> tuple[Connection, StoredPromises]:
    """The connection as the plan sees it, and the plan's promises."""
    try:
        job = plans.get(connection.id, plan_id)
    except UnknownPlanError:
        return connection, StoredPromises(plan_id, connection.id, {}, plans, clock)
    return applied(connection, job.scope), StoredPromises(plan_id, connection.id, job.applied_under, plans, clock)


def _result_of(case: Case, planned: PlanRow | None, now: datetime) -> RowResult:
    state = _state_of(case, planned.digest if planned else "")
    if state is not RowState.CHANGED or planned is None:
        return RowResult(state, now)
    moved = moved_since(planned, case)
    return RowResult(state, now, moved, () if moved else why_changed(planned, case))


def _needed_before(case: Case) -> set[RecordRef]:
    """What an invoice names that is in step without anything being done."""
    if case.event or case.decision is None or case.decision.actions or case.decision.status is not OutcomeStatus.IN_SYNC:
        return set()
    shown = (snapshot.record for snapshot in case.snapshots.values())
    return {ref for record in shown if isinstance(record, Invoice) for ref in _named_by(record)}


def _named_by(invoice: Invoice) -> Iterator[RecordRef]:
    yield from [invoice.customer] if invoice.customer else ()
    yield from (line.product or CUSTOM_LINE_ITEM for line in invoice.lines)


def _state_of(case: Case, promise: str) -> RowState:
    if isinstance(case.event, Withheld):
        return RowState.CHANGED
    if case.trouble is not None and status_of(case.trouble) is OutcomeStatus.WAITING:
        return RowState.WAITING
    if case.event is not None:
        return RowState.REFUSED
    return RowState.DONE if _came_to_it(case, promise) else RowState.CHANGED


def _came_to_it(case: Case, promise: str) -> bool:
    """Whether it was carried, or nothing was left to carry, or it stands as the plan has it."""
    if case.decision is None or case.decision.actions or case.decision.status is OutcomeStatus.IN_SYNC:
        return True
    return promise_of(case.pair, case.decision) == promise
