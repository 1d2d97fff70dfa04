"""A customer whose making was answered to nobody is its contact's, whoever else looks for a counterpart meanwhile."""

from dataclasses import replace

import pytest

from counterfoil.domain.choices import Choice, Choices, Verb
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import CustomerOptions
from tests.builders import a_customer
from tests.fake_systems import Fault
from tests.unit.engine.test_explain import explain
from tests.unit.engine.world import World

CUSTOMER = EntityKind.CUSTOMER
FIRM = {"display_name": "Firm", "company_name": "Firm", "given_name": "", "family_name": "", "email": ""}


def reserved(world: World, contact: RecordRef) -> tuple[RecordRef, RecordRef]:
    """An invoice of a contact whose customer was made, of which nobody heard; and that customer."""
    lost = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")
    world.quickbooks.faults.append(Fault(failure=lost, matches=lambda write: write.kind is CUSTOMER, happens=True))
    invoice = world.finalised(customer=contact)
    world.tell(invoice)
    (made,) = world.quickbooks.every(CUSTOMER)
    assert world.link(contact).state is LinkState.RESERVED
    return invoice, made.ref


def put_companies_first(world: World, contact: RecordRef) -> RecordRef:
    """The contact's company, which is the customer from now on."""
    rule = replace(world.connection.rule(CUSTOMER), options=CustomerOptions(customer_is="company_with_contacts"))
    world.connections.save(replace(world.connection, rules={**world.connection.rules, CUSTOMER: rule}))
    company = world.hubspot.put(CUSTOMER, a_customer(**FIRM, members=(contact,)))
    world.hubspot.edit(contact, parent=company)
    return company


@pytest.mark.feature("X3", "X10")
def test_a_company_takes_over_what_was_made_for_its_contact_once_it_is_linked(world: World) -> None:
    contact = world.contact(**FIRM)
    _, made = reserved(world, contact)
    company = put_companies_first(world, contact)
    needing = world.finalised(customer=company)
    world.tell(needing)
    assert world.twin(contact) == made
    assert world.outcome(needing).category is ErrorCategory.IN_OTHER_HANDS
    world.settle()
    assert world.twin(company) == world.invoice(world.twin(needing)).customer == made
    assert world.quickbooks.every(CUSTOMER) == [world.quickbooks.show(made)]


@pytest.mark.feature("X3")
@pytest.mark.parametrize("together", [True, False])
def test_a_contact_with_the_same_address_gets_a_customer_of_its_own(world: World, *, together: bool) -> None:
    contact = world.contact(email="office@firm.example")
    invoice, made = reserved(world, contact)
    other = world.contact(email="office@firm.example")
    needing = world.finalised(customer=other)
    world.tell(*((needing, invoice) if together else (needing,)))
    world.settle()
    assert world.twin(contact) == world.invoice(world.twin(invoice)).customer == made
    assert world.twin(other) == world.invoice(world.twin(needing)).customer != made
    assert len(world.quickbooks.every(CUSTOMER)) == 2


@pytest.mark.feature("X2", "X3")
def test_it_is_explained_and_planned_that_an_earlier_try_comes_first(world: World) -> None:
    contact = world.contact(email="office@firm.example")
    _, made = reserved(world, contact)
    needing = world.finalised(customer=world.contact(email="office@firm.example"))
    row = explain(world, needing).row
    assert (row.category, row.reasons) == (ErrorCategory.IN_OTHER_HANDS, ("An earlier try may still be at work on it.",))
    assert world.link(contact).state is LinkState.RESERVED
    assert [one.ref for one in world.quickbooks.every(CUSTOMER)] == [made]


@pytest.mark.feature("X3")
def test_what_was_made_for_a_record_without_a_link_is_free(world: World) -> None:
    former, contact = world.contact(), world.contact(email="office@firm.example")
    there = world.quickbooks.put(CUSTOMER, a_customer(email="office@firm.example"), source=former)
    world.tell(world.finalised(customer=contact))
    assert world.twin(contact) == there
    assert world.status(contact) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("X3")
def test_what_a_person_has_unlinked_from_its_contact_is_free(world: World) -> None:
    contact = world.contact(email="office@firm.example")
    _, made = reserved(world, contact)
    by_ada = Choice(verb=Verb.UNLINKED, who="Ada Byron", at=world.clock(), why="Not hers", other=contact)
    assert world.choices.save([Choices(connection_id=world.id, ref=made, holding=(by_ada,))])
    other = world.contact(email="office@firm.example")
    world.tell(world.finalised(customer=other))
    assert world.twin(other) == made
