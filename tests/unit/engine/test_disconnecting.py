"""Disconnecting: it stops at once, both permissions are given up, and connecting again goes on where it stopped."""

from dataclasses import replace

import pytest

from counterfoil.domain.connection import ConnectionState, Ending
from counterfoil.domain.errors import ErrorCategory, UnknownConnectionError, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanScope
from counterfoil.engine.connections.disconnect import Disconnecting
from counterfoil.engine.connections.request import BeingDeletedError
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.hints.intake import Intake, Received
from counterfoil.engine.hints.known_accounts import KnownAccounts
from tests.fake_ledger import WorkerKilledError, kill
from tests.unit.engine.test_authorize import ID, REQUEST, Office, kept
from tests.unit.engine.world import World


@pytest.fixture
def office() -> Office:
    """A connection that lives."""
    made = Office()
    made.authorizer.connect(REQUEST)
    return made


def disconnecting(office: Office) -> Disconnecting:
    return Disconnecting(connections=office.connections, grants=office.accounts, clock=office.clock)


def ending(office: Office) -> Ending | None:
    return office.connections.get(ID).ending


@pytest.mark.feature("C5")
def test_both_vendors_are_told_and_the_permissions_are_erased(office: Office) -> None:
    ended = disconnecting(office).disconnect(ID)
    assert ended == office.connections.get(ID)
    assert ended.state is ConnectionState.DISCONNECTED
    assert sorted(office.accounts.revoked) == ["h-secret", "q-secret"]
    assert office.accounts.grants == {}
    assert ended.ending == Ending(at=office.clock(), before=ConnectionState.ACTIVE, open=frozenset())


@pytest.mark.feature("C5")
def test_what_was_chosen_stays(office: Office) -> None:
    before = office.connections.get(ID)
    after = disconnecting(office).disconnect(ID)
    assert replace(after, state=before.state, ending=None, revision=before.revision) == before


@pytest.mark.feature("C5")
@pytest.mark.parametrize("deaf", System)
def test_a_vendor_that_does_not_answer_leaves_nothing_half_done(office: Office, deaf: System) -> None:
    office.accounts.deaf = frozenset({deaf})
    disconnecting(office).disconnect(ID)
    assert office.accounts.grants == {}
    assert len(office.accounts.revoked) == 1
    found = ending(office)
    assert found is not None
    assert found.open == frozenset()
    assert found.untold == {deaf}


@pytest.mark.feature("C5")
def test_a_static_token_is_erased_and_it_is_said_that_a_person_must_end_it(office: Office) -> None:
    office.accounts.grants[ID, System.HUBSPOT] = "pat-na1-1"
    disconnecting(office).disconnect(ID)
    found = ending(office)
    assert found is not None
    assert found.untold == {System.HUBSPOT}
    assert office.accounts.grants == {}


@pytest.mark.feature("C5")
@pytest.mark.parametrize("at", [1, 2, 3])
def test_what_stopped_on_the_way_is_finished(at: int) -> None:
    """Whatever write of the connection the worker dies at."""
    world, office = World(), Office()
    ends = Disconnecting(connections=world.connections, grants=office.accounts, clock=world.clock)
    for system in System:
        office.accounts.keep_grant(world.id, system, f"of {system}")
    world.effects.chosen, world.effects.then = world.effects.done + at, kill
    with pytest.raises(WorkerKilledError):
        ends.disconnect(world.id)
    ends.finish()
    assert office.accounts.grants == {}
    assert world.connection.ending is not None
    assert world.connection.ending.open == frozenset()
    assert ends.finish() == 0


@pytest.mark.feature("C5")
def test_disconnecting_again_changes_nothing(office: Office) -> None:
    once = disconnecting(office).disconnect(ID)
    assert disconnecting(office).disconnect(ID) == once


@pytest.mark.feature("C5")
@pytest.mark.parametrize("before", [ConnectionState.PLANNED, ConnectionState.PAUSED, ConnectionState.ACTIVE])
def test_connecting_again_goes_on_as_it_was(office: Office, before: ConnectionState) -> None:
    office.connections.save(replace(office.connections.get(ID), state=before))
    rules, cursors = office.connections.get(ID).rules, office.cursor_values()
    disconnecting(office).disconnect(ID)
    renewed = office.authorizer.connect_as_kept(kept(office, *System), replace(REQUEST, and_start=False))
    assert (renewed.state, renewed.ending) == (before, None)
    assert (renewed.rules, office.cursor_values()) == (rules, cursors)


@pytest.mark.feature("C5")
def test_one_vendor_after_the_other_is_connected_again(office: Office) -> None:
    disconnecting(office).disconnect(ID)
    with pytest.raises(VendorError) as raised:
        office.authorizer.renew(ID, kept(office, System.HUBSPOT), System.HUBSPOT)
    assert raised.value.failure.category is ErrorCategory.NEEDS_RECONNECT
    assert office.connections.get(ID).state is ConnectionState.DISCONNECTED
    assert office.authorizer.renew(ID, kept(office, System.QUICKBOOKS), System.QUICKBOOKS).state is ConnectionState.ACTIVE
    assert set(office.accounts.grants) == {(ID, system) for system in System}


def test_a_permission_that_was_given_anew_is_not_given_up_with_the_old_one(office: Office) -> None:
    begun = office.connections.get(ID)
    office.accounts.grants.clear()
    half = Ending(at=office.clock(), before=ConnectionState.ACTIVE)
    office.connections.save(replace(begun, state=ConnectionState.DISCONNECTED, ending=half))
    with pytest.raises(VendorError):
        office.authorizer.renew(ID, kept(office, System.HUBSPOT), System.HUBSPOT)
    disconnecting(office).finish()
    assert office.accounts.grants == {(ID, System.HUBSPOT): "new-hubspot"}


def test_what_is_being_deleted_cannot_be_connected_again(office: Office) -> None:
    office.connections.save(replace(office.connections.get(ID), state=ConnectionState.BEING_DELETED))
    with pytest.raises(BeingDeletedError):
        office.authorizer.connect(REQUEST)
    with pytest.raises(BeingDeletedError):
        office.authorizer.renew(ID, kept(office, System.HUBSPOT), System.HUBSPOT)


def ended(world: World, state: ConnectionState = ConnectionState.DISCONNECTED) -> None:
    found = Ending(at=world.clock(), before=world.connection.state, open=frozenset())
    world.connections.save(replace(world.connection, state=state, ending=found))


@pytest.mark.feature("C5")
@pytest.mark.parametrize("state", [ConnectionState.DISCONNECTED, ConnectionState.BEING_DELETED])
def test_webhooks_and_polls_of_an_ended_connection_do_nothing(state: ConnectionState) -> None:
    world = World()
    invoice = world.finalised()
    [batch] = world.batches(invoice)
    ended(world, state)
    call_up = CallUp(world.outcomes, world.queue, world.clock)
    intake = Intake(
        accounts=KnownAccounts(world.connections, world.clock),
        cursors=world.cursors,
        queue=world.queue,
        call_up=call_up,
    )
    account = world.connection.account(System.HUBSPOT)
    assert intake.receive(System.HUBSPOT, {account: batch.events}) == Received(unknown_account=1)
    assert intake.call_blocked(System.HUBSPOT, {account: ["preferences"]}) == 0
    polled = world.poller.poll()
    world.reconciler.reconcile()
    assert (polled.enqueued, polled.failures, world.queue.take(), world.notifier.messages) == (0, [], [], [])


@pytest.mark.feature("C5", "C4")
def test_what_changed_while_it_was_disconnected_is_found(world_with_invoice: World) -> None:
    world = world_with_invoice
    under_way = world.batches(world.finalised())
    ended(world)
    world.work(under_way)
    missed = world.finalised()
    assert len(world.quickbooks.every(EntityKind.INVOICE)) == 1

    world.connections.save(replace(world.connection, state=ConnectionState.ACTIVE, ending=None))
    world.settle()
    assert len(world.quickbooks.every(EntityKind.INVOICE)) == 3
    assert world.status(missed) is OutcomeStatus.IN_SYNC


@pytest.fixture
def world_with_invoice() -> World:
    world = World()
    world.finalised()
    world.settle()
    return world


def test_messages_of_what_is_being_deleted_leave_nothing_behind(world_with_invoice: World) -> None:
    world = world_with_invoice
    invoice = world.finalised()
    under_way = world.batches(invoice)
    ended(world, ConnectionState.BEING_DELETED)
    with pytest.raises(UnknownConnectionError):
        world.work(under_way)
    assert world.outcomes.latest(world.id, [invoice]) == {}


def test_no_plan_of_what_is_being_deleted_is_brought_further(world_with_invoice: World) -> None:
    world = world_with_invoice
    job = world.plans.make(world.id, PlanScope())
    ended(world, ConnectionState.BEING_DELETED)
    with pytest.raises(UnknownConnectionError):
        world.planner.go_on(world.id, job.id)
    assert world.plans.get(world.id, job.id) == job
