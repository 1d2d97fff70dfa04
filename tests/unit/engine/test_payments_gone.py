"""A payment of QuickBooks that was never carried and is taken back: what it had told or settled is told anew."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.rules import Direction
from tests.builders import a_payment
from tests.fake_systems import Fault
from tests.unit.engine.deciding import obey
from tests.unit.engine.mirrors import BOTH, INBOUND, booked, connection
from tests.unit.engine.world import World

PAYMENT = EntityKind.PAYMENT
REFUSED = Failure(category=ErrorCategory.VALUE_DOES_NOT_FIT, cure=Cure.PERSON, text="its reference is too long")


def part_paid(world: World, invoice: RecordRef) -> RecordRef:
    """Somebody receives 60.00 of it in QuickBooks; the payment, which alone is told of."""
    payment = world.quickbooks.put(PAYMENT, a_payment(amount=Decimal(60), invoice=invoice))
    world.tell(payment)
    obey(world)
    return payment


def take_back(world: World, payment: RecordRef, how: str) -> None:
    """Somebody deletes or voids it; of its invoice nothing is told."""
    if how == "deleted":
        world.quickbooks.delete(payment)
    else:
        (part,) = world.quickbooks.records[payment].parts
        world.quickbooks.delete(replace(payment, part=part))
        world.quickbooks.records[payment].parts[""] = a_payment(amount=Decimal(0), status=PaymentStatus.VOIDED, invoice=None)
    world.tell(payment)
    obey(world)


@pytest.mark.feature("O2", "Y1")
@pytest.mark.parametrize("how", ["deleted", "voided"])
def test_a_shown_invoice_owes_it_again(how: str) -> None:
    world = World(connection(INBOUND))
    invoice = booked(world)
    world.tell(invoice)
    payment = part_paid(world, invoice)
    assert world.invoice(world.twin(invoice)).balance == Decimal(40)

    take_back(world, payment, how)

    assert world.invoice(world.twin(invoice)).balance == Decimal(100)


@pytest.mark.feature("O2", "Y1")
@pytest.mark.parametrize("direction", [INBOUND, BOTH])
@pytest.mark.parametrize("how", ["deleted", "voided"])
@pytest.mark.parametrize("amount", [60, 100])
def test_a_shown_invoice_owes_it_again_though_only_that_it_was_taken_back_is_told(
    direction: Direction, how: str, amount: int
) -> None:
    world = World(connection(direction))
    invoice = booked(world)
    world.tell(invoice)
    payment = world.quickbooks.put(PAYMENT, a_payment(amount=Decimal(amount), invoice=invoice))
    world.tell(invoice)
    assert world.invoice(world.twin(invoice)).balance == 100 - amount

    take_back(world, payment, how)

    assert world.invoice(world.twin(invoice)).balance == 100
    assert world.outcome(invoice).blockers == ()


@pytest.mark.feature("Y1")
def test_one_that_is_carried_after_it_was_seen_is_taken_back_once() -> None:
    world = World(connection(BOTH))
    invoice = booked(world)
    world.tell(invoice)
    payment = world.quickbooks.put(PAYMENT, a_payment(amount=Decimal(60), invoice=invoice))
    world.tell(invoice)
    world.tell(payment)
    obey(world)
    assert world.status(replace(payment, part=invoice.id)) is OutcomeStatus.IN_SYNC

    take_back(world, payment, "deleted")

    assert world.outcome(replace(payment, part=invoice.id)).category is ErrorCategory.RECORD_DELETED
    assert world.invoice(world.twin(invoice)).balance == 100


@pytest.mark.feature("Y1")
@pytest.mark.parametrize("how", ["deleted", "voided"])
def test_one_that_failed_asks_nothing_of_anybody_any_more(how: str) -> None:
    world = World(connection(BOTH))
    invoice = booked(world)
    world.tell(invoice)
    world.hubspot.faults.append(Fault(failure=REFUSED, matches=lambda write: write.kind is PAYMENT, times=9))
    payment = part_paid(world, invoice)
    part = replace(payment, part=invoice.id)
    assert world.status(part) is OutcomeStatus.FAILING

    take_back(world, payment, how)

    assert world.status(part) is OutcomeStatus.EXCLUDED
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("O2", "Y1")
def test_a_shown_invoice_owes_it_again_when_it_is_put_to_another() -> None:
    world = World(connection(INBOUND))
    invoice, other = booked(world), booked(world, number="1043")
    world.tell(invoice, other)
    payment = part_paid(world, invoice)

    world.quickbooks.delete(replace(payment, part=invoice.id))
    world.quickbooks.records[payment].parts[other.id] = a_payment(amount=Decimal(60), invoice=other)
    world.tell(payment)
    obey(world)

    assert world.invoice(world.twin(invoice)).balance == Decimal(100)
