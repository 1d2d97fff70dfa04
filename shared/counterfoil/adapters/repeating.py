"""When a call is repeated on the spot, and how long to wait before."""

from collections.abc import Callable, Iterator, Sequence

from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """Seconds to wait before each repetition on the spot, half of each by chance.

    `throttled` is for 429, `broken` for calls without a readable answer. Those are repeated only until `patience` seconds
    after the first try: trouble that lasts longer is not passing, and the caller has other records to look after.
    """

    throttled: Sequence[float] = ()
    broken: Sequence[float] = ()
    patience: float = 15.0


AT_ONCE = Pauses()
"""Nothing is repeated."""


class Repetition:
    """The repetitions of one call that begins now. `chance` gives numbers between 0 and 1, `elapsed` the time in seconds."""

    def __init__(self, pauses: Pauses, chance: Callable[[], float], elapsed: Callable[[], float]) -> None:
        self._throttled: Iterator[float] = iter(pauses.throttled)
        self._broken: Iterator[float] = iter(pauses.broken)
        self._chance, self._elapsed, self._end = chance, elapsed, elapsed() + pauses.patience

    def while_throttled(self) -> float | None:
        """Seconds to wait until the vendor may take the call, None when it was asked often enough."""
        return self._spread(next(self._throttled, None))

    def while_broken(self) -> float | None:
        """Seconds to wait until the vendor may answer, None when it was asked often enough or too long."""
        return self._spread(next(self._broken, None)) if self._elapsed() < self._end else None

    def _spread(self, pause: float | None) -> float | None:
        return None if pause is None else pause * (1 + self._chance()) / 2
