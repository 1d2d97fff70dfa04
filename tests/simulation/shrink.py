"""Shrink a run that broke a promise to the fewest events that still break one."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from counterfoil.bootstrap.bundle import Bundle
from tests.simulation.chance import Chance
from tests.simulation.promises import PROMISED, Promise

Events = Sequence[int]


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A played run: the numbers of its `events`, and what it `found` to be wrong."""

    chance: Chance
    events: Events
    found: list[str]


def shrink(seed: int, events: int, make: type[Bundle] = Bundle, promised: Collection[Promise] = PROMISED) -> Shrunk:
    """The shortest run found: leave out any single one of its events, and every promise is kept.

    Raises ValueError when the whole run breaks none.
    """

    def play(some: Events) -> Shrunk:
        chance = Chance(seed, events=some, make=make, promised=promised)
        return Shrunk(chance, some, chance.run())

    if not play(range(events)).found:
        raise ValueError(f"seed {seed} breaks no promise")
    return play(fewest(range(events), lambda some: bool(play(some).found)))


def fewest(events: Events, breaks: Callable[[Events], bool]) -> Events:
    """Leave out half, then ever smaller chunks, as long as the rest still breaks something (delta debugging)."""
    size = max(len(events) // 2, 1)
    while events:
        shorter = _without_a_chunk(events, size, breaks)
        if len(shorter) == len(events) and size == 1:
            break
        if len(shorter) == len(events):
            size //= 2
        events, size = shorter, min(size, max(len(shorter), 1))
    return events


def _without_a_chunk(events: Events, size: int, breaks: Callable[[Events], bool]) -> Events:
    """The events without every chunk of `size` that is not needed."""
    start = 0
    while start < len(events):
        rest = [*events[:start], *events[start + size :]]
        if breaks(rest):
            events = rest
        else:
            start += size
    return events
