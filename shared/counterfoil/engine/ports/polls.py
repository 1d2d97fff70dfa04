"""Asking for polls."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class PollSlice:
    """Some connections that are to be polled by one worker, and the round in which that was asked for."""

    asked_at: datetime
    connection_ids: tuple[str, ...]


class PollQueue(Protocol):
    """Wakes whoever polls connections, several at once."""

    def ask(self, slices: Sequence[PollSlice], after: timedelta = timedelta()) -> None:
        """Have each of these polled, not before that time has passed. One may come twice, any of them before another.

        Raises QueueError unless every one was accepted (some may have been).
        """
        ...
