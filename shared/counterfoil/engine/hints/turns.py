"""Whose turn it is to poll a connection, so that no two workers do it at once, nor one for a round that is over."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto

from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import Clock, CursorStore

HOLD = timedelta(seconds=45)
"""How long a turn is kept after the last sign of life: no worker is silent for longer, see `engine.work.shift.HOLD`."""

RENEW_AFTER = timedelta(seconds=10)
"""A sign of life sooner after the last one says nothing new: a connection at which nothing happened is polled by then."""

TURN = "poll:served"
"""The name of the cursor that tells in which round a connection was polled last, and until when that may still go on."""


class Taken(Enum):
    """Whether the turn was taken now; it is past when this round has had it to the end, or a later one has it.

    A turn that somebody has is busy, in the same round as well: it may have been left behind, and is free again soon then.
    """

    NOW = auto()
    BUSY = auto()
    PAST = auto()


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turn of this worker: the round that the connection had been polled in before, and what is stored now."""

    connection_id: str
    asked_at: datetime
    before: str
    stored: str
    ends: datetime


class Turns:
    """Takes turns, for one slice after the other. Of a worker that died, a turn is in the way for `HOLD` at most."""

    def __init__(self, cursors: CursorStore, clock: Clock) -> None:
        self._cursors, self._clock = cursors, clock
        self._turn: _Turn | None = None
        self._over: list[_Turn] = []

    def take(self, connection_id: str, stored: str, asked_at: datetime) -> Taken:
        """Take the turn in a round, where so much is stored."""
        last, _, until = stored.partition(" ")
        served = datetime.fromisoformat(last) if last else None
        busy = bool(until) and datetime.fromisoformat(until) > self._clock()
        self._tell_in_time()
        if served and (served > asked_at or (served == asked_at and not until)):
            return Taken.PAST
        if busy:
            return Taken.BUSY
        taken = self._store(_Turn(connection_id, asked_at, last, stored, self._clock()))
        return Taken.NOW if taken else Taken.BUSY

    def show_life(self) -> None:
        """Keep the turn, from the middle of the work; nothing happens when somebody else has taken it."""
        self._tell_in_time()
        turn = self._turn
        if turn and turn.ends - self._clock() <= HOLD - RENEW_AFTER and not self._store(turn):
            self._turn = None

    def end(self) -> None:
        """The connection is polled; others learn of it when the slice is."""
        self._over += [self._turn] if self._turn else []
        self._turn = None

    def give_up(self) -> None:
        """The poll failed: anybody may try again at once."""
        turn, self._turn = self._turn, None
        if turn:
            self._cursors.swap(turn.connection_id, TURN, turn.stored, turn.before)

    def close(self) -> None:
        """The slice is polled. A turn that was not kept until now may be another's already."""
        over, self._over = self._over, []
        kept = {one.connection_id: one.asked_at.isoformat() for one in over if one.ends > self._clock()}
        if kept:
            self._cursors.put_for(TURN, kept)

    def _tell_in_time(self) -> None:
        """What is polled is asked for before its turn runs out, however long the slice takes."""
        if self._over and self._over[0].ends - self._clock() <= RENEW_AFTER:
            self.close()

    def _store(self, turn: _Turn) -> bool:
        """From now on for as long as a turn is kept."""
        ends = self._clock() + HOLD
        text = f"{turn.asked_at.isoformat()} {ends.isoformat()}"
        if not self._cursors.swap(turn.connection_id, TURN, turn.stored, text):
            return False
        self._turn = replace(turn, stored=text, ends=ends)
        return True
