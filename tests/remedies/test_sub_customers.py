"""A contact that stands below its company in QuickBooks goes to work for another company."""

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from infra.sandbox.people.bookkeeper import Row
from infra.sandbox.people.portal import CONTACT_TO_COMPANY_PRIMARY
from tests.remedies import selling
from tests.remedies.office import PUMP, Office
from tests.remedies.selling import company, customer


@pytest.fixture
def below(office: Office) -> Office:
    """Contacts are customers below their companies."""
    office.let_customers_be(customer_is="company_with_contacts")
    return office


def ada(office: Office, of: str = "") -> RecordRef:
    return RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, selling.ada(office, of))


def employ(office: Office, contact: RecordRef, by: str) -> None:
    office.portal.associate("contacts", contact.id, "companies", by, CONTACT_TO_COMPANY_PRIMARY)


def parent(office: Office, row: Row) -> str:
    """The customer that one is below by now, by its name; "" for none."""
    above = office.bookkeeper.read("Customer", row["Id"]).get("ParentRef")
    return str(office.bookkeeper.read("Customer", above["value"])["DisplayName"]) if above else ""


def still_open(below: Office) -> tuple[str, RecordRef, Row]:
    """A contact goes to a second company and owes an invoice: its first company, the contact, and its customer."""
    first = company(below, "First")
    contact = ada(below, first)
    made = customer(below, below.invoice(contact.id))
    employ(below, contact, company(below, "Second"))
    assert below.fails(contact) is ErrorCategory.STILL_OPEN
    return first, contact, made


def paid(office: Office, invoice: RecordRef, contact: RecordRef) -> None:
    office.sales.record_payment(invoice.id, "100.00", contact=contact.id)
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["Balance"] == 0


@pytest.mark.feature("X10", "P1")
def test_who_owes_nothing_follows_to_another_company(below: Office) -> None:
    contact = ada(below, company(below, "First"))
    invoice = below.invoice(contact.id)
    made = customer(below, invoice)
    paid(below, invoice, contact)
    assert parent(below, made) == "First"
    employ(below, contact, company(below, "Second"))
    assert below.is_in_sync(contact)
    assert parent(below, made) == "Second"
    assert customer(below, below.invoice(contact.id, PUMP))["Id"] == made["Id"]
    assert parent(below, made) == "Second"


@pytest.mark.feature("X10")
def test_e27_what_is_owed_is_paid_first(below: Office) -> None:
    contact = ada(below, company(below, "First"))
    invoice = below.invoice(contact.id)
    made = customer(below, invoice)
    employ(below, contact, company(below, "Second"))
    assert below.fails(contact) is ErrorCategory.STILL_OPEN
    assert below.outcome(contact).explanation == (
        "The contact belongs to another company in HubSpot now, and 100.00 USD are still open with the customer Ada Byron in"
        " QuickBooks, which is below the former one."
    )
    assert parent(below, made) == "First"
    paid(below, invoice, contact)
    assert below.is_in_sync(contact)
    assert parent(below, made) == "Second"


@pytest.mark.feature("X10")
def test_e27_the_bookkeeper_moves_the_customer_with_what_it_owes(below: Office) -> None:
    _, contact, made = still_open(below)
    second = below.bookkeeper.enter("Customer", DisplayName="Second", CompanyName="Second")
    below.bookkeeper.change("Customer", made["Id"], Job=True, ParentRef={"value": second["Id"]})
    assert below.is_in_sync(contact)
    assert parent(below, made) == "Second"


@pytest.mark.feature("X10")
def test_e27_the_contact_goes_back_to_its_company(below: Office) -> None:
    first, contact, made = still_open(below)
    employ(below, contact, first)
    assert below.is_in_sync(contact)
    assert parent(below, made) == "First"


@pytest.mark.feature("X10")
def test_who_leaves_a_company_or_comes_to_one_is_told_of(below: Office) -> None:
    first = company(below, "First")
    contact = ada(below, first)
    made = customer(below, below.invoice(contact.id))
    below.portal.separate("contacts", contact.id, "companies", first)
    assert below.is_in_sync(contact)
    (told,) = below.outcome(contact).remarks
    assert told.startswith("The contact belongs to no company in HubSpot any more; the customer Ada Byron stays below its")
    assert parent(below, made) == "First"
    employ(below, contact, first)
    assert below.is_in_sync(contact)
    assert below.outcome(contact).remarks == ()


@pytest.mark.feature("X10")
def test_who_was_a_customer_alone_is_told_of(below: Office) -> None:
    contact = ada(below)
    made = customer(below, below.invoice(contact.id))
    first = company(below, "First")
    employ(below, contact, first)
    below.poll()
    (told,) = below.outcome(contact).remarks
    assert told.startswith("The contact belongs to a company in HubSpot; the customer Ada Byron is below no customer in")
    above = below.bookkeeper.enter("Customer", DisplayName="First", CompanyName="First")
    below.bookkeeper.change("Customer", made["Id"], Job=True, ParentRef={"value": above["Id"]})
    below.poll()
    assert below.outcome(contact).remarks == ()
    assert parent(below, made) == "First"
