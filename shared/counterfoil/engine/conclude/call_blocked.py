"""Calls up the records that failed for what people have changed: a name's holder, a customer made inactive."""

from collections.abc import Iterable, Sequence

from counterfoil.domain.blockers import touched_by
from counterfoil.domain.identity import RecordRef
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.hints.call_up import CallUp


def call_blocked(context: Context, cases: Sequence[Case]) -> None:
    """Enqueue the records that failed for one of these, which somebody has changed. Raises QueueError.

    What was only read because a document needs it has not changed, and neither has what was called up itself.
    """
    refs = [{ref.whole for ref in _refs(case)} for case in cases if not case.needed]
    changed = {ref for some in refs if some & context.moved for ref in some}
    keys = {key for ref in changed for key in touched_by(ref)}
    CallUp(context.outcomes, context.queue, context.clock).blocked_by(context.connection.id, keys, but=changed)


def _refs(case: Case) -> Iterable[RecordRef]:
    return case.link.refs.values() if case.link else (case.ref,)
