"""The sync itself: gather, decide, apply, conclude - for records of one kind, in bulk."""

from collections.abc import Sequence
from dataclasses import replace

from counterfoil.domain.decide import decide
from counterfoil.domain.errors import Cure
from counterfoil.domain.identity import RecordRef
from counterfoil.engine.apply import apply
from counterfoil.engine.case import Case
from counterfoil.engine.conclude import conclude
from counterfoil.engine.context import Context
from counterfoil.engine.gather import Question, gather

_ROUNDS = 3


def synchronise(context: Context, question: Question) -> list[Case]:
    """Bring the pairs that the question is about into agreement; every case concluded with its outcome recorded.

    A record that moved on while it was being written is read again and decided anew, a few times. Raises VendorError when
    a vendor cannot be read at all; nothing is concluded then.
    """
    finished: list[Case] = []
    for _ in range(_ROUNDS):
        cases = gather(context, question)
        for case in cases:
            if case.failure is None:
                case.decision = decide(case.pair, context.connection.rule(question.kind))
        apply(context, cases, lambda needed: synchronise(context, needed))
        moved = [case for case in cases if _has_moved(case)]
        finished += [case for case in cases if not _has_moved(case)]
        if not moved:
            break
        question = replace(question, refs=_refs(moved), read_both=True)
    else:
        finished += moved
    conclude(context, finished)
    return finished


def _has_moved(case: Case) -> bool:
    return case.failure is not None and case.failure.cure is Cure.READING


def _refs(cases: Sequence[Case]) -> tuple[RecordRef, ...]:
    return tuple(sorted({case.ref for case in cases}))
