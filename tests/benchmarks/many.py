"""How soon connections are polled in one round, by as many pollers at once as are deployed; AWS takes no time here."""

from collections import Counter
from collections.abc import Collection, Iterator
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
    """What a round came to: when it was asked for, and of each company and portal the calls and when the last was made.

    `most_at_once` is how many pollers were at work at the same time.
    """

    asked: datetime
    ended: dict[str, datetime] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    pollers: int = 0
    most_at_once: int = 0

    @property
    def fewest_calls(self) -> int:
        """To any company or portal."""
        return min(self.calls.values(), default=0)

    @property
    def waits(self) -> list[float]:
        """Seconds from being asked for to the last call, of each of them, the shortest first."""
        return sorted((ended - self.asked).total_seconds() for ended in self.ended.values())


def polled(connections: int, longer: float, flood: int = 0) -> Round:
    """So many connections, whose vendors take so many seconds longer than usual for each call, in one round.

    They are quiet, but for one that is not counted, in which so many contacts have changed as `flood` says.
    """
    with _quiet(connections) as world:
        flooded = _flooded(world, flood) if flood else set[str]()
        every = world.house.numbers.poll_every
        until = world.clock.now() + 3 * every
        world.episodes += [Episode(system=system, until=until, seconds=longer) for system in System]
        timeline = Timeline(world)
        here = _watched(world, flooded)
        timeline.run(here.asked + every - timedelta(seconds=1))
        return here


def _flooded(world: World, contacts: int) -> set[str]:
    """The portal and the company of the one whose contacts somebody imports."""
    account, switches = world.parties[0].account, world.house.vendors.hubspot.switches()
    switches.rate_limits = False
    for number in range(contacts):
        account.sales.add_contact(email=f"b{number}@many.example")
    switches.rate_limits = True
    return {str(account.portal_id), account.realm_id}


@contextmanager
def _quiet(connections: int) -> Iterator[World]:
    world = World(11, parties=connections, customers=(CustomerOptions(),))
    try:
        world.settle(reconcile=False)
        yield world
    finally:
        world.close()


def _watched(world: World, but_for: Collection[str]) -> Round:
    """Of the next round by schedule, without some portals and companies."""
    every, house, now = world.house.numbers.poll_every, world.house, world.clock.now()
    asked = START + ((now - START) // every + 1) * every
    here = Round(asked)

    def begin(function: str) -> None:
        here.pollers += function == POLLER
        at_work = sum(task.function == POLLER for task in house.tasks)
        here.most_at_once = max(here.most_at_once, at_work + (function == POLLER))

    def watch(_system: System, account: str, _request: httpx2.Request) -> None:
        polls = house.current is not None and house.current.function == POLLER
        if polls and account and account not in but_for:
            here.calls[account] += 1
            here.ended[account] = world.clock.now()

    house.on_begin, house.before_call = begin, watch
    return here
