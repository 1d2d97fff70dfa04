"""What connections cost at which nothing happens: polls of both vendors, renewed tokens, the rounds between the polls."""

from collections import Counter
from datetime import timedelta
from random import Random

import httpx2

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.identity import System
from counterfoil.domain.rules import CustomerOptions
from counterfoil.engine.hints.rounds import SLICE
from counterfoil.entrypoints import Event
from counterfoil.entrypoints.scheduling import work_in_time
from tests.benchmarks.counting import metered_reads
from tests.simulation.aws.deployed import DEPLOYED
from tests.simulation.invocation import Context
from tests.simulation.world import World

AWS, METERED, RENEWALS = "AWS", "metered", "renewals"
AT_FIRST = 2
"""Calls of AWS that a connection's first polls take beside those of every further one; in a day they do not show."""
_ONLY_DUE: Event = {"only": "due"}
_PARTIES = 3
_POLLS_AN_HOUR = timedelta(hours=1) // DEPLOYED.poll_every
_FOR_A_SLICE = 5
"""Lambda's receive and delete; which round is the latest, the connections, and that their turns are over."""

Calls = Counter[str]


def idle_connection(hours: int) -> Calls:
    """The calls for one connection in so many hours: what each further one adds, and its share of the slices' own calls."""
    one, several = (idle_bundle(parties, hours) for parties in (1, _PARTIES))
    shared = {AWS: hours * _POLLS_AN_HOUR * _FOR_A_SLICE / SLICE}
    return Counter({name: round((several[name] - one[name]) / (_PARTIES - 1) + shared.get(name, 0)) for name in several})


def idle_bundle(connections: int, hours: int) -> Calls:
    """All calls in so many hours, with each schedule at its usual pace."""
    world = World(11, parties=connections, customers=(CustomerOptions(),))
    try:
        for party in world.parties:
            party.person.finalise_new()
        world.settle(reconcile=False)
        return _counted(world, hours)
    finally:
        world.close()


def _counted(world: World, hours: int) -> Calls:
    calls = _counting(world)
    every = world.house.numbers.poll_every // timedelta(minutes=1)
    for minute in range(1, hours * 60 + 1):
        world.clock.advance(60)
        _invoke(world, _ONLY_DUE)
        if minute % every == 0:
            _invoke(world, {})
    return calls


def _invoke(world: World, event: Event) -> None:
    def work(here: Bundle, context: Context) -> None:
        work_in_time(here, event, context)

    world.house.start("scheduled_poller", work)
    world.drain()


def _counting(world: World) -> Calls:
    calls: Calls = Counter()

    def vendor(system: System, _account: str, request: httpx2.Request) -> None:
        if world.house.current is not None:
            renews = "token" in request.url.path
            calls[RENEWALS if renews else system] += 1
            calls[METERED] += metered_reads(request) if system is System.QUICKBOOKS else 0

    def aws(_service: str) -> Random | None:
        calls[AWS] += 1
        return None

    world.house.before_call, world.house.aws_trouble = vendor, aws
    return calls
