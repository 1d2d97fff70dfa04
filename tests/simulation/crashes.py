"""Every crash point of the main scenarios: enumerated, not sampled.

A scenario is played once to count the effects of everything that runs, and then once for each of them, with the worker
that is about to have it dying there. Everything then settles, and every promise must be kept. QuickBooks forgets the keys
of its batches here, so that no promise is kept by it alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.simulation.invariants import violations
from tests.simulation.world import World

_LATER = 7_200
"""Seconds: longer than any poll looks back."""
_HUBSPOTS_PACE = 0.5
"""Seconds between two invoices of a person's, which are a few calls each."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`before` is played without trouble; `act` is what the crash points are about.

    Nobody hears of it but by polling, and nothing is reconciled, where `deaf` says so; `reconciled` plays a night's compare.
    """

    name: str
    act: Callable[[World], object]
    before: Callable[[World], object] = lambda _world: None
    deaf: bool = False
    reconciled: bool = False


def _new_invoice(world: World) -> None:
    world.parties[0].person.finalise_new()


def _several(world: World) -> None:
    for _ in range(5):
        world.parties[0].person.finalise_new()
    world.parties[0].person.pay_in_hubspot()
    world.parties[0].person.pay_in_hubspot()


def _hundred(world: World) -> None:
    contacts = [world.parties[0].person.add_contact() for _ in range(5)]
    for number in range(100):
        world.parties[0].person.finalise_for(contacts[number % len(contacts)])
        world.clock.advance(_HUBSPOTS_PACE)


def _sell(world: World) -> None:
    world.parties[0].person.sell_a_product()


def _paid_in_hubspot(world: World) -> None:
    _new_invoice(world)
    world.parties[0].person.pay_outside_hubspot()


def _paid_in_quickbooks(world: World) -> None:
    _new_invoice(world)
    world.settle()
    world.parties[0].person.pay_in_quickbooks()


def _two_customers(world: World) -> None:
    for _ in range(2):
        world.parties[0].person.finalise_for(world.parties[0].person.add_contact())


def _merged_and_sold_to(world: World) -> None:
    world.parties[0].person.administrator.merge_two_contacts()
    _new_invoice(world)


def _tokens_expire(world: World) -> None:
    _new_invoice(world)
    world.expire_tokens(world.parties[0])


SCENARIOS = (
    Scenario("invoice with new customer and custom item", _new_invoice),
    Scenario("invoice with a new product", _sell),
    Scenario("invoice update", lambda world: world.parties[0].person.edit_invoice(), _new_invoice),
    Scenario("void in HubSpot", lambda world: world.parties[0].person.void(), _new_invoice),
    Scenario("void in QuickBooks", lambda world: world.parties[0].person.bookkeeper.void_an_invoice(), _new_invoice),
    Scenario("payment in HubSpot", lambda world: world.parties[0].person.pay_through_hubspot(), _new_invoice),
    Scenario("payment in QuickBooks", lambda world: world.parties[0].person.pay_in_quickbooks(), _new_invoice),
    Scenario("line changed in HubSpot", lambda world: world.parties[0].person.change_a_price(), _new_invoice),
    Scenario("refund", lambda world: world.parties[0].person.administrator.refund_a_payment(), _paid_in_hubspot),
    Scenario("payment deleted", lambda world: world.parties[0].person.bookkeeper.delete_a_payment(), _paid_in_hubspot),
    Scenario("payment voided", lambda world: world.parties[0].person.bookkeeper.void_a_payment(), _paid_in_quickbooks),
    Scenario("contacts merged", _merged_and_sold_to, _two_customers),
    Scenario("new item", lambda world: world.parties[0].person.clerk.add_an_item()),
    Scenario(
        "deletion found at night",
        lambda world: world.parties[0].person.administrator.delete_a_payment(),
        _paid_in_hubspot,
        reconciled=True,
    ),
    Scenario("customer edit", lambda world: world.parties[0].person.edit_contact(), _new_invoice),
    Scenario("tokens renewed on the way", _tokens_expire, _new_invoice),
    Scenario("found by polling alone", lambda world: world.parties[0].person.edit_contact(), _new_invoice, deaf=True),
    Scenario("batch of several, some paid", _several),
    Scenario("batch of 100", _hundred),
)
"""Later features join here."""


def count_effects(scenario: Scenario) -> int:
    """How many crash points the scenario has."""
    world, _ = _play(scenario, 0)
    return world.house.effects


def crash_everywhere(scenario: Scenario) -> Iterator[tuple[int, list[str]]]:
    """Every crash point with what is not as it must be afterwards."""
    for point in range(1, count_effects(scenario) + 1):
        yield point, crash_at(scenario, point)


def crash_at(scenario: Scenario, point: int) -> list[str]:
    """What is not as it must be after the worker that was about to have this effect has died."""
    world, found = _play(scenario, point, settle=True)
    return found if world.house.deaths else [*found, "nobody died"]


def _play(scenario: Scenario, point: int, *, settle: bool = False) -> tuple[World, list[str]]:
    world = World(7, parties=1)
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
        house.poll()
        world.drain()
        if scenario.reconciled:
            house.reconcile()
            world.drain()
        if not settle:
            return world, []
        for _ in range(2 if scenario.deaf else 0):
            world.clock.advance(_LATER)
            world.parties[0].person.add_contact()
            house.vendors.pump()
            house.poll()
            world.drain()
        world.settle(reconcile=not scenario.deaf)
        return world, violations(world)
    finally:
        world.close()
