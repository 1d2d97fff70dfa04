"""Two records that somebody links are one thing from then on, whatever their keys say."""

import pytest

from counterfoil.domain.errors import ErrorCategory, ImpossibleChoiceError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import a_customer, a_line, an_invoice
from tests.unit.engine.deciding import ADA, obey
from tests.unit.engine.world import World


@pytest.mark.feature("M3")
def test_two_records_are_linked_by_hand_whatever_their_keys_say(world: World) -> None:
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email="other@firm.example"))
    contact = world.contact()

    world.choosing.link(world.id, customer, contact, ADA)
    obey(world)
    invoice = world.finalised(customer=contact)
    world.tell(invoice)

    assert world.twin(contact) == customer
    assert world.invoice(world.twin(invoice)).customer == customer
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == 1


@pytest.mark.feature("M3")
def test_invoices_that_both_exist_are_linked_and_compared(world: World) -> None:
    invoice = world.finalised()
    there = world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="QB-7", lines=(a_line("90.00"),)))

    world.choosing.link(world.id, invoice, there, ADA)
    obey(world)

    assert world.twin(invoice) == there
    assert world.outcome(invoice).category is ErrorCategory.TOTALS_DIFFER
    assert len(world.quickbooks.every(EntityKind.INVOICE)) == 1


def test_a_record_whose_create_was_refused_is_linked_by_hand(world: World) -> None:
    holder = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email=""))
    contact = world.contact(display_name="Firm")
    invoice = world.finalised(customer=contact)
    world.tell(invoice)
    assert world.outcome(contact).category is ErrorCategory.DISPLAY_NAME_TAKEN

    world.choosing.link(world.id, contact, holder, ADA)
    obey(world)

    assert world.twin(contact) == holder
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


def test_a_record_whose_counterpart_is_gone_is_linked_with_another(world: World) -> None:
    contact = world.contact()
    world.tell(world.finalised(customer=contact))
    there = world.twin(contact)
    world.quickbooks.delete(there)
    world.tell(there)
    assert world.link(contact).state is LinkState.CLOSED
    other = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email=""))

    world.choosing.link(world.id, contact, other, ADA)
    obey(world)

    assert world.twin(contact) == other


def test_a_chosen_counterpart_that_is_gone_is_told(world: World) -> None:
    contact = world.contact()
    gone = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email=""))
    world.quickbooks.delete(gone)

    world.choosing.link(world.id, contact, gone, ADA)
    obey(world)

    assert world.outcome(contact).category is ErrorCategory.RECORD_DELETED
    assert "Ada Byron" in world.outcome(contact).explanation

    world.choosing.take_back(world.id, contact, ADA)
    world.tell(world.finalised(customer=contact))
    assert world.twin(contact) in {one.ref for one in world.quickbooks.every(EntityKind.CUSTOMER)}


def test_what_the_other_side_tells_of_a_chosen_pair_leads_to_the_same_link(world: World) -> None:
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email=""))
    contact = world.contact()
    world.choosing.link(world.id, contact, customer, ADA)
    world.queue.take()

    world.tell(customer)

    assert world.twin(contact) == customer


def test_impossible_links_are_refused_and_change_nothing(world: World) -> None:
    contact, other = world.contact(), world.contact()
    invoice = world.finalised(customer=contact)
    world.tell(invoice)
    item, customer = world.item(), world.twin(contact)
    free = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Free", email=""))

    for one, another, reason in (
        (contact, item, "not of one kind"),
        (contact, other, "both in HubSpot"),
        (contact, customer, "are linked already"),
        (contact, free, "unlink it first"),
        (other, customer, "unlink it first"),
    ):
        with pytest.raises(ImpossibleChoiceError, match=reason):
            world.choosing.link(world.id, one, another, ADA)
    world.choosing.leave_out(world.id, other, ADA)
    with pytest.raises(ImpossibleChoiceError, match="left out by Ada Byron"):
        world.choosing.link(world.id, other, free, ADA)
    assert world.choices.of(world.id, [contact, customer, free]) == {}
