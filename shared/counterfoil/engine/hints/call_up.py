"""Calls up the records that failed for something which has changed since: a holder's name, the company's settings."""

from collections.abc import Collection

from counterfoil.domain.blockers import beginning
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.batches import in_batches_as_applied
from counterfoil.engine.ports import ChangeQueue, Clock, OutcomeStore


def blocked_by(outcomes: OutcomeStore, connection_id: str, keys: Collection[str]) -> list[tuple[str, RecordRef]]:
    """Which of these keys blocks which records; looked up by the lists that they are of."""
    found = outcomes.blocked(connection_id, {beginning(key) for key in keys}) if keys else ()
    return [(key, ref) for key, ref in found if key in keys]


@dataclass(frozen=True, slots=True)
class CallUp:
    """Enqueues what is blocked."""

    outcomes: OutcomeStore
    queue: ChangeQueue
    clock: Clock

    def blocked_by(self, connection_id: str, keys: Collection[str], but: Collection[RecordRef] = ()) -> int:
        """Enqueue the records that fail for one of these keys, and say how many. Raises QueueError."""
        refs = sorted({ref for _, ref in blocked_by(self.outcomes, connection_id, keys) if ref not in but})
        now = self.clock()
        events = [ChangeEvent(ref, now, f"blocked:{ref}:{now.isoformat()}", called_up=True) for ref in refs]
        if events:
            self.queue.send(in_batches_as_applied(connection_id, events, self.outcomes.latest(connection_id, refs).values()))
        return len(events)
