"""QuickBooks' invoice was for another customer before, and is paid in HubSpot by whoever it is for now."""

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import a_customer
from tests.unit.engine.deciding import ADA, obey, pay
from tests.unit.engine.mirrors import BOTH, booked, connection
from tests.unit.engine.world import World


@pytest.fixture
def world() -> World:
    return World(connection(BOTH))


def somebody_else(world: World) -> RecordRef:
    """Another customer in QuickBooks."""
    return world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Ada", email="ada@cool.example"))


@pytest.mark.feature("R2", "Y1")
def test_it_is_paid_by_its_customer_before_that_was_heard_of(world: World) -> None:
    invoice, other = booked(world), somebody_else(world)
    world.tell(invoice)
    world.quickbooks.edit(invoice, customer=other)
    payment = pay(world, world.twin(invoice))
    world.tell(payment)
    assert world.payment(world.twin(payment)).customer == other
    assert world.invoice(world.twin(invoice)).customer == world.twin(other)


@pytest.mark.feature("M3", "Y1")
def test_it_is_paid_by_its_customer_while_it_is_left_out(world: World) -> None:
    invoice, other = booked(world), somebody_else(world)
    world.tell(invoice)
    world.choosing.leave_out(world.id, invoice, ADA)
    obey(world)
    world.quickbooks.edit(invoice, customer=other)
    world.tell(invoice)
    payment = pay(world, world.twin(invoice))
    world.tell(payment)
    assert world.payment(world.twin(payment)).customer == other
    assert world.status(invoice) is OutcomeStatus.EXCLUDED
