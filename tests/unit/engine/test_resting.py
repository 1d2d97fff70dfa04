"""While a connection rests, its permission dead or its work paused, nothing is asked for; then everything is done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from tests.fake_systems import Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.world import World

DEAD = Failure(category=ErrorCategory.NEEDS_RECONNECT, cure=Cure.PERSON, text="token revoked", code="3200")


@pytest.mark.feature("E12")
def test_e12_a_dead_grant_rests_the_connection_and_everything_resumes(world: World) -> None:
    first, second = world.finalised(), world.finalised()
    world.quickbooks.dead = DEAD
    world.tell(first)
    assert world.connection.state is ConnectionState.NEEDS_RECONNECT
    assert (world.outcome(first).status, world.outcome(first).category) == (OutcomeStatus.WAITING, "E12")
    calls = world.quickbooks.calls.total(), world.hubspot.calls.total()
    world.tell(second)
    world.poller.poll()
    assert (world.quickbooks.calls.total(), world.hubspot.calls.total()) == calls
    assert world.outcome(second).category == "E12"
    world.quickbooks.dead = None
    world.connections.save(replace(world.connection, state=ConnectionState.ACTIVE))
    world.settle(timedelta(minutes=6))
    assert_true(world)


@pytest.mark.parametrize("kind", [EntityKind.CUSTOMER, EntityKind.INVOICE, EntityKind.PRODUCT])
def test_e12_a_grant_that_dies_in_the_middle(world: World, kind: EntityKind) -> None:
    ref = world.finalised()
    world.quickbooks.faults.append(Fault(failure=DEAD, matches=lambda write: write.kind is kind))
    world.tell(ref)
    assert world.connection.state is ConnectionState.NEEDS_RECONNECT
    assert world.outcome(ref).status is OutcomeStatus.WAITING
    world.connections.save(replace(world.connection, state=ConnectionState.ACTIVE))
    world.settle(timedelta(minutes=6))
    assert_true(world)


def test_e12_a_grant_whose_death_only_polling_meets(world: World) -> None:
    world.hubspot.dead = DEAD
    polled = world.poller.poll()
    assert [failure.category for _, failure in polled.failures] == ["E12"]
    assert world.connection.state is ConnectionState.NEEDS_RECONNECT


def test_a_paused_connection_does_nothing_and_then_everything(world: World) -> None:
    world.connections.save(replace(world.connection, state=ConnectionState.PAUSED))
    ref = world.finalised()
    calls = world.hubspot.calls.total()
    world.tell(ref)
    world.poller.poll()
    assert world.hubspot.calls.total() == calls
    assert world.outcome(ref).explanation == "The sync is switched off."
    other = world.finalised()
    world.connections.save(replace(world.connection, state=ConnectionState.ACTIVE))
    world.settle(timedelta(minutes=6))
    assert {world.status(ref), world.status(other)} == {OutcomeStatus.IN_SYNC}
