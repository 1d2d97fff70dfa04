"""How long to pause between tries, so that competitors do not meet again."""

from collections.abc import Callable, Iterator
from random import SystemRandom

Sleep = Callable[[float], None]
"""Waits that many seconds."""

_LONGEST = 2.0
_random = SystemRandom()


def pauses(tries: int, *, first: float = 0.02) -> Iterator[float]:
    """Seconds to wait after each of `tries` tries: doubling from `first`, at most two seconds, half of it by chance."""
    for number in range(tries):
        ceiling = min(first * 2**number, _LONGEST)
        yield ceiling / 2 + _random.uniform(0, ceiling / 2)
