"""Calls up the records that failed for something which has changed since: a holder's name, the company's settings."""

from collections.abc import Collection

from counterfoil.domain.blockers import beginning
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.batches import in_batches_as_applied
from counterfoil.engine.ports import ChangeQueue, Clock, OutcomeStore


@dataclass(frozen=True, slots=True)
class CallUp:
    """Enqueues what is blocked."""

    outcomes: OutcomeStore
    queue: ChangeQueue
    clock: Clock

    def blocked_by(self, connection_id: str, keys: Collection[str], but: Collection[RecordRef] = ()) -> int:
        """Enqueue the records that fail for one of these keys, and say how many; one look-up for each list among them.

        Raises QueueError.
        """
        lists = sorted({beginning(key) for key in keys})
        found = [one for of_list in lists for one in self.outcomes.blocked(connection_id, of_list)]
        refs = sorted({ref for key, ref in found if key in keys and ref not in but})
        now = self.clock()
        events = [ChangeEvent(ref, now, f"blocked:{ref}:{now.isoformat()}", called_up=True) for ref in refs]
        if events:
            self.queue.send(in_batches_as_applied(connection_id, events, self.outcomes.latest(connection_id, refs).values()))
        return len(events)
