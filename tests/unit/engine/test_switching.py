"""A connection as a whole: paused and resumed while both vendors go on, and named."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from counterfoil.engine.connections.switching import LONGEST_NAME, Switching, SwitchRefusedError
from counterfoil.engine.rules.keeper import Author
from counterfoil.engine.work.slices import LARGEST_SLICE
from tests.builders import a_connection, a_payment, an_invoice
from tests.fake_stores import InMemoryConnectionStore
from tests.unit.engine.world import World

INVOICE, PAYMENT = EntityKind.INVOICE, EntityKind.PAYMENT


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def switching(world: World) -> Switching:
    return Switching(connections=world.connections)


def be(world: World, state: ConnectionState) -> None:
    world.connections.save(replace(world.connection, state=state))


@pytest.mark.feature("H6")
def test_a_pause_stops_messages_under_way_and_resuming_carries_them(world: World, switching: Switching) -> None:
    invoice = world.finalised()
    batches = world.batches(invoice)
    switching.pause(world.id)
    world.work(batches)
    assert world.quickbooks.every(INVOICE) == []
    assert world.status(invoice) is OutcomeStatus.WAITING

    switching.resume(world.id)
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert len(world.quickbooks.every(INVOICE)) == 1


@pytest.mark.feature("H6")
def test_a_pause_stops_a_worker_between_two_slices(world: World, switching: Switching) -> None:
    def pause() -> None:
        switching.pause(world.id)

    invoices = [world.finalised() for _ in range(LARGEST_SLICE + 10)]
    world.effects.chosen, world.effects.then = world.effects.done + 1, pause
    world.work(world.batches(*invoices))
    carried = len(world.quickbooks.every(INVOICE))
    assert 0 < carried < len(invoices)

    switching.resume(world.id)
    world.settle()
    numbers = sorted(one.fields["number"] for one in world.quickbooks.every(INVOICE))
    assert numbers == sorted(world.invoice(one).number for one in invoices)


@pytest.mark.feature("H6")
def test_what_changed_during_a_pause_is_carried_without_gaps_or_doubles(world: World, switching: Switching) -> None:
    paid = world.finalised()
    world.settle()
    switching.pause(world.id)
    made, drafted = world.finalised(), world.hubspot.put(INVOICE, an_invoice(number="INV-90", customer=world.contact()))
    world.quickbooks.put(PAYMENT, a_payment(invoice=world.twin(paid)))
    for _ in range(3):
        world.clock.advance(timedelta(days=1))
        world.poller.poll()
        assert world.queue.take() == []

    switching.resume(world.id)
    world.settle()
    assert {world.status(one) for one in (paid, made, drafted)} == {OutcomeStatus.IN_SYNC}
    assert (len(world.quickbooks.every(INVOICE)), len(world.hubspot.every(PAYMENT))) == (3, 1)
    world.settle()
    assert (len(world.quickbooks.every(INVOICE)), len(world.hubspot.every(PAYMENT))) == (3, 1)


@pytest.mark.feature("H6")
def test_a_pause_keeps_each_rules_own_switch(world: World, switching: Switching) -> None:
    world.rules.switch_off(world.id, EntityKind.PRODUCT, Author(who="Ann", why="Year's end"))
    before = world.connection.rules
    switching.pause(world.id)
    switching.resume(world.id)
    assert world.connection.rules == before
    assert world.connection.rules[EntityKind.PRODUCT].direction is Direction.OFF


@pytest.mark.parametrize("state", [ConnectionState.ACTIVE, ConnectionState.NEEDS_RECONNECT, ConnectionState.PAUSED])
def test_what_runs_is_paused_and_what_is_paused_stays_so(world: World, switching: Switching, state: ConnectionState) -> None:
    be(world, state)
    assert switching.pause(world.id).state is ConnectionState.PAUSED
    assert switching.resume(world.id).state is ConnectionState.ACTIVE
    assert switching.resume(world.id).state is ConnectionState.ACTIVE


@pytest.mark.parametrize(
    "state", [ConnectionState.PLANNED, ConnectionState.DISCONNECTED, ConnectionState.BEING_DELETED], ids=str
)
def test_what_does_not_run_is_neither_paused_nor_resumed(world: World, switching: Switching, state: ConnectionState) -> None:
    be(world, state)
    for act in (switching.pause, switching.resume):
        with pytest.raises(SwitchRefusedError):
            act(world.id)
    assert world.connection.state is state


@pytest.mark.feature("C2")
def test_a_connection_is_called_what_people_call_it(world: World, switching: Switching) -> None:
    usual = world.connection.label
    assert switching.rename(world.id, "  Craig's \n books ").label == "Craig's books"
    assert switching.rename(world.id, "").label == usual
    for name in ("x" * (LONGEST_NAME + 1), "bell\a", "\u202ereversed"):
        with pytest.raises(SwitchRefusedError):
            switching.rename(world.id, name)
    assert world.connection.label == usual


class InAHurry(InMemoryConnectionStore):
    """Somebody renames the connection just after it was read first."""

    def __init__(self) -> None:
        super().__init__()
        self.hurries = True

    def get(self, connection_id: str) -> Connection:
        read = super().get(connection_id)
        if self.hurries:
            self.hurries = False
            self.save(replace(read, name="Renamed"))
        return read


def test_whoever_changes_the_connection_meanwhile_loses_nothing() -> None:
    connections = InAHurry()
    connection_id = connections.save(a_connection()).id
    paused = Switching(connections=connections).pause(connection_id)
    assert (paused.name, paused.state) == ("Renamed", ConnectionState.PAUSED)
