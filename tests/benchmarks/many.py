"""How soon quiet connections are polled in one round, by as many pollers at once as are deployed; AWS takes no time here."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx2

from counterfoil.domain.identity import System
from counterfoil.domain.rules import CustomerOptions
from tests.simulation.episodes import Episode
from tests.simulation.timeline import Timeline
from tests.simulation.world import START, World

POLLER = "connection_poller"


@dataclass(slots=True)
class Round:
    """What a round came to: the calls to each company and portal, when it was asked for, and when the last call was made.

    `most_at_once` is how many pollers were at work at the same time.
    """

    asked: datetime
    ended: datetime
    calls: Counter[str] = field(default_factory=Counter)
    pollers: int = 0
    most_at_once: int = 0

    @property
    def fewest_calls(self) -> int:
        """To any company or portal."""
        return min(self.calls.values(), default=0)

    @property
    def seconds(self) -> float:
        """From being asked for to the last call."""
        return (self.ended - self.asked).total_seconds()


def polled(connections: int, longer: float) -> Round:
    """So many quiet connections, whose vendors take so many seconds longer than usual for each call, in one round."""
    with _quiet(connections) as world:
        every = world.house.numbers.poll_every
        until = world.clock.now() + 3 * every
        world.episodes += [Episode(system=system, until=until, seconds=longer) for system in System]
        timeline = Timeline(world)
        here = _watched(world)
        timeline.run(here.asked + every - timedelta(seconds=1))
        return here


@contextmanager
def _quiet(connections: int) -> Iterator[World]:
    world = World(11, parties=connections, customers=(CustomerOptions(),))
    try:
        world.settle(reconcile=False)
        yield world
    finally:
        world.close()


def _watched(world: World) -> Round:
    """Of the next round by schedule."""
    every, house, now = world.house.numbers.poll_every, world.house, world.clock.now()
    asked = START + ((now - START) // every + 1) * every
    here = Round(asked, asked)

    def begin(function: str) -> None:
        here.pollers += function == POLLER
        at_work = sum(task.function == POLLER for task in house.tasks)
        here.most_at_once = max(here.most_at_once, at_work + (function == POLLER))

    def watch(_system: System, account: str, _request: httpx2.Request) -> None:
        if account and house.current is not None and house.current.function == POLLER:
            here.calls[account] += 1
            here.ended = world.clock.now()

    house.on_begin, house.before_call = begin, watch
    return here
