"""The plan that is applied, as a worker asks it: what was promised about records, and what became of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import UnknownPlanError
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanScope, RowResult, RowState
from counterfoil.domain.planning.decision import status_of
from counterfoil.engine.case import Case, Withheld
from counterfoil.engine.ports import Clock, PlanStore
from counterfoil.engine.preview.scope import scoped


@dataclass(frozen=True, slots=True)
class StoredPromises:
    """The context's AppliedPlan, from what is stored of the plan."""

    id: str
    connection_id: str
    plans: PlanStore
    clock: Clock

    def promised(self, refs: Collection[RecordRef]) -> Mapping[RecordRef, str]:
        """See AppliedPlan. Nothing is promised by a plan that is kept no longer."""
        rows = self.plans.rows(self.connection_id, self.id, refs) if refs else {}
        return {ref: row.digest for ref, row in rows.items()}

    def note(self, cases: Sequence[Case]) -> None:
        """See AppliedPlan. A row whose record waits is not done yet."""
        now = self.clock()
        states = {case.ref: state for case in cases if (state := _state_of(case))}
        self.plans.conclude(self.connection_id, self.id, {ref: RowResult(state, now) for ref, state in states.items()})


def applied_plan(plans: PlanStore, connection: Connection, plan_id: str, clock: Clock) -> tuple[Connection, StoredPromises]:
    """The connection as the plan sees it, and the plan's promises."""
    try:
        scope = plans.get(connection.id, plan_id).scope
    except UnknownPlanError:
        scope = PlanScope()
    return scoped(connection, scope), StoredPromises(plan_id, connection.id, plans, clock)


def _state_of(case: Case) -> RowState | None:
    if isinstance(case.event, Withheld):
        return RowState.CHANGED
    waits = case.trouble is not None and status_of(case.trouble) is OutcomeStatus.WAITING
    return None if waits else RowState.DONE
