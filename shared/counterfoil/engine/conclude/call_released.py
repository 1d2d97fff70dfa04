"""Calls up what was found in another worker's hands, where that one had done before it was recorded."""

from collections.abc import Sequence

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.telling import in_the_way
from counterfoil.engine.context import Context
from counterfoil.engine.hints.batches import in_batches_as_applied


def call_released(context: Context, recorded: Sequence[SyncOutcome]) -> None:
    """Enqueue the records that wait for another worker and were just recorded, if what it had is linked by now.

    It looked for who waits as soon as it had done, which was too early to find these. Raises QueueError.
    """
    waiting = {one.ref: _held(one) for one in recorded if one.category is ErrorCategory.IN_OTHER_HANDS}
    released = _linked(context, set(waiting.values())) if waiting else set()
    now = context.clock()
    events = [
        ChangeEvent(ref, now, f"released:{ref}:{now.isoformat()}", called_up=True)
        for ref, held in waiting.items()
        if held in released
    ]
    if events:
        context.queue.send(in_batches_as_applied(context.connection.id, events, recorded))


def _held(waiting: SyncOutcome) -> RecordRef:
    """What another worker had: the first that is in the way, which others may need in turn; else the record itself."""
    return next(in_the_way(waiting), waiting.ref)


def _linked(context: Context, refs: set[RecordRef]) -> set[RecordRef]:
    found = context.links.find(context.connection.id, sorted(refs))
    return {ref for ref, links in found.items() if any(link.state is LinkState.LINKED for link in links)}
