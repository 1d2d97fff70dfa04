"""Reconciliation finds whatever nobody told, goes on where it stopped, and costs little."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.engine.ports import ChangedPage, QueueError, Systems
from tests.builders import a_payment
from tests.fake_ledger import WorkerKilledError
from tests.fake_systems import FakeSystem
from tests.fakes import OpenedSystems
from tests.unit.engine.books import assert_true
from tests.unit.engine.world import World

BUSY = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="throttled")


class ShowsNoPage(FakeSystem):
    """A vendor whose pages leave everything out, as they may leave out what moves while they are read."""

    def page(self, kind: EntityKind, after: str) -> ChangedPage:  # noqa: ARG002
        return ChangedPage((), "", more=False)


def sold(world: World, invoices: int) -> list[RecordRef]:
    """So many finalised invoices, in sync, and looked at once more since that was shown on them."""
    made = [world.finalised() for _ in range(invoices)]
    world.settle()
    world.tell(*made)
    return made


def paid_in_hubspot(world: World, invoice: RecordRef) -> RecordRef:
    """A payment made in HubSpot, in sync."""
    payment = world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=invoice))
    world.settle()
    return payment


def enqueued(world: World) -> list[RecordRef]:
    """What waits in the queue; it waits no longer."""
    return [event.ref for batch in world.queue.take() for event in batch.events]


def test_finds_what_polling_missed(world: World) -> None:
    (ref,) = sold(world, 1)
    world.hubspot.edit(ref, memo="missed")
    paid = world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=world.twin(ref)))
    world.clock.advance(timedelta(minutes=1))
    world.poller.poll()
    world.queue.take()  # the messages are lost
    assert world.reconciler.reconcile().enqueued == 3  # the invoice on both sides, the payment
    world.settle()
    assert_true(world)
    assert world.status(world.links.find(world.id, [paid])[paid][0].source_ref) is OutcomeStatus.IN_SYNC


def test_what_agrees_is_not_enqueued(world: World) -> None:
    sold(world, 3)
    assert [world.reconciler.reconcile().enqueued for _ in range(3)] == [0, 0, 0]


def test_what_something_was_shown_on_is_looked_at_once_more_in_the_night(world: World) -> None:
    ref = world.finalised()
    world.settle()
    assert world.reconciler.reconcile().enqueued == 1
    assert enqueued(world) == [ref]
    world.tell(ref)
    assert world.reconciler.reconcile().enqueued == 0


@pytest.mark.feature("I5")
def test_an_invoice_deleted_in_hubspot_is_noticed_though_nobody_told(world: World) -> None:
    ref, *_ = sold(world, 3)
    world.hubspot.delete(ref)
    world.settle()
    assert world.status(ref) is OutcomeStatus.IN_SYNC  # neither poll nor webhook tells
    done = world.reconciler.reconcile()
    assert (done.enqueued, done.vanished) == (1, 1)
    world.settle()
    assert world.outcome(ref).category == "E14"
    assert world.link(ref).state is LinkState.CLOSED
    assert world.reconciler.reconcile().vanished == 0


def test_a_payment_deleted_in_hubspot_is_noticed_though_its_webhook_was_lost(world: World) -> None:
    ref, *_ = sold(world, 2)
    payment = paid_in_hubspot(world, ref)
    world.hubspot.delete(payment)
    world.settle()
    assert world.link(payment).state is LinkState.LINKED
    assert world.reconciler.reconcile().vanished == 1
    world.settle()
    assert world.link(payment).state is LinkState.CLOSED
    assert world.outcome(payment).category == "E14"


@pytest.mark.feature("I5")
def test_an_invoice_deleted_in_quickbooks_is_noticed_though_nobody_told(world: World) -> None:
    ref, *_ = sold(world, 3)
    world.quickbooks.delete(world.twin(ref))
    world.clock.advance(timedelta(minutes=5))
    world.poller.poll()
    world.queue.take()  # the messages are lost
    assert world.reconciler.reconcile().vanished == 1
    world.settle()
    assert world.outcome(ref).category == "E14"


def test_a_record_that_a_page_leaves_out_is_read_by_id_before_anything_is_done(world: World) -> None:
    sold(world, 3)
    forgetful = ShowsNoPage(System.QUICKBOOKS, world.clock, records=world.quickbooks.records)
    systems = OpenedSystems({world.id: Systems(world.hubspot, forgetful, world.display)})
    done = replace(world.reconciler, open_systems=systems).reconcile()
    assert (done.enqueued, done.vanished, done.halted) == (0, 0, [])
    assert forgetful.calls["read"] == 1 + forgetful.calls["open_invoices"]  # and for the totals of what is open


def test_goes_on_past_a_vendor_that_does_not_answer(world: World) -> None:
    world.quickbooks.dead = BUSY
    world.finalised()
    done = world.reconciler.reconcile()
    assert done.enqueued == 1
    assert done.failures == [(world.id, BUSY)]
    assert world.reconciler.reconcile().enqueued == 1  # the readable side begins anew meanwhile


def test_walks_on_where_it_stopped(world: World) -> None:
    for _ in range(250):
        world.hubspot.put(EntityKind.INVOICE, world.invoice(world.finalised(customer=None)))
    small = replace(world.reconciler, pages=2)
    for _ in range(20):
        small.reconcile()
    told = enqueued(world)
    assert len(set(told)) == 500
    assert told[:500] == told[500:1000]  # from the beginning, once it was through


def test_stops_when_it_is_out_of_time_and_goes_on_later(world: World) -> None:
    for _ in range(250):
        world.finalised(customer=None)
    runs, told = 0, list[RecordRef]()
    while len(told) < 250:
        told += run_for(world, looks=10)
        runs += 1
    assert runs > 1
    assert len(set(told)) == len(told) == 250


def run_for(world: World, looks: int) -> list[RecordRef]:
    """What one run enqueues whose time is over when it has looked at the clock so often."""
    looked = count(1)
    world.reconciler.reconcile(lambda: next(looked) > looks)
    return enqueued(world)


def test_a_cursor_moves_only_after_enqueueing(world: World) -> None:
    ref, *_ = sold(world, 3)
    world.hubspot.delete(ref)
    missed = world.finalised(customer=None)
    for _ in range(2):
        world.queue.broken = True
        with pytest.raises(QueueError):
            world.reconciler.reconcile()
    world.queue.broken = False
    world.reconciler.reconcile()
    assert enqueued(world) == [ref, missed]


def test_nothing_is_missed_wherever_it_dies() -> None:
    for chosen in count(1):
        world = World()
        ref, *others = sold(world, 3)
        payment = paid_in_hubspot(world, others[0])
        for gone in (ref, payment):
            world.hubspot.delete(gone)
        missed = world.finalised(customer=None)
        world.effects.chosen = world.effects.done + chosen
        try:
            world.reconciler.reconcile()
        except WorkerKilledError:
            world.reconciler.reconcile()
        else:
            break
        assert {ref, payment, missed} <= set(enqueued(world))
    assert chosen > 20


@pytest.mark.long
def test_linked_invoices_cost_a_walk_of_each_side_and_not_one_read_more(world: World) -> None:
    """The stand-ins show 100 records a page. QuickBooks shows 1,000, HubSpot 200: 11 and 50 pages for 10,000."""
    for ref in sold(world, 150):
        for one in (ref, world.twin(ref)):
            world.system(one).edit(one, status=InvoiceStatus.VOIDED)
    world.settle()
    for system in (world.hubspot, world.quickbooks):
        system.calls.clear()
    assert world.reconciler.reconcile().enqueued == 0
    assert world.hubspot.calls == {"page": 3, "open_invoices": 1}  # two of invoices, one of payments
    assert world.quickbooks.calls == {"page": 3, "open_invoices": 1}


def test_open_invoices_are_read_with_their_counterparts_in_quickbooks_and_not_once_more_in_hubspot(world: World) -> None:
    sold(world, 150)
    for system in (world.hubspot, world.quickbooks):
        system.calls.clear()
    world.reconciler.reconcile()
    assert world.hubspot.calls == {"page": 3, "open_invoices": 2}
    assert world.quickbooks.calls == {"page": 3, "open_invoices": 2, "read": 2}


def test_a_vanished_record_costs_one_read_more(world: World) -> None:
    ref, *_ = sold(world, 20)
    world.quickbooks.delete(world.twin(ref))
    world.quickbooks.calls.clear()
    world.reconciler.reconcile()
    assert world.quickbooks.calls == {"page": 2, "read": 1 + 1, "open_invoices": 1}  # one of them for the totals


def test_a_cursor_of_another_version_begins_the_compare_anew(world: World) -> None:
    ref, *_ = sold(world, 2)
    world.hubspot.delete(ref)
    world.cursors.put(world.id, "compare:hubspot", '{"stage": "pondering"}')
    assert world.reconciler.reconcile().vanished == 1
