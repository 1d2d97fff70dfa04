"""What somebody unlinked stays apart, until it is linked with another or that is taken back."""

import pytest

from counterfoil.domain.choices import Verb
from counterfoil.domain.errors import ErrorCategory, ImpossibleChoiceError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import a_customer, a_line, a_product
from tests.unit.engine.deciding import ADA, obey, paid_in
from tests.unit.engine.mirrors import INBOUND, booked, connection
from tests.unit.engine.world import World


@pytest.mark.feature("M3")
def test_what_was_unlinked_is_neither_matched_nor_made_again(world: World) -> None:
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email="ap@firm.example"))
    contact = world.contact(email="ap@firm.example")
    world.tell(world.finalised(customer=contact))
    assert world.twin(contact) == customer

    world.choosing.unlink(world.id, customer, ADA)
    obey(world)
    invoice = world.finalised(customer=contact)
    world.tell(contact, customer)
    world.tell(invoice)

    assert world.outcome(contact).status is OutcomeStatus.EXCLUDED
    assert "Ada Byron" in world.outcome(contact).reasons[0]
    assert world.outcome(invoice).category is ErrorCategory.CUSTOMER_LEFT_OUT
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == 1


@pytest.mark.feature("M3")
def test_an_invoice_that_was_made_and_unlinked_is_not_recognised_by_its_mark(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    made = world.twin(invoice)

    world.choosing.unlink(world.id, invoice, ADA)
    obey(world)
    world.tell(made)
    world.tell(invoice)
    world.settle()

    assert world.status(invoice) is OutcomeStatus.EXCLUDED
    assert world.shown(invoice).status is OutcomeStatus.EXCLUDED
    assert world.shown(invoice).quickbooks_number == ""
    assert [one.ref for one in world.quickbooks.every(EntityKind.INVOICE)] == [made]


@pytest.mark.feature("M3")
def test_what_was_unlinked_is_linked_with_the_right_one(world: World) -> None:
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email="ap@firm.example"))
    contact = world.contact(email="ap@firm.example")
    world.tell(world.finalised(customer=contact))
    right = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="The right one", email=""))

    world.choosing.unlink(world.id, contact, ADA)
    world.choosing.link(world.id, contact, right, ADA)
    obey(world)

    assert world.twin(contact) == right
    other = world.contact(email="ap@firm.example")
    world.tell(world.finalised(customer=other))
    assert world.twin(other) == customer


def test_what_was_unlinked_is_matched_again_when_that_is_taken_back(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    made = world.twin(invoice)
    world.choosing.unlink(world.id, invoice, ADA)
    obey(world)

    world.choosing.take_back(world.id, invoice, ADA)
    obey(world)

    assert world.twin(invoice) == made
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert [one.verb for one in world.choices.of(world.id, [invoice])[invoice].past] == [Verb.UNLINKED, Verb.TAKEN_BACK]


@pytest.mark.feature("M3")
@pytest.mark.parametrize("system", System)
def test_a_payment_that_was_unlinked_stays_apart_when_all_of_it_is_asked_for(world: World, system: System) -> None:
    """QuickBooks tells of the payment, while it was decided about the part of it that pays the invoice."""
    invoice = world.finalised()
    world.tell(invoice)
    world.tell(paid_in(world, system, invoice))
    (payment,) = (one.ref for one in world.hubspot.every(EntityKind.PAYMENT))
    part = world.twin(payment)
    world.choosing.unlink(world.id, payment, ADA)
    obey(world)

    world.tell(part.whole)
    world.settle()

    assert (world.status(payment), world.status(part)) == (OutcomeStatus.EXCLUDED, OutcomeStatus.EXCLUDED)
    assert len(world.hubspot.every(EntityKind.PAYMENT)) == len(world.quickbooks.every(EntityKind.PAYMENT)) == 1


@pytest.mark.feature("M3")
def test_a_product_that_was_unlinked_is_not_sold_under_the_item_by_its_sku(world: World) -> None:
    item = world.item(sku="P-1", name="Pump")
    product = world.hubspot.put(EntityKind.PRODUCT, a_product(sku="P-1", name="Pump"))
    world.tell(item)
    assert world.twin(item) == product
    world.choosing.unlink(world.id, product, ADA)
    obey(world)

    invoice = world.finalised(lines=(a_line(product=product, sku="P-1"),))
    world.tell(invoice)

    assert world.invoice(world.twin(invoice)).lines[0].product != item


def test_only_what_is_linked_can_be_unlinked(world: World) -> None:
    with pytest.raises(ImpossibleChoiceError, match="is not linked"):
        world.choosing.unlink(world.id, world.contact(), ADA)


@pytest.mark.feature("M3", "I4")
def test_what_shows_an_invoice_shows_it_again_after_it_was_linked_with_another_by_mistake() -> None:
    world = World(connection(INBOUND))
    invoice = booked(world)
    world.tell(invoice)
    shown, other = world.twin(invoice), booked(world, number="1043", customer=world.invoice(invoice).customer)
    world.choosing.unlink(world.id, shown, ADA)
    obey(world)
    world.choosing.link(world.id, shown, other, ADA)
    obey(world)
    world.choosing.unlink(world.id, shown, ADA)
    obey(world)
    world.choosing.take_back(world.id, invoice, ADA)
    obey(world)
    world.settle()

    assert world.twin(invoice) == shown
    assert [one.ref for one in world.hubspot.every(EntityKind.INVOICE)] == [shown]
