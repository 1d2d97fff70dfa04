"""Keeps back what the plan that is applied does not promise: the world has moved since it was made."""

from collections.abc import Collection, Iterator

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.planning.decision import Recover
from counterfoil.domain.planning.pair import PlannedCounterpart
from counterfoil.domain.planning.promise import promise_of
from counterfoil.domain.texts import plans
from counterfoil.engine.case import Case, Withheld
from counterfoil.engine.context import Context
from counterfoil.engine.plan import Plan


def withhold(context: Context, planned: Plan, begun: Collection[RecordRef]) -> None:
    """Keep back every case that would do something else than was promised, or whose needs were kept back.

    What was begun is finished: by an earlier try, or for the records in `begun` in this very sync. What does nothing breaks
    no promise. What is needed must have been carried before.
    """
    if context.applied is None:
        return
    acting = [case for case in planned.cases if case.ref not in begun and _acts(case)]
    promised = context.applied.promised({case.ref for case in acting})
    for case in acting:
        if case.decision and promised.get(case.ref) != promise_of(case.pair, case.decision):
            case.event = Withheld(_changed(plans.CHANGED_SINCE()))
        elif missing := next(_withheld_needs(case, planned), None):
            case.event = Withheld(_changed(plans.WAITS_FOR_CHANGED(name=missing.name)))


def _acts(case: Case) -> bool:
    actions = case.decision.actions if case.decision else ()
    return bool(actions) and not any(isinstance(action, Recover) for action in actions)


def _withheld_needs(case: Case, planned: Plan) -> Iterator[PlannedCounterpart]:
    for reference in case.references:
        if isinstance(reference, PlannedCounterpart):
            need = planned.references.cases.get(reference.source)
            if need and isinstance(need.event, Withheld):
                yield reference


def _changed(text: str) -> Failure:
    return Failure(category=ErrorCategory.READ_AGAIN, cure=Cure.WAITING, text=text)
