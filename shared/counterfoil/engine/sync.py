"""The sync itself: a plan, carried out and concluded - for records of one kind, in bulk."""

from collections.abc import Sequence
from dataclasses import replace

from counterfoil.domain.errors import Cure
from counterfoil.domain.identity import RecordRef
from counterfoil.engine.carry.carry import carry
from counterfoil.engine.carry.withhold import withhold, withhold_for_needs
from counterfoil.engine.case import Case, Event, Failed, MovedOn
from counterfoil.engine.conclude.conclude import conclude
from counterfoil.engine.context import Context
from counterfoil.engine.links import overtaken_by_another
from counterfoil.engine.plan import Plan, plan
from counterfoil.engine.read.question import Question

_ROUNDS = 3


def carry_out(context: Context, planned: Plan) -> list[Case]:
    """Carry out a plan, what is needed first; a record that moved on meanwhile is planned and carried anew, a few times.

    Every case is concluded with its outcome stored. Raises VendorError when a vendor cannot be read: nothing is concluded.
    """
    finished: dict[RecordRef, Case] = {}
    begun: set[RecordRef] = set()
    moved = list[Case]()
    for _ in range(_ROUNDS):
        withhold(context, planned, begun)
        for need in planned.needs:
            planned.references.learn(carry_out(context, need))
        withhold_for_needs(planned)
        carry(context, planned)
        begun |= {case.ref for case in planned.cases if case.acted and case.event is None}
        moved = [case for case in planned.cases if _has_moved(case)]
        _keep_latest(finished, [case for case in planned.cases if not _has_moved(case)])
        if not moved:
            break
        planned = plan(context, _again(planned.question, moved))
    for case in moved:
        case.event = _given_up(case)
    _keep_latest(finished, moved)
    conclude(context, list(finished.values()))
    return list(finished.values())


def _given_up(case: Case) -> Event:
    """What keeps changing is read again later; a reference that stays refused although it was read anew needs a person."""
    event = case.event or MovedOn(overtaken_by_another())
    still_refused = event.failure.cure is Cure.RESOLVING
    return Failed(replace(event.failure, cure=Cure.PERSON)) if still_refused else event


def _keep_latest(finished: dict[RecordRef, Case], cases: Sequence[Case]) -> None:
    """A pair that was processed again beside one that moved on is concluded once, as it stands now."""
    for case in cases:
        if before := finished.get(case.ref):
            case.acted = case.acted or before.acted
            case.done = [*before.done, *case.done]
        finished[case.ref] = case


def _has_moved(case: Case) -> bool:
    """Whether it is to be read again: something changed meanwhile, or what was found is not as it has to be, or was shown at
    an earlier moment.
    """
    made_again = case.repeated and case.acted and case.event is None
    return isinstance(case.event, MovedOn) or made_again or bool(case.check and case.check.actions)


def _again(question: Question, moved: Sequence[Case]) -> Question:
    refs = tuple(sorted({case.ref for case in moved}))
    anew = any(isinstance(case.event, MovedOn) and case.event.references for case in moved)
    rivals = {case.ref: case.rival for case in moved if case.rival}
    return replace(question, refs=refs, read_both=True, references_anew=anew, rivals=rivals)
