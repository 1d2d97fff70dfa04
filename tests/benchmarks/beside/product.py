"""The product carries them: all at once, or one after the other. Every call of a simulated world takes 50 ms."""

from collections import Counter
from collections.abc import Iterable, Sequence

import httpx2

from counterfoil.domain.identity import System
from tests.benchmarks.beside.market import Carried, Market
from tests.simulation.world import World

_BETWEEN = 5
"""Seconds, enough for what was announced to be told."""


def at_once(market: Market) -> Carried:
    """All are finalised before the product hears of any."""
    return _carried(market, [market.drafts])


def one_by_one(market: Market) -> Carried:
    """Each is carried before the next is finalised."""
    return _carried(market, [[draft] for draft in market.drafts])


def _carried(market: Market, groups: Iterable[Sequence[str]]) -> Carried:
    world, calls, idle = market.world, Counter[System](), 0.0
    meter = world.house.vendors.quickbooks.kernel.meter
    meter.reset()
    began = world.clock.now()
    _count(world, calls)
    for group in groups:
        for draft in group:
            market.account.sales.finalise(draft)
        idle += _go_on(world)
    idle += _go_on(world)
    world.house.before_call = lambda *_: None
    seconds = (world.clock.now() - began).total_seconds() - idle
    return Carried(calls.total(), meter.summary()["metered"], seconds, market.wrong())


def _go_on(world: World) -> float:
    """Hear of everything, carry it, and let time pass; how much."""
    world.house.vendors.pump()
    world.drain()
    world.clock.advance(_BETWEEN)
    return _BETWEEN


def _count(world: World, calls: Counter[System]) -> None:
    def count(system: System, _account: str, _request: httpx2.Request) -> None:
        if world.house.current is not None:
            calls[system] += 1

    world.house.before_call = count
