"""How several calls of a vendor are made of which none needs another's answer."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

MOST = 6
"""So many calls are under way for one worker at once: what an invoice's associations take."""


class Calling(Protocol):
    """Makes calls, and gives their answers in the order of the calls.

    Raises what the first of those raised that did not succeed, once none is under way any more.
    """

    def __call__[Value](self, calls: Sequence[Callable[[], Value]]) -> list[Value]:
        """Make these calls."""
        ...


def in_turn[Value](calls: Sequence[Callable[[], Value]]) -> list[Value]:
    """One after the other; after one that did not succeed no other is made."""
    return [call() for call in calls]


def side_by_side[Value](calls: Sequence[Callable[[], Value]]) -> list[Value]:
    """At the same time, each in a thread of its own."""
    if len(calls) < 2:
        return in_turn(calls)
    with ThreadPoolExecutor(min(len(calls), MOST)) as threads:
        return [one.result() for one in [threads.submit(call) for call in calls]]
