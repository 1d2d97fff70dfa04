"""Webhooks become messages once, for every connection of the account, and cost nothing when nobody wants them."""

from dataclasses import replace

import pytest

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.connection import ConnectionState, Ending
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.hints.intake import Intake, Received
from counterfoil.engine.hints.known_accounts import KNOWN_FOR, KnownAccounts
from counterfoil.engine.ports import QueueError
from tests.builders import NOON, a_connection
from tests.fake_outcomes import InMemoryOutcomeStore
from tests.fake_stores import InMemoryConnectionStore
from tests.fakes import FrozenClock, InMemoryChangeQueue, InMemoryCursorStore


class Door:
    """An intake with its surroundings."""

    def __init__(self) -> None:
        self.connections, self.queue = InMemoryConnectionStore(), InMemoryChangeQueue()
        self.outcomes, self.cursors = InMemoryOutcomeStore(), InMemoryCursorStore()
        self.clock = FrozenClock(NOON)
        self.intake = Intake(
            accounts=KnownAccounts(self.connections, self.clock),
            cursors=self.cursors,
            queue=self.queue,
            call_up=CallUp(self.outcomes, self.queue, self.clock),
        )
        self.connections.save(a_connection())


@pytest.fixture
def door() -> Door:
    return Door()


def events(*numbers: int, kind: EntityKind = EntityKind.INVOICE) -> list[ChangeEvent]:
    return [ChangeEvent(RecordRef(System.HUBSPOT, kind, str(number)), NOON, f"e{kind}{number}") for number in numbers]


def test_a_delivery_becomes_one_message_per_kind(door: Door) -> None:
    told = [*events(1, 2), *events(3, kind=EntityKind.PAYMENT)]
    assert door.intake.receive(System.HUBSPOT, {"62515": told}) == Received(enqueued=3)
    assert [(batch.kind, len(batch.events)) for batch in door.queue.batches] == [("invoice", 2), ("payment", 1)]
    assert {batch.connection_id for batch in door.queue.batches} == {"62515-9130"}


def test_the_same_delivery_again_is_enqueued_again(door: Door) -> None:
    """A hint too many does no harm, and to remember deliveries would cost each one a call and a write."""
    door.intake.receive(System.HUBSPOT, {"62515": events(1, 2)})
    assert door.intake.receive(System.HUBSPOT, {"62515": events(2, 1)}) == Received(enqueued=2)
    first, again = door.queue.batches
    assert {event.ref for event in first.events} == {event.ref for event in again.events}


def test_a_connection_that_was_ended_or_added_is_noticed_within_a_minute(door: Door) -> None:
    door.intake.receive(System.HUBSPOT, {"62515": events(1)})
    door.connections.save(replace(door.connections.get("62515-9130"), ending=Ending(at=NOON, before=ConnectionState.ACTIVE)))
    door.connections.save(a_connection(id="62515-9999", realm_id="9999"))
    door.queue.take()
    door.clock.advance(KNOWN_FOR)
    door.intake.receive(System.HUBSPOT, {"62515": events(2)})
    assert [batch.connection_id for batch in door.queue.batches] == ["62515-9999"]


def test_a_delivery_that_could_not_be_enqueued_must_be_delivered_again(door: Door) -> None:
    door.queue.broken = True
    with pytest.raises(QueueError):
        door.intake.receive(System.HUBSPOT, {"62515": events(1)})
    door.queue.broken = False
    assert door.intake.receive(System.HUBSPOT, {"62515": events(1)}) == Received(enqueued=1)


def test_an_unknown_account_is_counted_and_leaves_no_trace(door: Door) -> None:
    assert door.intake.receive(System.HUBSPOT, {"666": events(1, 2)}) == Received(unknown_account=2)
    assert door.queue.batches == []


def test_the_two_vendors_ids_are_not_mixed_up(door: Door) -> None:
    assert door.intake.receive(System.QUICKBOOKS, {"62515": events(1)}) == Received(unknown_account=1)


def test_every_connection_of_an_account_is_told(door: Door) -> None:
    door.connections.save(a_connection(id="62515-9999", realm_id="9999"))
    door.intake.receive(System.HUBSPOT, {"62515": events(1)})
    assert [batch.connection_id for batch in door.queue.batches] == ["62515-9130", "62515-9999"]


def test_an_empty_delivery_is_nothing(door: Door) -> None:
    assert door.intake.receive(System.HUBSPOT, {"62515": []}) == Received()


def fail(door: Door, number: str, blocker: str) -> RecordRef:
    """An invoice that fails for something beside the records."""
    ref = RecordRef(System.HUBSPOT, EntityKind.INVOICE, number)
    outcome = SyncOutcome(
        connection_id="62515-9130", ref=ref, kind=ref.kind, status=OutcomeStatus.FAILING, at=NOON, blockers=(blocker,)
    )
    door.outcomes.record([outcome])
    return ref


def called_up(door: Door) -> set[RecordRef]:
    return {event.ref for batch in door.queue.take() for event in batch.events}


def test_what_failed_for_what_has_changed_is_called_up(door: Door) -> None:
    vendor, books = fail(door, "1", "quickbooks:vendor:7"), fail(door, "2", "quickbooks:preferences")
    fail(door, "3", "quickbooks:vendor:77")
    assert door.intake.call_blocked(System.QUICKBOOKS, {"9130": ["quickbooks:vendor:7"]}) == 1
    assert called_up(door) == {vendor}
    assert door.cursors.get("62515-9130", "profile:changed") == ""
    assert door.intake.call_blocked(System.QUICKBOOKS, {"9130": ["quickbooks:preferences"]}) == 1
    assert called_up(door) == {books}
    assert door.cursors.get("62515-9130", "profile:changed")


def test_what_has_changed_in_an_unknown_company_concerns_nobody(door: Door) -> None:
    fail(door, "1", "quickbooks:vendor:7")
    assert door.intake.call_blocked(System.QUICKBOOKS, {"666": ["quickbooks:vendor:7"]}) == 0
    assert called_up(door) == set()
