"""An invoice of which only what it owes has moved is not read with all that belongs to it; whatever else moved is."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.engine.hints.batches import in_batches
from tests.builders import a_line, a_payment
from tests.unit.engine.world import World


def announce(world: World, *refs: RecordRef, reassociated: bool = False) -> None:
    """The vendors tell that these records moved, some seconds later."""
    world.clock.advance(timedelta(seconds=20))
    now = world.clock()
    events = [ChangeEvent(one, now, f"{one} {now}", announced=True, reassociated=reassociated) for one in refs]
    world.work(in_batches(world.id, events))


def looked(world: World) -> tuple[int, int]:
    """How often HubSpot was asked for whole records, and for what they show of themselves."""
    return world.hubspot.calls["read"], world.hubspot.calls["glimpse"]


def paid(world: World, invoice: RecordRef, amount: str = "30.00") -> RecordRef:
    """Somebody enters a payment in QuickBooks, which tells of it and of its invoice: it is carried."""
    payment = world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=world.twin(invoice), amount=Decimal(amount)))
    announce(world, payment, world.twin(invoice))
    return payment


def test_a_balance_that_moved_in_quickbooks_is_shown_and_hubspots_invoice_not_read(world: World, invoice: RecordRef) -> None:
    world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=world.twin(invoice), amount=Decimal(30)))
    reads, glimpses = looked(world)
    announce(world, world.twin(invoice))
    assert looked(world) == (reads, glimpses + 1)
    assert world.shown(invoice).quickbooks_balance == 70


def test_what_hubspot_tells_of_our_own_payment_has_no_invoice_read(world: World, invoice: RecordRef) -> None:
    paid(world, invoice)
    reads, glimpses = looked(world)
    announce(world, invoice)
    assert looked(world) == (reads, glimpses + 1)
    link = world.link(invoice)
    assert [side.fields["balance"] for side in link.agreements.values()] == ["70", "70"]
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


def test_what_was_glimpsed_is_left_out_by_the_poll(world: World, invoice: RecordRef) -> None:
    paid(world, invoice)
    announce(world, invoice)
    world.clock.advance(timedelta(minutes=10))
    world.queue.take()
    world.poller.poll()
    assert invoice not in {event.ref for batch in world.queue.take() for event in batch.events}


def test_the_night_reads_what_was_only_glimpsed(world: World, invoice: RecordRef) -> None:
    paid(world, invoice)
    announce(world, invoice)
    world.queue.take()
    world.reconciler.reconcile()
    batches = world.queue.take()
    assert invoice in {event.ref for batch in batches for event in batch.events}
    reads, _ = looked(world)
    world.work(batches)
    assert looked(world)[0] > reads


def test_what_else_moved_is_read_and_carried(world: World, invoice: RecordRef) -> None:
    world.hubspot.edit(invoice, memo="Thank you")
    announce(world, invoice)
    assert world.invoice(world.twin(invoice)).memo == "Thank you"


def test_lines_that_moved_without_a_sign_are_read_where_that_is_told(world: World, invoice: RecordRef) -> None:
    stored = world.hubspot.records[invoice]
    stored.parts[""] = replace(world.invoice(invoice), lines=(a_line("60.00"), a_line("40.00")))
    announce(world, invoice, reassociated=True)
    assert [line.amount for line in world.invoice(world.twin(invoice)).lines] == [60, 40]


def test_a_void_is_read_before_it_is_carried(world: World, invoice: RecordRef) -> None:
    world.hubspot.void(invoice)
    announce(world, invoice)
    assert world.invoice(world.twin(invoice)).status is InvoiceStatus.VOIDED


def test_a_record_that_somebody_asks_for_is_read(world: World, invoice: RecordRef) -> None:
    reads, glimpses = looked(world)
    world.tell(invoice)
    assert looked(world) == (reads + 1, glimpses)


def test_a_pair_that_is_not_in_step_is_read(world: World, invoice: RecordRef) -> None:
    world.clock.advance(timedelta(seconds=1))
    world.outcomes.record([replace(world.outcome(invoice), status=OutcomeStatus.WAITING, at=world.clock())])
    _, glimpses = looked(world)
    announce(world, invoice)
    assert looked(world)[1] == glimpses
