"""Calls up the records that failed for something which has changed since: a name's holder, a customer made inactive."""

from collections.abc import Iterable, Sequence

from counterfoil.domain.blockers import prefix_of, touched_by
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import RecordRef
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.hints.batches import in_batches


def call_blocked(context: Context, cases: Sequence[Case]) -> None:
    """Enqueue the records that failed for one of these, which somebody has changed. Raises QueueError.

    What was only read because a document needs it has not changed.
    """
    changed = {ref.whole for case in cases if not case.needed for ref in _refs(case)}
    prefixes = sorted({prefix_of(ref) for ref in changed})
    blocked = [one for prefix in prefixes for one in context.outcomes.blocked(context.connection.id, prefix)]
    keys = {key for ref in changed for key in touched_by(ref)}
    _enqueue(context, {ref for key, ref in blocked if key in keys} - changed)


def _refs(case: Case) -> Iterable[RecordRef]:
    return case.link.refs.values() if case.link else (case.ref,)


def _enqueue(context: Context, refs: Iterable[RecordRef]) -> None:
    now = context.clock()
    events = [ChangeEvent(ref, now, f"blocked:{ref}:{now.isoformat()}") for ref in sorted(refs)]
    if events:
        context.queue.send(in_batches(context.connection.id, events))
