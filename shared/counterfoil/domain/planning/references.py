"""Prerequisites in the decision: what a document refers to must exist on the other side, or be made there first."""

from dataclasses import replace
from datetime import timedelta

from counterfoil.domain.blockers import for_want_of
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.planning.decision import (
    Action,
    Create,
    Decision,
    Recover,
    Update,
    left_out,
    stopped,
)
from counterfoil.domain.planning.merge import shortened
from counterfoil.domain.planning.pair import Pair, PlannedCounterpart, Unavailable
from counterfoil.domain.texts import reasons
from counterfoil.domain.texts.catalogue import explanation_of

_UNTIL_SOMEBODY_ACTS = timedelta(hours=1)


def refers(kind: EntityKind, action: Action) -> bool:
    """Whether what is written names other records, which must then have counterparts."""
    match action:
        case Create() | Recover(again=True):
            return True
        case Update(_, fields):
            return kind is EntityKind.PAYMENT or bool(fields & {"lines", "descriptions", "customer", "parent"})
        case _:
            return False


def with_references(pair: Pair, decision: Decision) -> Decision:
    """`decision`, if all that its writes refer to exists or is made first; else the decision to wait, ask or leave out."""
    referring = [action for action in decision.actions if refers(pair.kind, action)]
    if not referring:
        return decision
    missing = next((one for one in pair.references if isinstance(one, Unavailable)), None)
    if missing is None:
        return _announced(pair, decision)
    looking = tuple(Recover(action.target, again=False) for action in referring if isinstance(action, Recover))
    return _without_invoice(missing, *looking) if pair.kind is EntityKind.PAYMENT else _without(missing, *looking)


def _announced(pair: Pair, decision: Decision) -> Decision:
    """With what is made first among the reasons, and remarks about what a new record cannot hold whole."""
    first = [one for one in pair.references if isinstance(one, PlannedCounterpart)]
    creates = [action for action in decision.actions if isinstance(action, Create | Recover)]
    remarks = tuple(
        remark
        for action in creates
        if (side := pair.sides.get(action.target.other))
        for remark in shortened(side, action.target)
    )
    before = tuple(reasons.COMES_FIRST(name=name) for name in dict.fromkeys(one.name for one in first))
    return replace(decision, reasons=(*decision.reasons, *before), remarks=(*decision.remarks, *remarks))


def _without(missing: Unavailable, *actions: Action) -> Decision:
    """An invoice needs its customer and its items; what is left out by a rule has to be settled by a person."""
    if missing.failure:
        return stopped(missing.failure, *actions)
    text = reasons.OWNER_LEFT_OUT(name=missing.name, reason=missing.reason)
    failure = Failure(category=ErrorCategory.CUSTOMER_LEFT_OUT, cure=Cure.PERSON, text=text)
    return stopped(for_want_of(failure, missing.ref) if missing.ref else failure, *actions)


def _without_invoice(missing: Unavailable, *actions: Action) -> Decision:
    """The invoice may get its counterpart at any time, unless that was deleted."""
    failure = missing.failure
    if failure is None:
        return left_out(reasons.OWNER_LEFT_OUT(name=missing.name, reason=missing.reason), *actions)
    if failure.category is ErrorCategory.RECORD_DELETED:
        return left_out(reasons.OWNER_ENDED(name=missing.name, reason=explanation_of(failure)), *actions)
    return stopped(waits_for_invoice(missing.name, failure), *actions)


def waits_for_invoice(name: str, failure: Failure) -> Failure:
    """A payment is carried as soon as the invoice `name` is, which is kept by `failure` and calls it up.

    Where that takes a person, trying costs metered reads and seldom helps before.
    """
    text = reasons.WAITS_FOR(name=name, reason=explanation_of(failure))
    pause = _UNTIL_SOMEBODY_ACTS if failure.cure is Cure.PERSON else failure.retry_after
    return replace(
        failure, category=ErrorCategory.WAITS_FOR_INVOICE, cure=Cure.WAITING, text=text, existing=None, retry_after=pause
    )
