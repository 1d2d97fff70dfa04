"""When time runs out, the compare goes on where it stopped: on both sides, for every connection, whoever was first."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.engine.compare.compared_side import Reconciled
from counterfoil.engine.compare.reconcile import TURN
from counterfoil.engine.compare.vendor_pages import VendorPages
from counterfoil.engine.ports import Systems
from tests.builders import an_invoice
from tests.fakes import OpenedSystems
from tests.unit.engine.slow import Nights, SlowSystem
from tests.unit.engine.world import World

A_CALL = timedelta(seconds=25)


def slowly() -> float:
    """As long as QuickBooks has been seen to take for a page."""
    return A_CALL.total_seconds()


def companies(number: int) -> list[World]:
    """So many companies of one portal; their ids sort as they are listed."""
    first = World()
    connections = [replace(first.connection, id=f"n{one}", realm_id=f"{one}", revision=0) for one in range(1, number)]
    return [first, *(World(connection, beside=first) for connection in connections)]


def missed(world: World) -> set[RecordRef]:
    """An invoice in sync that was changed on both sides, which nobody noticed."""
    world.tell(ref := world.finalised())
    other = world.twin(ref)
    for one in (ref, other):
        world.system(one).edit(one, memo="missed")
    return {ref, other}


def found(world: World) -> set[RecordRef]:
    """What the compare has enqueued since the last time."""
    return {event.ref for batch in world.queue.take() for event in batch.events}


def test_quickbooks_is_compared_although_every_night_ends_during_hubspots_turn(world: World) -> None:
    expected = missed(world)
    nights = Nights([world], slowly)
    for _ in range(60):
        nights.compare(timedelta(seconds=1))
    assert {(world.id, system) for system in System} <= set().union(*nights.asked)
    assert expected <= found(world)


def test_the_side_that_waited_longest_goes_first(world: World) -> None:
    missed(world)
    nights = Nights([world], slowly)
    for _ in range(2):
        nights.compare(timedelta(seconds=1))
    assert len(set().union(*nights.asked)) == 2


def test_the_connection_that_waited_longest_goes_first() -> None:
    worlds = companies(3)
    for world in worlds:
        missed(world)
    nights = Nights(worlds, slowly)
    for _ in worlds:
        nights.compare(timedelta(seconds=1))
    assert {connection for night in nights.asked for connection, _ in night} == {world.id for world in worlds}


def test_one_company_that_takes_all_night_leaves_most_of_it_to_the_others() -> None:
    busy, *others = companies(4)
    for _ in range(1500):  # more than a night has time for
        busy.hubspot.put(EntityKind.INVOICE, an_invoice())
    nights = Nights([busy, *others], slowly)
    nights.compare(4 * (TURN + A_CALL))
    assert {connection for connection, _ in nights.asked[0]} == {busy.id, *(one.id for one in others)}


def test_a_company_alone_has_the_whole_night(world: World) -> None:
    for _ in range(1500):
        world.hubspot.put(EntityKind.INVOICE, an_invoice())
    nights = Nights([world], slowly)
    nights.compare(timedelta(minutes=12))
    assert len(found(world)) >= 1000


@pytest.mark.parametrize("minutes", [1, 3, 12])
def test_a_night_ends_in_time_however_slow_the_vendors_are(world: World, minutes: int) -> None:
    for _ in range(250):
        world.finalised(customer=None)
    world.settle()
    nights = Nights([world], slowly)
    for _ in range(3):
        nights.compare(timedelta(minutes=minutes))
    assert nights.overtime <= 2 * A_CALL  # a page that was begun, and the read of what it left out


def test_what_a_slow_vendor_has_not_shown_within_a_minute_is_read_by_id() -> None:
    world = World()
    refs = [world.hubspot.put(EntityKind.INVOICE, an_invoice()) for _ in range(900)]
    slow = SlowSystem(world.hubspot, world.clock, slowly)
    pages = VendorPages(slow, world.clock, lambda: False)
    assert pages.missing(EntityKind.INVOICE, [refs[0].id, refs[-1].id, "unknown"]) == {"unknown"}
    assert slow.calls == {"page": 3, "read": 1}


# A connection that raises


class Undecipherable:
    """Opens the vendors, but for these connections, whose tokens cannot be decrypted."""

    def __init__(self, *broken: World, living: World) -> None:
        self._broken = {world.id for world in broken}
        self._living = OpenedSystems({living.id: Systems(living.hubspot, living.quickbooks, living.display)})

    def __call__(self, connection: Connection) -> Systems:
        if connection.id in self._broken:
            raise ValueError(f"tokens of {connection.id} cannot be decrypted")
        return self._living(connection)


def test_a_connection_that_raises_is_reported_after_the_others_were_compared() -> None:
    broken, living = companies(2)
    expected = missed(living)
    with pytest.raises(ValueError, match=f"tokens of {broken.id}"):
        replace(broken.reconciler, open_systems=Undecipherable(broken, living=living)).reconcile()
    assert expected <= found(broken)


def test_several_that_raise_are_reported_together_and_what_was_done_is_counted() -> None:
    *broken, living = companies(3)
    expected = missed(living)
    done = Reconciled()
    with pytest.raises(ExceptionGroup) as raised:
        replace(broken[0].reconciler, open_systems=Undecipherable(*broken, living=living)).reconcile(done=done)
    assert len(raised.value.exceptions) == 2
    assert done.enqueued == len(expected)


# Whatever the vendors' pace and the nights' length


@given(number=st.integers(1, 3), length=st.floats(0.5, 400), chance=st.randoms(use_true_random=False))
def test_every_side_of_every_connection_is_compared_in_the_end(number: int, length: float, chance: Random) -> None:
    worlds = companies(number)
    expected = set().union(*(missed(world) for world in worlds))
    nights = Nights(worlds, lambda: chance.choice([0.1, 1, 25, 60]))
    for _ in range(40 * number):
        nights.compare(timedelta(seconds=length))
        expected -= found(worlds[0])
        if not expected:
            return
    raise AssertionError(f"never compared: {expected}")
