"""Situations in which things may come to stand still, each with trouble that ends: what must have happened soon after."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.identity import System
from counterfoil.domain.outcome import OutcomeStatus
from infra.sandbox.kernel.faults import FaultKind
from tests.simulation.aws.deployed import DEPLOYED, Deployed
from tests.simulation.episodes import Episode
from tests.simulation.invariants import violations
from tests.simulation.liveness import A_MINUTE, SOON, held_up, standing_still, starved_sides
from tests.simulation.promises import Promise
from tests.simulation.tasks import Death
from tests.simulation.timeline import Timeline
from tests.simulation.view import View
from tests.simulation.workers import RestlessError
from tests.simulation.world import World

LONG = timedelta(days=1)
_LATER = timedelta(hours=1)
_SLOW_SECONDS = 25.0
_MANY = 120


@dataclass(frozen=True, slots=True)
class Standstill:
    """What happens in a world at its own pace, and the promise by which it is judged."""

    name: str
    promise: Promise
    play: Callable[[World, Timeline], list[str]]
    parties: int = 1


def standstill(scene: Standstill, make: type[Bundle] = Bundle, numbers: Deployed = DEPLOYED) -> list[str]:
    """What is not as the promise wants it."""
    world = World(7, parties=scene.parties, make=make, numbers=numbers)
    try:
        return scene.play(world, Timeline(world))
    except RestlessError as error:
        return [str(error)]
    finally:
        world.close()


def _in_the_end(world: World, timeline: Timeline) -> list[str]:
    world.end_trouble()
    return standing_still(world, timeline) + violations(world)


def _a_worker_dies(world: World, timeline: Timeline) -> list[str]:
    world.parties[0].person.finalise_new()
    world.house.next_death = Death(1, "POST quickbooks", "invoice_sync")
    timeline.run_for(A_MINUTE)
    return _in_the_end(world, timeline)


def _creates_fail(world: World, timeline: Timeline, span: timedelta) -> list[str]:
    """For so long, a payment's create among them."""
    person = world.parties[0].person
    person.finalise_new()
    timeline.run_for(SOON)
    until = world.clock.now() + span
    world.episodes.append(Episode(system=System.QUICKBOOKS, until=until, path="/payment", kind=FaultKind.SERVER_ERROR))
    person.pay_through_hubspot()
    timeline.run(until)
    return _in_the_end(world, timeline)


def _every_third_call_fails(world: World, timeline: Timeline) -> list[str]:
    """A hundred invoices arrive within five minutes all the same."""
    contacts = [world.parties[0].person.add_contact() for _ in range(5)]
    for system in System:
        until = world.clock.now() + LONG
        world.episodes.append(Episode(system=system, until=until, every=3, kind=FaultKind.SERVER_ERROR))
    for number in range(100):
        world.parties[0].person.finalise_for(contacts[number % len(contacts)])
        timeline.run_for(timedelta(seconds=0.5))
    timeline.run_for(timedelta(minutes=5))
    arrived = len(world.parties[0].account.rows("Invoice"))
    return [] if arrived == 100 else [f"{arrived} of 100 invoices arrived within five minutes"]


def _an_odd_record(world: World, timeline: Timeline) -> list[str]:
    """Among good ones."""
    for _ in range(6):
        world.parties[0].person.finalise_new()
    timeline.run_for(A_MINUTE)
    return _in_the_end(world, timeline)


def _slow_for_long(world: World, timeline: Timeline) -> list[str]:
    """Every answer of QuickBooks' takes 25 s while a poll finds many invoices at once."""
    until = world.clock.now() + timedelta(hours=4)
    world.episodes.append(Episode(system=System.QUICKBOOKS, until=until, seconds=_SLOW_SECONDS))
    world.house.vendors.misbehave(drop=1_000_000)
    for _ in range(_MANY):
        world.parties[0].person.finalise_for(world.parties[0].person.add_contact())
        world.clock.advance(1)
    timeline.run(until)
    return [*_timed_out(world), *(f"good message dead: {one.body[:200]}" for one in world.house.sqs.dead())]


def _a_remedy_is_followed(world: World, timeline: Timeline) -> list[str]:
    """Somebody in QuickBooks has the name of a contact; it is renamed long after the contact's invoice failed for it."""
    person = world.parties[0].person
    contact = person.add_contact()
    world.random.seed("a namesake without the contact's address")
    person.clerk.add_a_namesake()
    person.finalise_for(contact)
    timeline.run_for(_LATER)
    if not list(_failing(world)):
        raise ValueError("nothing failed that could be mended")
    person.clerk.rename_a_customer()
    timeline.run_for(SOON)
    return list(_failing(world))


def _failing(world: World) -> Iterator[str]:
    for outcome in View(world, world.parties[0]).outcomes.values():
        if outcome.status is OutcomeStatus.FAILING:
            yield f"{outcome.ref} fails: {outcome.category} {outcome.explanation} {outcome.vendor_text}"


def _timed_out(world: World) -> Iterator[str]:
    yield from (line for line in world.house.trace if " ran out of time " in line)


def _slow_for_another(world: World, timeline: Timeline) -> list[str]:
    """Every answer of the first company's takes 25 s; both have invoices to carry, in calls for both."""
    world.house.sqs.mixes_groups = True
    first, second = world.parties
    until = world.clock.now() + LONG
    world.episodes.append(
        Episode(system=System.QUICKBOOKS, until=until, account=first.account.realm_id, seconds=_SLOW_SECONDS)
    )
    for _ in range(10):
        for party in (first, second):
            party.person.finalise_for(party.person.add_contact())
        timeline.run_for(timedelta(seconds=20))
    timeline.run_for(timedelta(minutes=5))
    return list(held_up(View(world, second), timedelta(seconds=10)))


def _short_nights(world: World, timeline: Timeline) -> list[str]:
    for _ in range(4):
        world.parties[0].person.finalise_new()
    timeline.run_for(A_MINUTE)
    return starved_sides(world)


STANDSTILLS = (
    Standstill("a worker dies", Promise.CARRIED_SOON, _a_worker_dies),
    Standstill("creates fail for minutes", Promise.CARRIED_SOON, partial(_creates_fail, span=timedelta(minutes=5))),
    Standstill("creates fail for an hour", Promise.CARRIED_SOON, partial(_creates_fail, span=timedelta(hours=1))),
    Standstill("every third call fails", Promise.CARRIED_SOON, _every_third_call_fails),
    Standstill("an odd record", Promise.CARRIED_SOON, _an_odd_record),
    Standstill("a remedy is followed", Promise.MENDED_SOON, _a_remedy_is_followed),
    Standstill("QuickBooks is slow", Promise.NO_GOOD_MESSAGE_DIES, _slow_for_long),
    Standstill("another company is slow", Promise.NOBODY_WAITS_FOR_OTHERS, _slow_for_another, parties=2),
    Standstill("short nights", Promise.BOTH_SIDES_COMPARED, _short_nights),
)
