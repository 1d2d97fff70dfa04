"""Every crash point of the main scenarios: enumerated, not sampled.

A scenario is played once to count the effects of everything that runs, and then once for each of them, with the worker
that is about to have it dying there. Everything then settles, and every promise must be kept. QuickBooks forgets the keys
of its batches here, so that no promise is kept by it alone. A scenario in which nobody does anything is a mistake.
"""

from dataclasses import dataclass, replace

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.rules import CustomerOptions
from tests.simulation.invariants import violations
from tests.simulation.scenario import Scenario
from tests.simulation.seen_writes import noting
from tests.simulation.world import World

_LATER = 7_200
"""Seconds: longer than any poll looks back."""


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario as it is played without trouble: how many crash points it has, and the kinds of writes in it."""

    effects: int
    written: frozenset[str]


def played(scenario: Scenario) -> Played:
    """Play a scenario once. Raises ValueError when what people do in it has no effect."""
    found, idle = _played(scenario), _played(replace(scenario, act=lambda _world: None))
    if found.effects <= idle.effects:
        raise ValueError(f"{scenario.name}: {found.effects} effects, as many as when nobody does anything")
    return found


def crash_at(scenario: Scenario, point: int, make: type[Bundle] = Bundle) -> list[str]:
    """What is not as it must be after the worker of this bundle that was about to have this effect has died."""
    world, found = _play(scenario, point, settle=True, make=make)
    return found if world.house.deaths else [*found, "nobody died"]


def _played(scenario: Scenario) -> Played:
    stores: set[str] = set()

    def act(world: World) -> None:
        scenario.act(world)
        stores.clear()
        world.house.written.clear()

    world, _ = _play(replace(scenario, act=act), 0, make=noting(stores))
    return Played(world.house.effects, frozenset(stores | world.house.written))


def _play(scenario: Scenario, point: int, *, settle: bool = False, make: type[Bundle] = Bundle) -> tuple[World, list[str]]:
    world = World(7, parties=1, make=make, customers=[CustomerOptions()], and_start=not scenario.planned)
    house = world.house
    house.vendors.hubspot.switches().edit_finalised_invoices = True
    house.vendors.quickbooks.switches().replay_batches = False
    try:
        scenario.before(world)
        world.settle()
        if scenario.deaf:
            house.vendors.misbehave(drop=1_000_000)
        scenario.act(world)
        house.effects, house.dies_at_effect = 0, point
        for _ in range(2):
            house.vendors.pump()
            world.drain()
        if scenario.polled:
            house.ask_polls()
            world.drain()
        if scenario.reconciled:
            house.reconcile()
            world.drain()
        if not settle:
            return world, []
        for _ in range(2 if scenario.only_polled else 0):
            world.clock.advance(_LATER)
            world.parties[0].person.add_contact()
            house.vendors.pump()
            house.ask_polls()
            world.drain()
        world.settle(reconcile=not scenario.only_polled)
        scenario.then(world)
        world.settle(reconcile=not scenario.only_polled)
        return world, violations(world)
    finally:
        world.close()
