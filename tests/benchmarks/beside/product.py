"""The product carries them: all at once, or one after the other. Every call of a simulated world takes 50 ms."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx2

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.write import Operation
from tests.benchmarks.beside.market import Carried, Market
from tests.simulation.timeline import Timeline
from tests.simulation.world import START, World
from tests.simulation.writes import VendorWrite, writes_of

_UNTIL_ALL_IS_WELL = timedelta(minutes=15)
_BETWEEN = 5
"""Seconds, enough for what was announced to be told."""


def at_once(market: Market) -> Carried:
    """All are finalised before the product hears of any."""
    return _carried(market, [market.drafts])


def one_by_one(market: Market) -> Carried:
    """Each is carried before the next is finalised."""
    return _carried(market, [[draft] for draft in market.drafts])


@dataclass(slots=True)
class _Dying:
    """Watches what is sent to QuickBooks; the worker dies whose request has brought as many as `after` there."""

    world: World
    after: int
    calls: int = 0
    sent: int = 0
    last: datetime = START

    def watch(self, system: System, _account: str, request: httpx2.Request) -> None:
        house = self.world.house
        if house.current is None:
            return
        self.calls += 1
        if made := sum(one.kind is EntityKind.INVOICE for one in _creates(system, request)):
            house.dies_at_effect = house.effects + 1 if self.sent < self.after <= self.sent + made else house.dies_at_effect
            self.sent, self.last = self.sent + made, self.world.clock.now()


def at_once_though_one_dies(market: Market, after: int) -> Carried:
    """All at once, at the bundle's own pace: nobody runs anything again. Raises ValueError when nobody died."""
    world, meter = market.world, market.world.house.vendors.quickbooks.kernel.meter
    dying, began = _Dying(world, after), world.clock.now()
    meter.reset()
    world.house.before_call = dying.watch
    for draft in market.drafts:
        market.account.sales.finalise(draft)
    Timeline(world).run_for(_UNTIL_ALL_IS_WELL)
    world.house.before_call = lambda *_: None
    if world.house.deaths != 1:
        raise ValueError(f"{world.house.deaths} workers died")
    return Carried(dying.calls, meter.summary()["metered"], (dying.last - began).total_seconds(), market.wrong())


def _creates(system: System, request: httpx2.Request) -> Iterable[VendorWrite]:
    found = writes_of(system, request) if system is System.QUICKBOOKS else []
    return [one for one in found if one.operation is Operation.CREATE]


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
