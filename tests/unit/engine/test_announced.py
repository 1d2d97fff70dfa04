"""What is announced of our own writes is not read; whatever else moved is, by the next poll at the latest."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, UnknownConnectionError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.hints.own_writes import KEPT
from counterfoil.engine.work.worker import Handled, Worker
from tests.builders import a_line, a_payment
from tests.fake_stores import InMemoryConnectionStore
from tests.fake_systems import Fault
from tests.unit.engine.world import World


def announce(world: World, *events: ChangeEvent) -> None:
    """A vendor tells, a while after what it tells of."""
    world.clock.advance(timedelta(seconds=20))
    world.work(in_batches(world.id, events))


def of(world: World, ref: RecordRef, *, later: float = 0, announced: bool = True) -> ChangeEvent:
    """That a record moved at the moment of its last change, or so many seconds later."""
    at = world.system(ref).records[ref].modified_at + timedelta(seconds=later)
    return ChangeEvent(ref, at, f"event of {at}", announced=announced)


def reads(world: World) -> int:
    return world.quickbooks.calls["read"]


def test_what_our_own_create_causes_to_be_announced_reads_nothing(world: World, invoice: RecordRef) -> None:
    calls = world.quickbooks.calls.total() + world.hubspot.calls.total()
    announce(world, of(world, world.twin(invoice), later=0.4))
    assert world.quickbooks.calls.total() + world.hubspot.calls.total() == calls


def in_one_process(world: World, ref: RecordRef) -> Worker:
    """A worker that has carried a record, and cannot look up anything any more."""
    worker = world.worker
    for batch in world.batches(ref):
        worker.handle(world.id, [batch])
    return replace(worker, connections=InMemoryConnectionStore())


def test_who_wrote_it_needs_to_look_up_nothing_of_what_is_announced(world: World) -> None:
    ref = world.finalised()
    worker = in_one_process(world, ref)
    announcement = of(world, world.twin(ref), later=0.4)
    assert worker.handle(world.id, in_batches(world.id, [announcement])) == Handled()
    for told in (of(world, world.twin(ref), later=2), replace(announcement, announced=False), of(world, ref)):
        with pytest.raises(UnknownConnectionError):
            worker.handle(world.id, in_batches(world.id, [announcement, told]))
    with pytest.raises(UnknownConnectionError):
        worker.handle("another", in_batches("another", [announcement]))
    world.clock.advance(KEPT + timedelta(seconds=1))
    with pytest.raises(UnknownConnectionError):
        worker.handle(world.id, in_batches(world.id, [announcement]))


def test_what_was_not_carried_whole_is_looked_up_once_it_is_announced(world: World) -> None:
    ref = world.finalised()
    refusal = Failure(category=ErrorCategory.PROPERTY_REFUSED, cure=Cure.PERSON, vendor_text="no such property")
    world.display.refused[ref] = refusal
    worker = in_one_process(world, ref)
    with pytest.raises(UnknownConnectionError):
        worker.handle(world.id, in_batches(world.id, [of(world, world.twin(ref))]))


def test_what_is_announced_as_later_costs_hubspot_nothing_at_our_own_version(world: World, invoice: RecordRef) -> None:
    calls, before = world.hubspot.calls.total(), reads(world)
    announce(world, of(world, world.twin(invoice), later=2))
    assert (world.hubspot.calls.total(), reads(world)) == (calls, before + 1)


def test_what_our_own_update_causes_to_be_announced_reads_nothing(world: World, invoice: RecordRef) -> None:
    world.hubspot.edit(invoice, memo="new")
    world.tell(invoice)
    before = reads(world)
    announce(world, of(world, world.twin(invoice)))
    assert reads(world) == before


def test_what_our_own_payment_causes_to_be_announced_reads_nothing(world: World, invoice: RecordRef) -> None:
    payment = world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=invoice, amount=Decimal(10)))
    world.tell(payment)
    before = reads(world)
    announce(world, of(world, world.twin(payment).whole))
    assert reads(world) == before


@pytest.mark.parametrize(("later", "more"), [(0, 0), (0.001, 1)], ids=["our own create", "a moment later"])
def test_what_our_own_create_in_hubspot_causes_to_be_announced_reads_nothing(
    world: World, invoice: RecordRef, later: float, more: int
) -> None:
    payment = world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=world.twin(invoice), amount=Decimal(10)))
    world.tell(payment)
    made = world.twin(replace(payment, part=world.twin(invoice).id))
    before = world.hubspot.calls["read"]
    announce(world, of(world, made, later=later))
    assert world.hubspot.calls["read"] == before + more


def test_polls_leave_out_what_we_made_in_hubspot_until_somebody_changes_it(world: World, invoice: RecordRef) -> None:
    payment = world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=world.twin(invoice), amount=Decimal(10)))
    world.tell(payment)
    made = world.twin(replace(payment, part=world.twin(invoice).id))
    world.queue.take()
    world.poller.poll()
    assert made not in {event.ref for batch in world.queue.take() for event in batch.events}
    world.clock.advance(timedelta(minutes=1))
    world.hubspot.edit(made, reference="changed")
    world.poller.poll()
    assert made in {event.ref for batch in world.queue.take() for event in batch.events}


@pytest.mark.parametrize(
    ("later", "announced"),
    [(1, True), (0, False)],
    ids=["a second later", "by a poll"],
)
def test_whatever_else_is_told_is_read(world: World, invoice: RecordRef, later: float, *, announced: bool) -> None:
    before = reads(world)
    announce(world, of(world, world.twin(invoice), later=later, announced=announced))
    assert reads(world) == before + 1


def test_what_is_announced_and_polled_at_once_is_read(world: World, invoice: RecordRef) -> None:
    before = reads(world)
    announce(world, of(world, world.twin(invoice)), of(world, world.twin(invoice), announced=False))
    assert reads(world) == before + 1


def test_an_announced_pair_that_is_not_known_to_agree_is_read(world: World, invoice: RecordRef) -> None:
    closed = Failure(category=ErrorCategory.BOOKS_CLOSED, cure=Cure.PERSON, code="6210")
    world.quickbooks.faults.append(Fault(failure=closed))
    world.hubspot.edit(invoice, memo="new")
    world.tell(invoice)
    assert world.outcome(invoice).status is OutcomeStatus.FAILING
    before = reads(world)
    announce(world, of(world, world.twin(invoice)))
    assert reads(world) == before + 1


@pytest.mark.feature("I1")
def test_an_edit_in_the_very_second_of_our_write_is_found_by_the_next_poll(world: World, invoice: RecordRef) -> None:
    twin = world.twin(invoice)
    world.quickbooks.edit(twin, lines=(a_line("55.00"),))
    [link] = world.links.find(world.id, [twin])[twin]
    ours = link.agreements[System.QUICKBOOKS].modified_at
    assert ours
    announce(world, ChangeEvent(twin, ours, "in the same second", announced=True))
    assert world.outcome(invoice).status is OutcomeStatus.IN_SYNC
    world.settle()
    assert world.outcome(invoice).category == "E4"
