"""The sync itself: gather, decide, apply, conclude - for records of one kind, in bulk."""

from collections.abc import Sequence
from dataclasses import replace

from counterfoil.domain.errors import Cure
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.planning.decide import decide
from counterfoil.engine.carry.apply import apply
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.balances import explain_balances
from counterfoil.engine.conclude.conclude import conclude
from counterfoil.engine.context import Context
from counterfoil.engine.read.gather import Question, gather

_ROUNDS = 3


def synchronise(context: Context, question: Question) -> list[Case]:
    """Bring the pairs that the question is about into agreement; every case concluded with its outcome recorded.

    A record that moved on while it was being written is read again and decided anew, a few times. Raises VendorError when
    a vendor cannot be read at all; nothing is concluded then.
    """
    finished: dict[RecordRef, Case] = {}
    for _ in range(_ROUNDS):
        cases = gather(context, question)
        for case in cases:
            if case.failure is None:
                case.decision = decide(case.pair, context.connection.rule(question.kind))
        apply(context, cases, lambda needed: synchronise(context, needed))
        explain_balances(context, cases)
        moved = [case for case in cases if _has_moved(case)]
        _finish(finished, [case for case in cases if not _has_moved(case)])
        if not moved:
            break
        question = replace(question, refs=_refs(moved), read_both=True)
    else:
        _finish(finished, moved)
    conclude(context, list(finished.values()))
    return list(finished.values())


def _finish(finished: dict[RecordRef, Case], cases: Sequence[Case]) -> None:
    """A pair that was looked at again beside one that moved on is told of once, as it stands now."""
    for case in cases:
        case.acted = case.acted or (case.ref in finished and finished[case.ref].acted)
        finished[case.ref] = case


def _has_moved(case: Case) -> bool:
    return case.failure is not None and case.failure.cure is Cure.READING


def _refs(cases: Sequence[Case]) -> tuple[RecordRef, ...]:
    return tuple(sorted({case.ref for case in cases}))
