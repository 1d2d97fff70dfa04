"""Ledgers are compared when somebody wants them to be, within minutes and not only by night."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.engine.compare.on_request import ComparesOnRequest
from counterfoil.engine.compare.wanted import WantedComparisons
from tests.unit.engine.world import World

pytestmark = pytest.mark.feature("X4")


def wanted(world: World) -> WantedComparisons:
    return WantedComparisons(world.cursors, world.clock)


def go_on(world: World, *, stops: bool = False) -> int:
    """The poller calls."""
    compares = ComparesOnRequest(
        connections=world.connections,
        wanted=wanted(world),
        open_systems=world.opened,
        tie_out=world.tie_out,
        clock=world.clock,
    )
    return compares.go_on(lambda: stops)


def test_what_is_wanted_is_compared_once(world: World) -> None:
    world.tell(world.finalised())
    assert go_on(world) == 0
    wanted(world).ask(world.id)

    assert [go_on(world), go_on(world)] == [1, 0]

    found = world.ledgers.latest(world.id)
    assert found
    assert found.slips[0].hubspot.records == 1


def test_it_waits_while_there_is_no_time(world: World) -> None:
    wanted(world).ask(world.id)
    assert go_on(world, stops=True) == 0
    assert wanted(world).is_asked(world.id)


def test_a_vendor_that_cannot_be_read_is_left_to_the_night(world: World) -> None:
    wanted(world).ask(world.id)
    world.quickbooks.dead = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="busy")
    assert go_on(world) == 0
    assert not wanted(world).is_asked(world.id)
    assert world.ledgers.latest(world.id) is None


def test_a_connection_at_rest_is_not_compared(world: World) -> None:
    wanted(world).ask(world.id)
    world.connections.save(replace(world.connection, state=ConnectionState.PAUSED))
    world.clock.advance(timedelta(minutes=1))
    assert go_on(world) == 0
    assert not wanted(world).is_asked(world.id)
