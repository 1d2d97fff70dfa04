"""What moved on while it was written is read again and decided anew; its neighbours are told of once."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.write import Write
from tests.builders import a_line, a_payment
from tests.fake_ledger import WorkerKilledError
from tests.fake_systems import Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.connected import LEASE
from tests.unit.engine.scenarios import edited_invoice
from tests.unit.engine.world import World

STALE = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.READING, text="stale")


def on(invoice: RecordRef) -> Fault:
    """The first payment written on this invoice finds that something moved on."""

    def matches(write: Write) -> bool:
        return write.kind is EntityKind.PAYMENT and write.record.fields()["invoice"] == invoice.id

    return Fault(failure=STALE, matches=matches)


def test_the_other_part_of_a_payment_is_told_of_once() -> None:
    world = World()
    first, second = world.finalised(), world.finalised()
    world.tell(first, second)
    world.settle()
    world.hubspot.faults.append(on(second))
    parts = [a_payment(amount=Decimal(40), invoice=world.twin(one)) for one in (first, second)]
    payment = world.quickbooks.put(EntityKind.PAYMENT, *parts)
    before = len(world.outcomes.every)
    world.tell(payment)
    told = [outcome.ref for outcome in world.outcomes.every[before:] if outcome.kind is EntityKind.PAYMENT]
    assert sorted(told) == sorted(
        RecordRef(payment.system, payment.kind, payment.id, world.twin(one).id) for one in (first, second)
    )
    world.settle()
    assert_true(world)


@pytest.mark.parametrize("amount", ["70.00", "100.00"], ids=["another", "the-old-one"])
def test_lines_edited_again_before_their_update_was_remembered(amount: str) -> None:
    """QuickBooks' lines are our own then, not somebody's edit: no person is needed to put them back."""
    world = World()
    invoice = world.finalised()
    world.tell(invoice)
    world.settle()
    unanswered = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")
    world.quickbooks.faults.append(Fault(failure=unanswered, happens=True))
    world.hubspot.edit(invoice, lines=(a_line("80.00"),))
    world.tell(invoice)
    assert world.invoice(world.twin(invoice)).total == 80
    world.hubspot.edit(invoice, lines=(a_line(amount),))
    world.settle()
    assert world.invoice(world.twin(invoice)).total == Decimal(amount)
    assert_true(world)


def test_lines_edited_again_after_the_worker_was_killed_at_any_point() -> None:
    points = 0
    for point in range(1, 100):
        world = World()
        batches = world.batches(*edited_invoice(world))
        world.effects.done, world.effects.chosen = 0, point
        try:
            world.work(batches)
        except WorkerKilledError:
            points += 1
        world.effects.chosen = None
        (event,) = batches[0].events
        world.hubspot.edit(event.ref, lines=(a_line("33.00"),))
        world.clock.advance(LEASE)
        world.work(batches)
        world.settle()
        assert world.invoice(world.twin(event.ref)).total == 33
        assert_true(world)
        if points < point:
            break
    assert points >= 4
