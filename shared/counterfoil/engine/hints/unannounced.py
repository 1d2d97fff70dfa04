"""Records that need a person, where nothing tells that the person has done it: they are tried again each hour."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from counterfoil.domain.blockers import is_announced
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.batches import in_batches_as_applied
from counterfoil.engine.ports import ChangeQueue, Clock, CursorStore, OutcomeStore

ROUND = timedelta(hours=1)
"""How long after the beginning of a round the next one begins, at the soonest."""

MOST_TRIED = 100
"""How many records of one connection a poll tries again at most, but for the rest of a page."""

_MOST_PAGES = 10
_PAGE = 100
_PLACE = "poll:unannounced"
_KINDS = tuple(EntityKind)


@dataclass(frozen=True, slots=True)
class Unannounced:
    """Goes through what fails, a few pages in a poll, and enqueues what nothing else would call up.

    What is made only when a document needs it is tried with the document. A cursor tells when the round began, the kind it
    has come to ("" once it is over), and how far. Neither outcomes nor anything that people see changes by it.
    """

    outcomes: OutcomeStore
    cursors: CursorStore
    queue: ChangeQueue
    clock: Clock

    def call_up(self, connection: Connection, failing: Collection[EntityKind]) -> int:
        """Enqueue what is to be tried now, and say how many; only of `failing` kinds there are records that fail.

        The cursor moves only after enqueueing, and where nothing fails it stands. Raises QueueError.
        """
        connection_id, stored = connection.id, self.cursors.get(connection.id, _PLACE)
        if stored and not failing:
            return 0
        began, kind, after = self._place(stored)
        tried = 0
        for _ in range(_MOST_PAGES):
            if not kind or tried >= MOST_TRIED:
                break
            if kind not in failing:
                after, kind = "", _next(kind)
                continue
            page = self.outcomes.page(connection_id, EntityKind(kind), OutcomeStatus.FAILING, after, _PAGE)
            with_others = connection.rule(EntityKind(kind)).create == "when_needed"
            tried += self._enqueue(connection_id, [one for one in page.outcomes if one.counterpart or not with_others])
            after, kind = page.next_page, kind if page.next_page else _next(kind)
        reached = f"{began} {kind} {after}"
        if reached != stored:
            self.cursors.put(connection_id, _PLACE, reached)
        return tried

    def _place(self, stored: str) -> tuple[str, str, str]:
        """Where to go on. The first round begins an hour after the connection was first seen."""
        now = self.clock()
        if not stored:
            return now.isoformat(), "", ""
        began, kind, after = stored.split(" ", 2)
        if kind or now - datetime.fromisoformat(began) < ROUND:
            return began, kind, after
        return now.isoformat(), _KINDS[0], ""

    def _enqueue(self, connection_id: str, failing: Sequence[SyncOutcome]) -> int:
        events = list(self._events(failing))
        if events:
            self.queue.send(in_batches_as_applied(connection_id, events, failing))
        return len(events)

    def _events(self, failing: Sequence[SyncOutcome]) -> Iterator[ChangeEvent]:
        now = self.clock()
        for one in failing:
            if not is_announced(one.category, one.blockers):
                yield ChangeEvent(one.ref, now, f"unannounced:{one.ref}:{now.isoformat()}", called_up=True)


def _next(kind: str) -> str:
    following = _KINDS[_KINDS.index(EntityKind(kind)) + 1 :]
    return following[0] if following else ""
