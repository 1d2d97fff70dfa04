"""Reads through the lists that a plan covers, a page at a time."""

from collections.abc import Sequence

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanScope, PlanStep
from counterfoil.domain.values import dataclass
from counterfoil.engine.context import Context

_KNOWN_TOGETHER = 300
_STATUSES = tuple(OutcomeStatus)


@dataclass(frozen=True, slots=True)
class WalkedPage:
    """Some records, and where the list goes on ("" at its end)."""

    refs: tuple[RecordRef, ...]
    next_page: str


def walked_page(context: Context, scope: PlanScope, step: PlanStep, after: str) -> WalkedPage:
    """The records of a step's next page that the plan is about. Raises VendorError."""
    if step.known:
        return _known(context, step.kind, after)
    if step.system is None:
        return WalkedPage(tuple(sorted(ref for ref in scope.records if ref.kind is step.kind)), "")
    return _listed(context, scope, step.kind, step.system, after)


def _listed(context: Context, scope: PlanScope, kind: EntityKind, system: System, after: str) -> WalkedPage:
    page = context.systems[system].page(kind, after)
    wanted = [one.ref for one in page.records if scope.since is None or one.modified_at >= scope.since]
    return WalkedPage(tuple(wanted), page.cursor if page.more else "")


def _known(context: Context, kind: EntityKind, after: str) -> WalkedPage:
    """The records of which it is known how they stand, status by status."""
    status, _, token = after.partition(" ")
    place = _STATUSES.index(OutcomeStatus(status)) if status else 0
    page = context.outcomes.page(context.connection.id, kind, _STATUSES[place], token, _KNOWN_TOGETHER)
    refs = tuple(one.ref for one in page.outcomes)
    if page.next_page:
        return WalkedPage(refs, f"{_STATUSES[place]} {page.next_page}")
    return WalkedPage(refs, f"{_STATUSES[place + 1]} " if place + 1 < len(_STATUSES) else "")


def behind(refs: Sequence[RecordRef], reached: str) -> Sequence[RecordRef]:
    """What comes behind the record that was reached; all of it when that is not there any more."""
    names = [str(ref) for ref in refs]
    return refs[names.index(reached) + 1 :] if reached in names else refs
