"""What is not as a plan has it: the fields that are others by now, or else why something else is to be done."""

from collections.abc import Iterator

from counterfoil.domain.kinds import KINDS
from counterfoil.domain.names import amount, label_of
from counterfoil.domain.plan_job import Moved, PlanRow, RowAction
from counterfoil.domain.texts import plans
from counterfoil.engine.case import Case, Withheld
from counterfoil.engine.preview.changes import shown_at
from counterfoil.engine.preview.rows import money_of


def moved_since(planned: PlanRow, case: Case) -> tuple[Moved, ...]:
    """The fields that the plan names and that are others by now, each in the system where it moved."""
    return tuple(dict.fromkeys((*_amount(planned, case), *_fields(planned, case))))


def why_changed(planned: PlanRow, case: Case) -> tuple[str, ...]:
    """Why a record, of which no named field moved, is not carried as it was planned."""
    if isinstance(case.event, Withheld):
        return (case.event.failure.text,)
    reasons = case.decision.reasons if case.decision else ()
    return tuple(one for one in reasons if one not in planned.reasons) or (plans.CHANGED_SINCE(),)


def _fields(planned: PlanRow, case: Case) -> Iterator[Moved]:
    """Of what would be created, only the source was there when the plan was made."""
    for change in planned.changes:
        sides = {change.target.other: change.after}
        if planned.action is not RowAction.CREATE:
            sides[change.target] = change.before
        for system, before in sides.items():
            now = shown_at(case, system, change.target)
            if now and now.get(change.field, "") != before:
                yield Moved(system=system, field=change.field, before=before, after=now.get(change.field, ""))


def _amount(planned: PlanRow, case: Case) -> Iterator[Moved]:
    """What a document is about."""
    (value, currency), name = money_of(case), KINDS[case.kind].amount
    if planned.amount is None or value is None or (planned.amount, planned.currency) == (value, currency):
        return
    before, after = amount(str(planned.amount), planned.currency), amount(str(value), currency)
    yield Moved(system=case.ref.system, field=label_of(case.kind, name), before=before, after=after)
