"""How many connections one run of the poller gets round to, by the time that the vendors take to answer."""

from datetime import timedelta

from counterfoil.domain.identity import System
from counterfoil.domain.rules import CustomerOptions
from counterfoil.entrypoints.polling import STOP_POLLING
from tests.simulation.episodes import Episode
from tests.simulation.world import World

_SOME = 4


def polled_in_one_run(longer: float) -> int:
    """So many quiet connections, whose vendors take so many seconds longer than usual for each call; AWS takes no time here.

    Each has a token renewed, which happens in one of three polls.
    """
    world = World(11, parties=_SOME, customers=(CustomerOptions(),))
    try:
        world.settle(reconcile=False)
        world.clock.advance(world.house.numbers.poll_every.total_seconds())
        until = world.clock.now() + timedelta(hours=1)
        world.episodes += [Episode(system=system, until=until, seconds=longer) for system in System]
        began = world.clock.now()
        world.house.go_on(world.house.poll(), to_the_end=True)
        each = (world.clock.now() - began) / _SOME
        stops_after = world.house.numbers.time_outs["scheduled_poller"] - timedelta(milliseconds=STOP_POLLING)
    finally:
        world.close()
    return stops_after // each
