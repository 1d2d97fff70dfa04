"""A payment whose invoice needs a person waits for that, and not for what passes by itself."""

from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import a_payment
from tests.unit.engine.deciding import ADA, obey
from tests.unit.engine.world import World

BUSY = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="throttled")


@pytest.mark.feature("O2", "X5")
def test_a_payment_whose_invoice_needs_a_person_is_tried_once_an_hour_and_with_its_invoice(world: World) -> None:
    invoice = world.finalised(customer=None)
    payment = world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=invoice))
    world.tell(invoice, payment)
    outcome = world.outcome(payment)
    assert (world.outcome(invoice).category, outcome.category) == (ErrorCategory.CUSTOMER_MISSING, "W3")
    assert outcome.retry_at == outcome.at + timedelta(hours=1)
    world.work(world.batches(payment))
    assert world.outcome(payment).retry_at == world.clock() + timedelta(hours=1)
    world.hubspot.edit(invoice, customer=world.contact(), balance=Decimal("60.00"))
    world.tell(invoice)
    world.work(world.queue.take())
    assert world.status(payment) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("E16", "M3")
def test_passing_trouble_is_not_waited_out_for_as_long_as_a_person(world: World) -> None:
    invoice = world.finalised(customer=None)
    payment = world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=invoice))
    world.hubspot.dead = BUSY
    world.tell(payment)
    world.hubspot.dead = None
    world.tell(invoice, payment)
    assert world.outcome(payment).retry_at == world.outcome(payment).at + timedelta(hours=1)

    world.choosing.leave_out(world.id, invoice, ADA)
    world.work(world.queue.take())
    world.hubspot.dead = BUSY
    obey(world)
    outcome = world.outcome(payment)
    assert outcome.category is BUSY.category
    assert outcome.retry_at == outcome.at + timedelta(minutes=4)

    world.hubspot.dead = None
    world.settle()
    assert world.status(payment) is OutcomeStatus.EXCLUDED
