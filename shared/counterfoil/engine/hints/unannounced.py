"""Records that need a person, where nothing tells that the person has done it: they are tried again.

What is announced is tried once, when it has just failed: what ails it may have been mended, and have called up nothing,
between the look at that and the recording of the failure.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from counterfoil.domain.blockers import is_announced
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.batches import in_batches_as_applied
from counterfoil.engine.ports import ChangeQueue, Clock, CursorStore, OutcomeStore

ROUND = timedelta(minutes=8)
"""How long after the beginning of a round the next one begins, at the soonest; polls are ten minutes apart."""

NEW_FOR = timedelta(hours=1)
"""So long after it began to fail a record is tried by each poll: who has just been told of it sees to it now."""

PACE = timedelta(hours=1)
"""How often a record is tried that fails for longer."""

MOST_TRIED = 100
"""How many records of one connection a poll tries again at most, but for the rest of a page."""

_MOST_PAGES = 10
_PAGE = 100
_PLACE = "poll:failing"
_KINDS = tuple(EntityKind)
_BY_EACH_POLL = {ErrorCategory.PROPERTY_REFUSED, ErrorCategory.SUBSCRIPTION_LAPSED}
"""However long they fail. What HubSpot does not let be read is asked for first, and nothing of QuickBooks then."""


@dataclass(frozen=True, slots=True)
class _Round:
    """A round over what fails: when it began, when the one before did, and the kind it has come to ("" once it is over)."""

    began: datetime
    before: datetime
    kind: str
    after: str

    def __str__(self) -> str:
        return f"{self.began.isoformat()} {self.before.isoformat()} {self.kind} {self.after}"

    def wants(self, failing: SyncOutcome) -> bool:
        """Whether it is this record's turn: by its age, of which another hour has begun since the round before.

        Of what is announced only that which the round before did not find.
        """
        if is_announced(failing.category, failing.blockers):
            return failing.at >= self.before
        if failing.category in _BY_EACH_POLL or self.began - failing.at < NEW_FOR:
            return True
        return (self.began - failing.at) // PACE > (self.before - failing.at) // PACE


@dataclass(frozen=True, slots=True)
class Unannounced:
    """Goes through what fails, a few pages in a poll, and enqueues what nothing else would call up, or may have called up.

    What is made only when a document needs it is tried with the document. Of those that fail because the company is
    read-only one of a page is tried: it calls up the others. A cursor tells how far the round has come. Neither outcomes
    nor anything that people see changes by it.
    """

    outcomes: OutcomeStore
    cursors: CursorStore
    queue: ChangeQueue
    clock: Clock

    def call_up(self, connection: Connection, failing: Collection[EntityKind]) -> int:
        """Enqueue what is to be tried now, and say how many; only of `failing` kinds there are records that fail.

        The cursor moves only after enqueueing, and where nothing fails it stands. Raises QueueError.
        """
        if not failing:
            return 0
        now = self._round(connection.id)
        kind, after, tried = now.kind, now.after, 0
        for _ in range(_MOST_PAGES):
            if not kind or tried >= MOST_TRIED:
                break
            if kind not in failing:
                after, kind = "", _next(kind)
                continue
            page = self.outcomes.page(connection.id, EntityKind(kind), OutcomeStatus.FAILING, after, _PAGE)
            with_others = connection.rule(EntityKind(kind)).create == "when_needed"
            by_themselves = [one for one in page.outcomes if one.counterpart or not with_others]
            tried += self._enqueue(connection.id, [one for one in _each_for_all(by_themselves) if now.wants(one)])
            after, kind = page.next_page, kind if page.next_page else _next(kind)
        reached = _Round(now.began, now.before, kind, after)
        if reached != now:
            self.cursors.put(connection.id, _PLACE, str(reached))
        return tried

    def _round(self, connection_id: str) -> _Round:
        """The one that is to be gone on with, or a new one."""
        now, stored = self.clock(), self.cursors.get(connection_id, _PLACE)
        if not stored:
            return _Round(now, now - PACE, _KINDS[0], "")
        began, before, kind, after = stored.split(" ", 3)
        if not kind and now - datetime.fromisoformat(began) >= ROUND:
            return _Round(now, datetime.fromisoformat(began), _KINDS[0], "")
        return _Round(datetime.fromisoformat(began), datetime.fromisoformat(before), kind, after)

    def _enqueue(self, connection_id: str, failing: Sequence[SyncOutcome]) -> int:
        now = self.clock()
        events = [ChangeEvent(one.ref, now, f"unannounced:{one.ref}:{now.isoformat()}", called_up=True) for one in failing]
        if events:
            self.queue.send(in_batches_as_applied(connection_id, events, failing))
        return len(events)


def _each_for_all(failing: Sequence[SyncOutcome]) -> Sequence[SyncOutcome]:
    """Without those that fail like another one for the whole company."""
    read_only = [one.ref for one in failing if one.category is ErrorCategory.SUBSCRIPTION_LAPSED]
    others = set(read_only[1:])
    return [one for one in failing if one.ref not in others]


def _next(kind: str) -> str:
    following = _KINDS[_KINDS.index(EntityKind(kind)) + 1 :]
    return following[0] if following else ""
