"""A company with several currencies: in QuickBooks a customer has one for ever."""

from dataclasses import replace

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.customer import Customer
from tests.builders import a_connection, a_customer, a_payment
from tests.unit.engine.world import World

GRACE = {"email": "grace@x.example"}


@pytest.fixture
def world() -> World:
    connection = a_connection()
    return World(replace(connection, company=replace(connection.company, multicurrency=True)))


def customer(world: World, currency: str, name: str, **changes: object) -> RecordRef:
    record = a_customer(display_name=name, currency=currency, **GRACE, **changes)
    return world.quickbooks.put(EntityKind.CUSTOMER, record)


def currencies(world: World) -> list[str]:
    records = [one.record for one in world.quickbooks.every(EntityKind.CUSTOMER)]
    return [one.currency for one in records if isinstance(one, Customer)]


def booked_to(world: World, invoice: RecordRef) -> RecordRef | None:
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    return world.invoice(world.twin(invoice)).customer


@pytest.mark.feature("I10")
def test_a_customer_is_made_in_the_currency_of_the_invoice_that_needs_it(world: World) -> None:
    ref = world.finalised(currency="EUR")
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert currencies(world) == ["EUR"]


def test_one_contact_with_invoices_in_several_currencies_gets_a_customer_in_the_companys(world: World) -> None:
    contact = world.contact(**GRACE)
    euros, dollars = (world.finalised(customer=contact, currency=currency) for currency in ("EUR", "USD"))
    world.tell(euros, dollars)
    assert currencies(world) == ["USD"]
    assert (world.status(euros), world.status(dollars)) == (OutcomeStatus.FAILING, OutcomeStatus.IN_SYNC)


@pytest.mark.feature("E11")
def test_the_remedy_for_a_customer_in_another_currency_works(world: World) -> None:
    contact = world.contact(display_name="Grace Pariente", **GRACE)
    dollars = world.finalised(customer=contact)
    world.tell(dollars)
    known = world.twin(contact)
    world.quickbooks.edit(known, currency="USD")
    world.tell(known)
    euros = world.finalised(customer=contact, currency="EUR")
    world.tell(euros)
    outcome = world.outcome(euros)
    assert outcome.category is ErrorCategory.CURRENCY_MISMATCH
    assert outcome.explanation == (
        "The invoice is in EUR, and the customer Grace Pariente in QuickBooks is in USD for ever. Make a second customer"
        " there in EUR, under a name of its own, with the e-mail address grace@x.example."
    )
    world.tell(customer(world, "EUR", "Grace Pariente EUR"))
    world.settle()
    second = booked_to(world, euros)
    assert second
    assert world.quickbooks.show(second).fields["display_name"] == "Grace Pariente EUR"
    assert world.twin(contact) == booked_to(world, dollars) == known


@pytest.mark.parametrize("active", [True, False])
def test_of_two_customers_with_the_address_the_one_in_the_currency_is_taken(world: World, *, active: bool) -> None:
    customer(world, "USD", "Grace", active=active)
    euro = customer(world, "EUR", "Grace EUR")
    ref = world.finalised(customer=world.contact(**GRACE), currency="EUR")
    world.tell(ref)
    assert booked_to(world, ref) == euro


def test_a_customer_known_before_its_currency_was_is_read_again(world: World) -> None:
    """As it is where several currencies were switched on after the two were linked."""
    contact = world.contact(**GRACE)
    world.tell(world.finalised(customer=contact))
    world.quickbooks.records[world.twin(contact)].parts[""] = a_customer(currency="USD", **GRACE)
    euro = customer(world, "EUR", "Grace EUR")
    ref = world.finalised(customer=contact, currency="EUR")
    world.tell(ref)
    assert booked_to(world, ref) == euro


def test_several_further_customers_in_the_currency_are_not_guessed_between(world: World) -> None:
    contact = world.contact(**GRACE)
    customer(world, "USD", "Grace")
    world.tell(world.finalised(customer=contact))
    for name in ("Grace EUR", "Grace Europe"):
        customer(world, "EUR", name)
    ref = world.finalised(customer=contact, currency="EUR")
    world.tell(ref)
    assert world.outcome(ref).category is ErrorCategory.AMBIGUOUS_MATCH


def test_a_customer_with_several_addresses_is_shared_with_another_contact(world: World) -> None:
    contact = world.contact(**GRACE)
    customer(world, "USD", "Grace")
    world.tell(world.finalised(customer=contact))
    shared = customer(world, "EUR", "Grace EUR", other_emails=("ada@x.example",))
    for one in (world.contact(email="ada@x.example"), contact):
        ref = world.finalised(customer=one, currency="EUR")
        world.tell(ref)
        assert booked_to(world, ref) == shared


def test_a_customer_that_is_another_contacts_alone_is_not_taken(world: World) -> None:
    """Its one address has gone from one person to another."""
    contact = world.contact(**GRACE)
    customer(world, "USD", "Grace")
    world.tell(world.finalised(customer=contact))
    first = world.finalised(customer=world.contact(email="ada@x.example"), currency="EUR")
    world.tell(first)
    adas = booked_to(world, first)
    assert adas
    world.quickbooks.edit(adas, **GRACE)
    ref = world.finalised(customer=contact, currency="EUR")
    world.tell(ref)
    assert world.outcome(ref).category is ErrorCategory.CURRENCY_MISMATCH


def test_a_payment_goes_to_the_customer_of_its_invoice(world: World) -> None:
    contact = world.contact(**GRACE)
    customer(world, "USD", "Grace")
    euro = customer(world, "EUR", "Grace EUR")
    dollars = world.finalised(customer=contact)
    world.tell(dollars)
    ref = world.finalised(customer=contact, currency="EUR")
    world.tell(ref)
    assert booked_to(world, ref) == euro
    payment = world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=ref, currency="EUR"))
    world.tell(payment)
    assert world.payment(world.twin(payment)).customer == euro
