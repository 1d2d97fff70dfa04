"""A case that was planned, as the row that people see."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.names import name_of
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanRow, RowAction
from counterfoil.domain.planning.conflicts import has_conflict
from counterfoil.domain.planning.decision import (
    Action,
    Adopt,
    Close,
    Create,
    Decision,
    Follow,
    Recover,
    Update,
    Void,
)
from counterfoil.domain.planning.promise import promise_of
from counterfoil.domain.texts import plans, reasons
from counterfoil.domain.texts.sentence import capital
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.listed import listing_from
from counterfoil.engine.preview.changes import field_changes

_CONFLICTS = frozenset({ErrorCategory.EDITED_IN_QUICKBOOKS, ErrorCategory.AMBIGUOUS_MATCH})
_WORDS: Mapping[type[Action], RowAction] = {
    Create: RowAction.CREATE,
    Recover: RowAction.CREATE,
    Void: RowAction.VOID,
    Update: RowAction.UPDATE,
    Adopt: RowAction.LINK,
    Follow: RowAction.LINK,
    Close: RowAction.CLOSE,
}
"""The most telling first: of several actions, a row is called by the first of these."""


def row_of(case: Case) -> PlanRow:
    """What a plan shows of one pair. The case is decided."""
    pair, decision = case.pair, decision_of(case)
    (amount, currency), listed = money_of(case), listing_from(case)
    return PlanRow(
        ref=case.ref,
        name=capital(pair.label),
        action=_action(case, decision),
        title=listed.name,
        party=listed.detail if KINDS[case.kind].amount else "",
        acts=bool(_done(decision)),
        targets=tuple(system for system in System if any(_target(action) is system for action in _done(decision))),
        counterpart=_counterpart(case, decision),
        amount=amount,
        currency=currency,
        changes=field_changes(case),
        reasons=decision.reasons,
        remarks=decision.remarks,
        category=decision.failure.category if decision.failure else None,
        versions={system: side.version for system, side in pair.sides.items()},
        digest=promise_of(pair, decision),
        rule_version=decision.rule_version,
        needed=case.needed,
    )


def odd_row(ref: RecordRef, error: Exception) -> PlanRow:
    """The row of a record that cannot be planned, for a defect of our own; the error is named, its text may hold data."""
    return PlanRow(
        ref=ref,
        name=capital(name_of(ref, None)),
        action=RowAction.FAILURE,
        reasons=(reasons.DEFECT(),),
        category=ErrorCategory.UNEXPECTED,
        defect=type(error).__name__,
    )


def linked_once(row: PlanRow, taken: dict[RecordRef, RecordRef]) -> PlanRow:
    """The row as it is where earlier rows link these counterparts, each `taken` by a record; what it links is taken, too.

    A row that links what another has linked says so, and does nothing; one of the very same pair keeps its promise.
    """
    if row.action is not RowAction.LINK or not row.counterpart:
        return row
    if taken.get(row.ref) == row.counterpart:
        told = plans.PLANNED_WITH(name=name_of(row.counterpart, None))
        return replace(row, action=RowAction.NOTHING, acts=False, amount=None, currency="", reasons=(*row.reasons, told))
    first = taken.setdefault(row.counterpart, row.ref)
    return row if first == row.ref else _rival_row(row, first)


def _rival_row(row: PlanRow, first: RecordRef) -> PlanRow:
    """The row of a record whose only match is linked with another record first."""
    told = plans.LINKED_FIRST(name=name_of(first, None))
    return replace(row, action=RowAction.CONFLICT, acts=False, reasons=(*row.reasons, told), digest="")


def decision_of(case: Case) -> Decision:
    """The decision of a planned case."""
    if case.decision is None:
        raise ValueError(f"not planned: {case.ref}")
    return case.decision


def _done(decision: Decision) -> tuple[Action, ...]:
    """What a decision does; that something is only looked for makes and changes nothing."""
    return tuple(action for action in decision.actions if not (isinstance(action, Recover) and not action.again))


def _action(case: Case, decision: Decision) -> RowAction:
    if decision.failure:
        return RowAction.CONFLICT if decision.failure.category in _CONFLICTS else RowAction.FAILURE
    for sort, word in _WORDS.items():
        if any(isinstance(action, sort) for action in _done(decision)):
            return RowAction.CONFLICT if word is RowAction.UPDATE and has_conflict(case.pair, decision) else word
    return RowAction.LEAVE_OUT if decision.status is OutcomeStatus.EXCLUDED else RowAction.NOTHING


def _target(action: Action) -> System | None:
    return action.target if isinstance(action, Create | Recover | Update | Void) else None


def _counterpart(case: Case, decision: Decision) -> RecordRef | None:
    adopted = (action.counterpart for action in decision.actions if isinstance(action, Adopt))
    return next(adopted, None) or case.target_ref()


def money_of(case: Case) -> tuple[Decimal | None, str]:
    """What a document is about, as the side shows it that the pair started from."""
    name, sides = KINDS[case.kind].amount, case.pair.sides
    side = sides.get(case.ref.system) or next(iter(sides.values()), None)
    if not name or side is None or not side.fields.get(name):
        return None, ""
    return Decimal(side.fields[name]), side.fields.get("currency", "")
