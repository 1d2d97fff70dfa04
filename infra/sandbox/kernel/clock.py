"""The twins' clock: real time, shifted or frozen at will."""

from datetime import UTC, datetime, timedelta
from threading import Lock
from time import sleep


class Clock:
    """A settable clock; runs with real time until it is frozen."""

    def __init__(self, frozen_at: datetime | None = None) -> None:
        self._lock = Lock()
        self._shift = timedelta()
        self._frozen_at = frozen_at

    def now(self) -> datetime:
        """The twin's present, aware and in UTC."""
        with self._lock:
            return self._frozen_at or datetime.now(UTC) + self._shift

    def set(self, moment: datetime, *, freeze: bool = False) -> None:
        """Jump to `moment` (must be aware); `freeze` stops the clock there."""
        with self._lock:
            self._frozen_at = moment if freeze else None
            self._shift = moment - datetime.now(UTC)

    def advance(self, seconds: float) -> None:
        """Move `seconds` ahead, frozen or not."""
        with self._lock:
            if self._frozen_at:
                self._frozen_at += timedelta(seconds=seconds)
            else:
                self._shift += timedelta(seconds=seconds)

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass: a running clock's caller sleeps, a frozen clock moves ahead at once."""
        with self._lock:
            running = self._frozen_at is None
        if running:
            sleep(seconds)
        else:
            self.advance(seconds)
