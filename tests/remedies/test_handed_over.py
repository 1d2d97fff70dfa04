"""Invoices of HubSpot's that are given to another contact: they follow while nothing is paid, and else a person decides."""

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.rules import Direction
from infra.sandbox.people.portal import INVOICE_TO_CONTACT
from tests.remedies.office import Office
from tests.remedies.selling import ada, customer

ADDRESS = {"Line1": "address", "City": "city", "PostalCode": "zip"}

pytestmark = pytest.mark.feature("I2")


def give(office: Office, invoice: RecordRef, to: str, of: str) -> None:
    """Somebody in HubSpot gives an invoice to another contact."""
    office.portal.associate("invoices", invoice.id, "contacts", to, INVOICE_TO_CONTACT)
    office.portal.separate("invoices", invoice.id, "contacts", of)
    office.deliver_webhooks()


def pay(office: Office, invoice: RecordRef, amount: str = "60.00") -> RecordRef:
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(invoice.id, amount))
    assert office.is_in_sync(payment)
    return payment


@pytest.mark.parametrize("direction", [Direction.HUBSPOT_TO_QUICKBOOKS, Direction.BOTH])
def test_an_unpaid_invoice_follows_to_the_contact_that_it_is_given_to(direction: Direction) -> None:
    with Office.opened(invoices=direction) as office:
        grace, other = office.contact(), ada(office)
        invoice = office.invoice(grace)
        assert customer(office, invoice)["DisplayName"] == "Grace Pariente"
        give(office, invoice, to=other, of=grace)
        moved = customer(office, invoice)
        assert moved["DisplayName"] == "Ada Byron"
        assert office.booked(invoice)["BillEmail"]["Address"] == "ada@x.example"
        before = office.booked(invoice)["SyncToken"]
        office.night()
        assert office.booked(invoice)["SyncToken"] == before
        assert office.is_in_sync(pay(office, invoice, "100.00"))
        give(office, office.invoice(other), to=grace, of=other)
        assert len(office.bookkeeper.rows("Customer")) == 2


@pytest.mark.parametrize("address", [{"address": "2 Byron Street", "city": "London", "zip": "W1"}, {}])
def test_the_form_shows_the_address_of_whom_it_is_given_to(office: Office, address: dict[str, str]) -> None:
    grace = office.contact(address="1 Pariente Road", city="Vigo", state="PO", zip="36201", country="Spain")
    other = ada(office, **address)
    invoice = office.invoice(grace)
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["BillAddr"]["Line1"] == "1 Pariente Road"
    give(office, invoice, to=other, of=grace)
    assert customer(office, invoice)["DisplayName"] == "Ada Byron"
    shown = {name: value for name, value in office.booked(invoice).get("BillAddr", {}).items() if value and name != "Id"}
    assert shown == {name: address[named] for name, named in ADDRESS.items() if named in address}


def test_it_follows_by_night_where_no_webhook_tells_of_it(office: Office) -> None:
    grace, other = office.contact(), ada(office)
    invoice = office.invoice(grace)
    assert office.is_in_sync(invoice)
    office.portal.associate("invoices", invoice.id, "contacts", other, INVOICE_TO_CONTACT)
    office.portal.separate("invoices", invoice.id, "contacts", grace)
    office.night()
    assert customer(office, invoice)["DisplayName"] == "Ada Byron"


def test_an_invoice_of_two_contacts_that_are_merged_stays_with_its_customer(office: Office) -> None:
    grace, other = office.contact(), ada(office)
    invoices = [office.invoice(one) for one in (grace, other)]
    before = [customer(office, one)["Id"] for one in invoices]
    office.portal.merge_contacts(grace, other)
    office.deliver_webhooks()
    office.night()
    assert [customer(office, one)["Id"] for one in invoices] == before


def test_a_bookkeeper_may_give_an_invoice_to_another_customer(office: Office, carried: RecordRef) -> None:
    firm = office.bookkeeper.enter("Customer", DisplayName="Firm")
    office.bookkeeper.change("Invoice", office.booked(carried)["Id"], CustomerRef={"value": firm["Id"]})
    office.poll()
    office.night()
    assert customer(office, carried)["DisplayName"] == "Firm"


@pytest.fixture
def paid(office: Office) -> tuple[str, str, RecordRef]:
    """A contact, another one, and an invoice that went from the first to the second after it was paid in part."""
    grace, other = office.contact(), ada(office)
    invoice = office.invoice(grace)
    assert office.is_in_sync(invoice)
    pay(office, invoice)
    give(office, invoice, to=other, of=grace)
    assert office.fails(invoice) is ErrorCategory.HANDED_OVER
    told = office.outcome(invoice).explanation
    assert told.startswith("Invoice INV-1001 is for Ada Byron in HubSpot by now, and for the customer Grace Pariente in")
    return grace, other, invoice


def test_e29_the_former_contact_is_associated_again(office: Office, paid: tuple[str, str, RecordRef]) -> None:
    grace, other, invoice = paid
    give(office, invoice, to=grace, of=other)
    assert office.is_in_sync(invoice)
    assert len(office.bookkeeper.rows("Customer")) == 1


def test_e29_that_hubspot_shows_another_contact_is_accepted(office: Office, paid: tuple[str, str, RecordRef]) -> None:
    grace, other, invoice = paid
    pay(office, invoice, "10.00")
    assert office.fails(invoice) is ErrorCategory.HANDED_OVER
    office.decide("accept", invoice)
    assert office.is_in_sync(invoice)
    assert any("Ada Byron accepted this" in one for one in office.outcome(invoice).remarks)
    pay(office, invoice, "30.00")
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["Balance"] == 0
    third = ada(office, first="Joe")
    give(office, invoice, to=third, of=other)
    assert office.fails(invoice) is ErrorCategory.HANDED_OVER
    assert customer(office, office.invoice(grace))["DisplayName"] == "Grace Pariente"
