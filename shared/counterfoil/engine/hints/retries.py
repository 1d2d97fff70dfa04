"""Retries: records that are due for another try are offered once in a round, oldest first, and again only in the next."""

from datetime import datetime, timedelta

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.batches import in_batches_as_applied
from counterfoil.engine.ports import ChangeQueue, Clock, CursorStore, OutcomeStore

MOST_RETRIES = 1_000
"""How many records of one connection a poll calls up at most."""

ROUND = timedelta(minutes=30)
"""How long a record that is due is taken to be in the queue, once it was offered."""

_OFFERED = "poll:retries"


@dataclass(frozen=True, slots=True)
class Retries:
    """Calls up what is due.

    A cursor tells how far the records that are due were offered. A record that comes to wait again is due later, and
    offered when its time comes. Whatever was offered in vain is offered again in the next round.
    """

    outcomes: OutcomeStore
    cursors: CursorStore
    queue: ChangeQueue
    clock: Clock

    def call_up(self, connection_id: str) -> int:
        """Enqueue what is due and was not offered yet, and say how many. The cursor moves only after enqueueing."""
        now, stored = self.clock(), self.cursors.get(connection_id, _OFFERED)
        began, _, after = stored.partition(" ") if stored else (now.isoformat(), "", "")
        due = self.outcomes.due(connection_id, now, MOST_RETRIES, after)
        oldest_first = sorted(due, key=lambda one: (one.waiting_since or one.at, one.ref))
        events = [ChangeEvent(one.ref, one.at, f"retry:{one.ref}:{one.retry_at}") for one in oldest_first]
        if events:
            self.queue.send(in_batches_as_applied(connection_id, events, due))
        is_over = len(due) < MOST_RETRIES and now - datetime.fromisoformat(began) >= ROUND
        reached = "" if is_over else f"{began} {due[-1].due_place}" if due else stored
        if reached != stored:
            self.cursors.put(connection_id, _OFFERED, reached)
        return len(events)
