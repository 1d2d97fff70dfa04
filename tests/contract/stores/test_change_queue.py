"""The contract of ChangeQueue."""

from datetime import timedelta

from counterfoil.domain.change import ChangeBatch, ChangeEvent
from counterfoil.domain.identity import EntityKind
from tests.builders import NOON, hubspot, quickbooks
from tests.contract.stores.backends import Backend


def batch(kind: EntityKind, *ids: str, connection_id: str = "a", moved: str = "m1") -> ChangeBatch:
    events = tuple(ChangeEvent(hubspot(kind, record_id), NOON, f"{moved}/{record_id}") for record_id in ids)
    return ChangeBatch(connection_id=connection_id, kind=kind, events=events)


def test_what_is_sent_arrives_at_its_kind(backend: Backend) -> None:
    part = ChangeEvent(quickbooks(EntityKind.PAYMENT, "7", "101"), NOON + timedelta(microseconds=1), "poll/é#1")
    payments = ChangeBatch(connection_id="b", kind=EntityKind.PAYMENT, events=(part,))

    backend.queue.send([batch(EntityKind.INVOICE, "1", "2"), payments])

    assert backend.received(EntityKind.INVOICE) == [batch(EntityKind.INVOICE, "1", "2")]
    assert backend.received(EntityKind.PAYMENT) == [payments]
    assert backend.received(EntityKind.CUSTOMER) == []


def test_many_batches_arrive_in_order(backend: Backend) -> None:
    batches = [batch(EntityKind.INVOICE, f"{number}") for number in range(23)]

    backend.queue.send(batches)

    assert backend.received(EntityKind.INVOICE) == batches


def test_a_later_change_of_the_same_record_is_not_taken_for_a_repetition(backend: Backend) -> None:
    first, later = (batch(EntityKind.INVOICE, "1", moved=moved) for moved in ("m1", "m2"))
    other = batch(EntityKind.INVOICE, "1", connection_id="b")

    backend.queue.send([first])
    backend.queue.send([later, other])

    received = backend.received(EntityKind.INVOICE)
    assert [one for one in received if one.connection_id == "a"] == [first, later]
    assert [one for one in received if one.connection_id == "b"] == [other]


def test_nothing_to_send_is_no_trouble(backend: Backend) -> None:
    backend.queue.send([])

    assert backend.received(EntityKind.INVOICE) == []
