"""What the stories of people's choices begin with."""

from datetime import timedelta

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.engine.choose.author import Author
from tests.builders import a_customer, a_payment
from tests.unit.engine.world import World

ADA = Author("Ada Byron", "Entered twice")


def obey(world: World) -> None:
    """What was decided has called records up: they are worked on, with all that follows."""
    while batches := world.queue.take():
        world.clock.advance(timedelta(seconds=1))
        world.work(batches)


def pay(world: World, invoice: RecordRef) -> RecordRef:
    """The invoice is paid in HubSpot."""
    return world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=invoice))


def paid_in(world: World, system: System, invoice: RecordRef) -> RecordRef:
    """The invoice is paid in this system."""
    if system is System.HUBSPOT:
        return pay(world, invoice)
    return world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=world.twin(invoice)))


def two_customers(world: World) -> tuple[RecordRef, RecordRef, RecordRef]:
    """An invoice whose contact may be either of two customers."""
    first, second = (
        world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name=name, email="ap@firm.example"))
        for name in ("Firm", "Firm abroad")
    )
    contact = world.contact(email="ap@firm.example", display_name="Firm")
    return contact, first, second
