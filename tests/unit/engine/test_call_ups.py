"""A failing record is called up by a change of what it failed for: within minutes, without the night's compare."""

from datetime import timedelta

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import a_customer, a_line, a_payment, an_invoice
from tests.fake_systems import Fault
from tests.unit.engine.world import World

CUSTOMER = EntityKind.CUSTOMER


def is_failing(world: World, ref: RecordRef, category: str) -> bool:
    """Whether it fails under this name, also after some time."""
    world.settle()
    return (world.status(ref), world.outcome(ref).category) == (OutcomeStatus.FAILING, category)


def is_carried(world: World, ref: RecordRef) -> bool:
    """Whether it is in sync a few minutes later, with nobody touching it."""
    began = world.clock()
    world.settle()
    assert world.clock() - began < timedelta(minutes=10)
    return world.status(ref) is OutcomeStatus.IN_SYNC


def test_a_customer_made_inactive_and_active_again(world: World) -> None:
    contact = world.contact()
    world.tell(first := world.finalised(customer=contact))
    customer = world.invoice(world.twin(first)).customer
    assert customer
    world.quickbooks.edit(customer, active=False)
    world.settle()
    ref = world.finalised(customer=contact)
    assert is_failing(world, ref, "E14")
    world.quickbooks.edit(customer, active=True)
    assert is_carried(world, ref)
    assert world.invoice(world.twin(ref)).customer == customer
    assert world.status(contact) is OutcomeStatus.IN_SYNC


def test_another_customer_gets_the_address_of_an_inactive_one(world: World) -> None:
    contact = world.contact(email="one@example.com")
    world.tell(first := world.finalised(customer=contact))
    customer = world.invoice(world.twin(first)).customer
    assert customer
    world.quickbooks.edit(customer, active=False)
    world.settle()
    ref = world.finalised(customer=contact)
    assert is_failing(world, ref, "E14")
    other = world.quickbooks.put(CUSTOMER, a_customer(display_name="The other", email="one@example.com"))
    assert is_carried(world, ref)
    assert world.invoice(world.twin(ref)).customer == other


def test_an_item_made_inactive_and_active_again(world: World) -> None:
    world.tell(item := world.item())
    product = world.twin(item)
    world.quickbooks.edit(item, active=False)
    world.settle()
    ref = world.finalised(lines=(a_line(product=product, sku="PRD-PUMP"),))
    assert is_failing(world, ref, "E14")
    world.quickbooks.edit(item, active=True)
    assert is_carried(world, ref)
    assert world.invoice(world.twin(ref)).lines[0].product == item


@pytest.mark.parametrize("told", [True, False])
def test_the_custom_line_item_made_inactive_and_active_again(world: World, *, told: bool) -> None:
    world.tell(first := world.finalised())
    item = world.invoice(world.twin(first)).lines[0].product
    assert item
    world.quickbooks.edit(item, active=False)
    if told:
        world.settle()
    ref = world.finalised()
    assert is_failing(world, ref, "E14")
    assert world.outcome(ref).explanation == (
        'The item "Custom line item", under which lines without a product are sold, is inactive in QuickBooks. Make it'
        " active again there: the list of products and services shows inactive ones if asked to."
    )
    world.quickbooks.edit(item, active=True)
    assert is_carried(world, ref)
    assert world.invoice(world.twin(ref)).lines[0].product == item


def test_the_custom_line_item_waits_no_longer_than_the_trouble(world: World) -> None:
    world.tell(first := world.finalised())
    item = world.invoice(world.twin(first)).lines[0].product
    assert item
    world.quickbooks.dead = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="busy")
    world.tell(item)
    world.quickbooks.dead = None
    world.settle()


def test_e2_the_holder_of_the_name_gets_the_contacts_address(world: World) -> None:
    """The remedy as the catalogue says it: the customer that holds the name is the contact's own from then on."""
    holder = world.quickbooks.put(CUSTOMER, a_customer(display_name="Firm", email=""))
    ref = world.finalised(customer=world.contact(display_name="Firm", email="ada@firm.example"))
    assert is_failing(world, ref, "E2")
    world.quickbooks.edit(holder, email="ada@firm.example")
    assert is_carried(world, ref)
    assert world.invoice(world.twin(ref)).customer == holder
    assert len(world.quickbooks.every(CUSTOMER)) == 1
    later = world.finalised(customer=world.invoice(ref).customer)
    assert is_carried(world, later)


def test_e2_the_holder_of_the_name_is_renamed(world: World) -> None:
    holder = world.quickbooks.put(CUSTOMER, a_customer(display_name="Firm", email=""))
    ref = world.finalised(customer=world.contact(display_name="Firm"))
    assert is_failing(world, ref, "E2")
    world.quickbooks.edit(holder, display_name="Firm of old")
    assert is_carried(world, ref)
    assert len(world.quickbooks.every(CUSTOMER)) == 2


def test_e6_the_other_document_gets_another_number(world: World) -> None:
    holder = world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="INV-7"))
    ref = world.finalised(number="INV-7")
    assert is_failing(world, ref, "E6")
    world.quickbooks.edit(holder, number="INV-8")
    assert is_carried(world, ref)


def test_e8_one_of_several_customers_gets_another_address(world: World) -> None:
    twins = [world.quickbooks.put(CUSTOMER, a_customer(display_name=name, email="two@example.com")) for name in "AB"]
    ref = world.finalised(customer=world.contact(email="two@example.com"))
    assert is_failing(world, ref, "E8")
    world.quickbooks.edit(twins[1], email="one@example.com")
    assert is_carried(world, ref)
    assert world.invoice(world.twin(ref)).customer == twins[0]


def test_e15_a_name_that_is_too_long_is_shortened(world: World) -> None:
    """The contact is put right, and nobody touches its invoice."""
    contact = world.contact()
    misfit = Failure(category=ErrorCategory.VALUE_DOES_NOT_FIT, cure=Cure.PERSON, text="the last name is too long")
    world.quickbooks.faults.append(Fault(failure=misfit, matches=lambda write: write.kind is CUSTOMER, times=99))
    ref = world.finalised(customer=contact)
    assert is_failing(world, ref, "E15")
    world.quickbooks.faults.clear()
    world.hubspot.edit(contact, family_name="Short")
    assert is_carried(world, ref)


def test_a_change_elsewhere_calls_up_nobody(world: World) -> None:
    world.quickbooks.put(CUSTOMER, a_customer(display_name="Firm", email=""))
    ref = world.finalised(customer=world.contact(display_name="Firm"))
    assert is_failing(world, ref, "E2")
    before = world.quickbooks.calls["write"]
    other = world.quickbooks.put(CUSTOMER, a_customer(display_name="Another", email=""))
    world.quickbooks.edit(other, display_name="Another name")
    assert is_failing(world, ref, "E2")
    assert world.quickbooks.calls["write"] == before


def test_two_records_that_fail_for_each_other_come_to_rest(world: World) -> None:
    contacts = [world.contact(email=f"{name}@example.com") for name in "ab"]
    for contact in contacts:
        world.tell(world.finalised(customer=contact))
    for contact in contacts:
        world.quickbooks.edit(world.twin(contact), active=False)
    world.settle()
    assert [world.outcome(contact).category for contact in contacts] == ["E14", "E14"]
    world.tell(contacts[0])
    rounds = 0
    while batches := world.queue.take():
        world.work(batches)
        rounds += 1
        assert rounds <= 2, "they call up one another for ever"


def test_what_is_refused_for_something_just_made_inactive_is_resolved_anew(world: World) -> None:
    """QuickBooks refuses an inactive customer of which nothing was heard yet: its customer is read again, not believed."""
    contact = world.contact()
    world.tell(first := world.finalised(customer=contact))
    customer = world.invoice(world.twin(first)).customer
    assert customer
    world.settle()
    world.quickbooks.edit(customer, active=False)
    refused = Failure(category=ErrorCategory.RECORD_DELETED, cure=Cure.RESOLVING, text="made inactive", code="610")
    world.quickbooks.faults.append(Fault(failure=refused, matches=lambda write: write.kind is EntityKind.INVOICE, times=9))
    world.tell(ref := world.finalised(customer=contact))
    outcome = world.outcome(ref)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, "E14")
    assert "was made inactive or merged into another in QuickBooks" in outcome.explanation
    world.quickbooks.faults.clear()
    world.quickbooks.edit(customer, active=True)
    assert is_carried(world, ref)


@pytest.mark.parametrize("times", [1, 99])
def test_what_stays_refused_although_all_it_refers_to_is_there(world: World, times: int) -> None:
    refused = Failure(category=ErrorCategory.RECORD_DELETED, cure=Cure.RESOLVING, text="made inactive", code="610")
    world.quickbooks.faults.append(
        Fault(failure=refused, matches=lambda write: write.kind is EntityKind.INVOICE, times=times)
    )
    world.tell(ref := world.finalised())
    assert world.status(ref) is (OutcomeStatus.IN_SYNC if times == 1 else OutcomeStatus.FAILING)


@pytest.mark.feature("E6")
def test_a_payment_that_waits_and_the_invoice_that_it_waits_for_do_not_call_up_one_another_for_ever(world: World) -> None:
    other = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Other", email=""))
    world.quickbooks.put(EntityKind.INVOICE, an_invoice(customer=other, number="INV-1"))
    invoice = world.finalised()
    payment = world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=invoice))
    world.tell(invoice, payment)
    for _ in range(10):
        if not (batches := world.queue.take()):
            break
        world.work(batches)
    assert world.queue.take() == []
    assert (world.status(invoice), world.status(payment)) == (OutcomeStatus.FAILING, OutcomeStatus.WAITING)
