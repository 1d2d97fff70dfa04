"""What stands still, as it shows ten minutes after all trouble has ended."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from counterfoil.domain.identity import System
from counterfoil.engine.compare.progress import cursor_name
from tests.simulation.episodes import Episode
from tests.simulation.invariants import CARRIED
from tests.simulation.ledgers import Row
from tests.simulation.promises import PROMISED, Promise
from tests.simulation.timeline import Timeline
from tests.simulation.view import View, told_under
from tests.simulation.world import World

SOON = timedelta(minutes=12)
"""A poll every ten minutes finds what no webhook told. What it finds together may be in each other's way: who meets what
another worker has is looked at again half a minute later, with the next call of a minute.
"""
A_MINUTE = timedelta(minutes=1)
_MOST_RENEWALS = 5
_NIGHTS, _FIRST_NIGHTS = 6, 2
_SHORT_NIGHT = timedelta(seconds=200)
"""Leaves a compare no more than a moment, since it stops three minutes before its end."""
_SLOW_SECONDS = 25.0


def end_in_peace(world: World, timeline: Timeline, promised: Collection[Promise] = PROMISED) -> list[str]:
    """End all trouble; what is not carried soon, where that is promised."""
    world.end_trouble()
    return standing_still(world, timeline) if Promise.CARRIED_SOON in promised else []


def standing_still(world: World, timeline: Timeline) -> list[str]:
    """What is not carried ten minutes from now. A permission that somebody must renew first gives ten minutes more.

    What HubSpot's search does not show yet is trouble that has not ended: polls find changes by it.
    """
    timeline.run_for(timedelta(seconds=world.house.vendors.hubspot.switches().search_index_lag_seconds))
    for _ in range(_MOST_RENEWALS):
        timeline.run_for(SOON)
        if not [party for party in world.parties if world.renew(party)]:
            break
    return [told for party in world.parties for told in _not_carried(View(world, party))]


def _not_carried(view: View) -> Iterator[str]:
    for check in CARRIED:
        yield from (f"{view.party.connection.id} stands still: {told}" for told in check(view))


def held_up(view: View, usually: timedelta) -> Iterator[str]:
    """The invoices that waited for their counterpart longer than usual by more than a minute."""
    for invoice, waited in waits(view).items():
        if waited > usually + A_MINUTE:
            name = view.party.connection.id
            yield f"{name}: invoice {invoice} waited for {waited}, though all trouble was another connection's"


def waits(view: View) -> dict[str, timedelta]:
    """How long each of HubSpot's finalised invoices waited for its counterpart, or waits by now where it may have one."""
    now, made = view.world.clock.now(), view.ledgers.made
    finalised = view.party.account.finalised
    arrived = {one: _made_at(rows[0]) for one in finalised if (rows := made.get(told_under(one)))}
    missing = {one for one in finalised.keys() - arrived if _is_missing(view, one)}
    return {one: arrived.get(one, now) - since for one, since in finalised.items() if one in arrived or one in missing}


def _is_missing(view: View, invoice: str) -> bool:
    found = view.ledgers.invoices.get(invoice)
    return found is not None and found["hs_invoice_status"] in {"open", "paid"} and not view.told(invoice)


def _made_at(row: Row) -> datetime:
    return datetime.fromisoformat(row["MetaData"]["CreateTime"])


def starved_sides(world: World) -> list[str]:
    """The sides that no compare reaches in several nights of which none is long enough, the first ones left aside."""
    house, numbers = world.house, world.house.numbers
    slow = [Episode(system=system, until=datetime.max.replace(tzinfo=UTC), seconds=_SLOW_SECONDS) for system in System]
    world.episodes += slow
    house.numbers = replace(numbers, time_outs={**numbers.time_outs, "reconciler": _SHORT_NIGHT})
    began = len(house.trace)
    for night in range(_NIGHTS):
        began = len(house.trace) if night == _FIRST_NIGHTS else began
        house.go_on(house.reconcile(), to_the_end=True)
        world.clock.advance(timedelta(days=1).total_seconds())
    house.numbers = numbers
    world.episodes = [one for one in world.episodes if one not in slow]
    lines = house.trace[began:]
    missed = [system for system in System if not any(line.endswith(f"#cursors {cursor_name(system)}") for line in lines)]
    return [f"{system} was not compared in {_NIGHTS - _FIRST_NIGHTS} nights in a row" for system in missed]
