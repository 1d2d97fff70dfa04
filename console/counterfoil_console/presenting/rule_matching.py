"""How many counterparts the matching of a rule finds, as the newest whole plan says: nobody is asked for it."""

from collections.abc import Iterable

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.plan_job import PlanJob, PlanState, RowAction
from counterfoil_console.pages.rule import Matched

_WHOLE = frozenset({PlanState.PLANNED, PlanState.APPLYING, PlanState.APPLIED})


def matched_in(plans: Iterable[PlanJob], kind: EntityKind) -> Matched | None:
    """What the first of `plans` (the newest first) found that read all records of the kind; None where none did."""
    return next((_matched(plan, kind) for plan in plans if _covers(plan, kind)), None)


def _covers(plan: PlanJob, kind: EntityKind) -> bool:
    scope, is_whole = plan.scope, plan.state in _WHOLE
    return is_whole and scope.since is None and not scope.records and any(step.kind is kind for step in plan.steps)


def _matched(plan: PlanJob, kind: EntityKind) -> Matched:
    drafted = {one.kind: one.version for one in plan.scope.drafts}
    counts = {one.action: one.count for one in plan.tallies if one.kind is kind}
    return Matched(
        plan_id=plan.id,
        at=plan.created_at,
        version=drafted.get(kind, plan.rules.get(kind, 0)),
        pairs=counts.get(RowAction.LINK, 0),
        needy=counts.get(RowAction.CONFLICT, 0) + counts.get(RowAction.FAILURE, 0),
    )
