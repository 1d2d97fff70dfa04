"""Whom QuickBooks' invoices are for in HubSpot, when customers are moved, deleted, made inactive or projects."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.rules import Direction
from infra.sandbox.people.bookkeeper import sold
from tests.remedies.office import Office


def customer(office: Office, name: str) -> str:
    mail = {"Address": f"{name.lower()}@x.example"}
    return str(office.bookkeeper.enter("Customer", DisplayName=name, GivenName=name, PrimaryEmailAddr=mail)["Id"])


def billed(office: Office, of: str) -> RecordRef:
    item = next((row for row in office.bookkeeper.rows("Item") if row["Name"] == "Pump"), None)
    item = item or office.bookkeeper.add_item("Pump")
    row = office.bookkeeper.enter("Invoice", CustomerRef={"value": of}, Line=[sold(item["Id"], Decimal(100))])
    return RecordRef(System.QUICKBOOKS, EntityKind.INVOICE, row["Id"])


def shown_to(office: Office, invoice: RecordRef) -> list[str]:
    """The contacts of the HubSpot invoice that shows one of QuickBooks."""
    there = office.outcome(invoice).counterpart
    assert there
    return office.portal.associated("invoices", there.id, "contacts")


@pytest.mark.feature("I4", "I5", "O5")
def test_an_invoice_that_is_moved_to_somebody_whose_contact_was_deleted_is_shown_to_who_is_there(mirroring: Office) -> None:
    ada, bea = customer(mirroring, "Ada"), customer(mirroring, "Bea")
    invoice, other = billed(mirroring, ada), billed(mirroring, bea)
    assert mirroring.is_in_sync(invoice)
    assert mirroring.is_in_sync(other)
    (contact,) = shown_to(mirroring, other)
    mirroring.administrator.delete("contacts", contact)
    mirroring.bookkeeper.change("Invoice", invoice.id, CustomerRef={"value": bea})
    assert mirroring.fails(invoice) is ErrorCategory.RECORD_DELETED
    assert mirroring.outcome(invoice).explanation == "The customer Bea was deleted or merged away in HubSpot."
    again = mirroring.portal.create("contacts", {"firstname": "Bea", "email": "bea@x.example"})
    assert mirroring.is_in_sync(invoice)
    assert shown_to(mirroring, invoice) == [again]


@pytest.mark.feature("I4", "O1")
def test_an_invoice_of_somebody_who_is_inactive_is_shown_with_a_contact(mirroring: Office) -> None:
    ada = customer(mirroring, "Ada")
    invoice = billed(mirroring, ada)
    mirroring.bookkeeper.make_inactive("Customer", ada)
    assert mirroring.is_in_sync(invoice)
    (contact,) = shown_to(mirroring, invoice)
    assert mirroring.portal.read("contacts", contact, "firstname")["firstname"] == "Ada"


@pytest.mark.feature("I4", "O1")
def test_an_invoice_of_somebody_who_became_inactive_is_shown_to_the_contact_that_is_there(mirroring: Office) -> None:
    ada = customer(mirroring, "Ada")
    first, second = billed(mirroring, ada), billed(mirroring, ada)
    assert mirroring.is_in_sync(first)
    assert mirroring.is_in_sync(second)
    third = billed(mirroring, ada)
    mirroring.bookkeeper.make_inactive("Customer", ada)
    mirroring.poll()
    assert mirroring.is_in_sync(third)
    assert shown_to(mirroring, third) == shown_to(mirroring, first)
    assert len(mirroring.account.all("contacts")) == 1


@pytest.mark.feature("E14", "I4")
def test_e14_nothing_is_booked_to_somebody_inactive_until_they_are_active_again() -> None:
    with Office.opened(invoices=Direction.BOTH, customers=Direction.BOTH) as office:
        ada = customer(office, "Ada")
        shown = billed(office, ada)
        assert office.is_in_sync(shown)
        (contact,) = shown_to(office, shown)
        office.bookkeeper.make_inactive("Customer", ada)
        office.poll()
        of_ada = RecordRef(System.QUICKBOOKS, EntityKind.CUSTOMER, ada)
        assert office.outcome(of_ada).reasons == ("The customer is inactive in QuickBooks.",)
        invoice = office.invoice(contact)
        assert office.fails(invoice) is ErrorCategory.RECORD_DELETED
        office.bookkeeper.make_active("Customer", ada)
        assert office.is_in_sync(invoice)
        assert office.booked(invoice)["CustomerRef"]["value"] == ada


def project(office: Office, name: str, of: str) -> str:
    """A project of somebody; it repeats the customer's address."""
    mail = office.bookkeeper.read("Customer", of)["PrimaryEmailAddr"]
    below = {"ParentRef": {"value": of}, "Job": True, "IsProject": True}
    return str(office.bookkeeper.enter("Customer", DisplayName=name, PrimaryEmailAddr=mail, **below)["Id"])


@pytest.mark.feature("I4", "O1")
def test_an_invoice_that_names_a_project_is_shown_to_its_customer(mirroring: Office) -> None:
    ada = customer(mirroring, "Ada")
    invoice = billed(mirroring, ada)
    mirroring.bookkeeper.change("Invoice", invoice.id, ProjectRef={"value": project(mirroring, "Garden", ada)})
    assert mirroring.is_in_sync(invoice)
    (contact,) = shown_to(mirroring, invoice)
    assert mirroring.portal.read("contacts", contact, "firstname")["firstname"] == "Ada"


@pytest.mark.feature("I4", "O1")
def test_an_invoice_to_a_project_is_shown_to_whose_project_it_is(mirroring: Office) -> None:
    ada, bea = customer(mirroring, "Ada"), customer(mirroring, "Bea")
    invoice = billed(mirroring, project(mirroring, "Garden", ada))
    assert mirroring.is_in_sync(invoice)
    (contact,) = shown_to(mirroring, invoice)
    assert mirroring.portal.read("contacts", contact, "firstname")["firstname"] == "Ada"
    mirroring.bookkeeper.change("Invoice", invoice.id, CustomerRef={"value": project(mirroring, "Attic", bea)})
    assert mirroring.is_in_sync(invoice)
    (contact,) = shown_to(mirroring, invoice)
    assert mirroring.portal.read("contacts", contact, "firstname")["firstname"] == "Bea"
    assert len(mirroring.account.all("contacts")) == 2


@pytest.mark.feature("I4", "Y1")
def test_what_is_paid_for_a_project_is_shown(mirroring: Office) -> None:
    invoice = billed(mirroring, project(mirroring, "Garden", customer(mirroring, "Ada")))
    assert mirroring.is_in_sync(invoice)
    there = mirroring.outcome(invoice).counterpart
    assert there
    mirroring.sales.record_payment(there.id, "40.00", contact=shown_to(mirroring, invoice)[0])
    assert mirroring.is_in_sync(invoice)
    assert mirroring.bookkeeper.read("Invoice", invoice.id)["Balance"] == Decimal(60)


@pytest.mark.feature("I3", "F4")
def test_an_invoice_keeps_the_project_that_a_bookkeeper_gave_it(office: Office) -> None:
    office.house.vendors.hubspot.switches().edit_finalised_invoices = True
    invoice = office.invoice()
    assert office.is_in_sync(invoice)
    booked = office.booked(invoice)
    garden = project(office, "Garden", booked["CustomerRef"]["value"])
    office.bookkeeper.change("Invoice", booked["Id"], ProjectRef={"value": garden})
    office.poll()
    office.portal.change("invoices", invoice.id, hs_comments="Thank you")
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["CustomerMemo"]["value"] == "Thank you"
    assert office.booked(invoice)["ProjectRef"]["value"] == garden
