"""How a pair stands is told under one of its records: what was said of the other before holds no longer."""

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import a_customer
from tests.unit.engine.deciding import ADA, obey
from tests.unit.engine.mirrors import INBOUND, booked, connection
from tests.unit.engine.world import World


@pytest.mark.feature("M3", "H1")
def test_what_was_unlinked_and_linked_again_is_called_unlinked_nowhere(world: World) -> None:
    invoice = world.finalised(number="1042")
    world.tell(invoice)
    there = world.twin(invoice)
    world.choosing.unlink(world.id, invoice, ADA)
    obey(world)
    assert "unlinked it" in world.outcome(there).reasons[0]

    world.choosing.take_back(world.id, invoice, ADA)
    obey(world)
    assert told_under(world, invoice, there)
    world.choosing.unlink(world.id, invoice, ADA)
    obey(world)
    world.choosing.link(world.id, invoice, there, ADA)
    obey(world)
    assert told_under(world, invoice, there)
    assert world.outcome(there).reasons == (
        "It is linked with invoice 1042 in HubSpot by now, and how the two stand is told there.",
    )


@pytest.mark.feature("M1", "H1")
def test_a_contact_that_nobody_needed_is_not_called_so_once_an_invoice_does() -> None:
    mirroring = World(connection(INBOUND))
    contact = mirroring.contact(email="ap@firm.example")
    mirroring.tell(contact)
    assert mirroring.status(contact) is OutcomeStatus.EXCLUDED

    customer = mirroring.quickbooks.put(EntityKind.CUSTOMER, a_customer(email="ap@firm.example"))
    mirroring.tell(booked(mirroring, customer=customer))
    assert mirroring.twin(customer) == contact
    assert told_under(mirroring, customer, contact)


def told_under(world: World, source: RecordRef, other: RecordRef) -> bool:
    """Whether the pair is in sync under its source, and the other record is only said to be linked."""
    stands = world.status(source), world.status(other)
    linked = "how the two stand is told there" in world.outcome(other).reasons[0]
    return linked and stands == (OutcomeStatus.IN_SYNC, OutcomeStatus.EXCLUDED)
