"""Scenarios of connections that carry nothing for a while because somebody wants it so, while both vendors go on."""

from tests.simulation.scenario import Scenario
from tests.simulation.world import World


def _sold_twice(world: World) -> None:
    person = world.parties[0].person
    person.finalise_new()
    person.finalise_new()


def _go_on(world: World) -> None:
    """A contact is edited, a payment comes in, another invoice is sold; whoever hears of it does what it does."""
    person = world.parties[0].person
    person.edit_contact()
    person.pay_in_quickbooks()
    person.finalise_new()
    world.house.vendors.pump()
    world.drain()


def _paused(world: World) -> None:
    (party,) = world.parties
    world.switch(party)
    _go_on(world)
    world.switch(party)


def _disconnected(world: World) -> None:
    (party,) = world.parties
    world.disconnect(party)
    _go_on(world)
    world.renew(party)


def _withdrawn(world: World) -> None:
    """Workers find that out, and people hear of it; then somebody connects again."""
    (party,) = world.parties
    world.withdraw(party)
    world.expire_tokens(party)
    party.person.finalise_new()
    party.person.edit_contact()


RESTED = (
    Scenario("sold during a pause", _paused, _sold_twice),
    Scenario("sold while disconnected", _disconnected, _sold_twice),
    Scenario("sold while not let into QuickBooks", _withdrawn, _sold_twice),
)
