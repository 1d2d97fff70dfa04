"""Keeps back what the plan that is applied does not promise: the world has moved since it was made."""

from collections.abc import Collection

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.planning.decision import Recover
from counterfoil.domain.planning.promise import promise_of
from counterfoil.domain.texts import plans
from counterfoil.engine.case import Case, Withheld
from counterfoil.engine.context import AppliedPlan, Context
from counterfoil.engine.plan import Plan


def withhold(context: Context, planned: Plan, begun: Collection[RecordRef]) -> None:
    """Keep back every case that would do something else than was promised, and what only such cases need.

    What was begun is finished: by an earlier try, or for the records in `begun` in this very sync. What does nothing breaks
    no promise.
    """
    if context.applied is None:
        return
    acting = [case for case in planned.cases if case.ref not in begun and _acts(case)]
    promised = context.applied.promised({case.ref for case in acting})
    for case in acting:
        if why := _broken(case, context.applied, promised.get(case.ref, "")):
            case.event = Withheld(_changed(why))
    wanted = {id(need) for case in planned.cases if case.event is None for need, _ in planned.needs_of(case)}
    for need in planned.needs:
        need.cases = [case for case in need.cases if id(case) in wanted]


def withhold_for_needs(planned: Plan) -> None:
    """Keep back every case whose needs were kept back, once those were carried."""
    for case in planned.cases:
        missing = next((name for need, name in planned.needs_of(case) if isinstance(need.event, Withheld)), None)
        if case.event is None and missing:
            case.event = Withheld(_changed(plans.WAITS_FOR_CHANGED(name=missing)))


def _broken(case: Case, applied: AppliedPlan, promise: str) -> str:
    """Why it is not as it was promised, "" where it is."""
    decision = case.decision
    if decision and not applied.allows(case.kind, decision.rule_version):
        return plans.OTHER_RULE()
    return "" if decision and promise == promise_of(case.pair, decision) else plans.CHANGED_SINCE()


def _acts(case: Case) -> bool:
    """Whether something is to be done that was not begun: a create of which it is known that it made nothing was not."""
    actions = case.decision.actions if case.decision else ()
    is_begun = case.link is not None and bool(case.link.key) and any(isinstance(action, Recover) for action in actions)
    return bool(actions) and not is_begun


def _changed(text: str) -> Failure:
    return Failure(category=ErrorCategory.READ_AGAIN, cure=Cure.WAITING, text=text)
