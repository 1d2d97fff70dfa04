"""Properties of HubSpot that people mapped, and that were deleted there since: they keep nothing back, and clear nothing."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.rules import Direction
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.keeper import Author
from tests.remedies.office import Office
from tests.remedies.test_mirrored_parties import billed, customer

TRACKING = {"id": "tracking", "own": True, "hubspot": "track", "quickbooks": "TrackingNum", "blanks": "clear"}
FAX = {"id": "fax", "own": True, "hubspot": "fax_of_office", "quickbooks": "Fax.FreeFormNumber", "blanks": "clear"}
REMARK = (
    "HubSpot has no property for the {field} any more, so that it is not carried. Have the property made again under "
    "Settings, Properties; or have the mapping taken out of the rule."
)


@pytest.fixture
def office() -> Iterator[Office]:
    """A portal with a property for the tracking numbers of invoices and one for the fax numbers of customers."""
    with Office.opened(invoices=Direction.BOTH, customers=Direction.BOTH) as made:
        made.house.vendors.hubspot.switches().edit_finalised_invoices = True
        made.portal.add_property("invoices", "track", "invoiceinformation")
        made.portal.add_property("contacts", "fax_of_office", "contactinformation")
        for kind, mapping in ((EntityKind.INVOICE, TRACKING), (EntityKind.CUSTOMER, FAX)):
            here, connection = made.house.operator, made.connection.id
            current = here.connections.get(connection).rules[kind]
            document = {**written(current), "mappings": [{"direction": "both", **mapping}]}
            here.rules.save(connection, document, Author(who="Ada", why="Deliveries"))
        yield made


def tracked(office: Office, buyer: str, number: str) -> RecordRef:
    invoice = billed(office, buyer)
    office.bookkeeper.change("Invoice", invoice.id, TrackingNum=number)
    return invoice


@pytest.mark.feature("F2", "F3", "I4", "Y1")
def test_an_invoice_and_its_payment_are_carried_without_what_has_no_property_any_more(office: Office) -> None:
    ada = customer(office, "Ada")
    known = tracked(office, ada, "T-1")
    assert office.is_in_sync(known)
    office.portal.delete_property("invoices", "track")
    office.bookkeeper.change("Invoice", known.id, TrackingNum="T-2", DueDate="2026-12-24")
    new, plain = tracked(office, ada, "T-3"), billed(office, ada)
    payment = office.bookkeeper.receive_payment(ada, (new.id, Decimal(40)))
    part = RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, payment["Id"], new.id)
    for each in (known, new, plain, part):
        assert office.is_in_sync(each), office.outcome(each)
    for each in (known, new, plain):
        assert office.outcome(each).remarks == (REMARK.format(field="tracking"),)
    shown = office.outcome(known).counterpart
    assert shown
    assert office.portal.read("invoices", shown.id, "hs_due_date")["hs_due_date"].startswith("2026-12-24")


@pytest.mark.feature("F2", "F3", "O1")
def test_a_customer_is_carried_without_what_has_no_property_any_more(office: Office) -> None:
    office.portal.delete_property("contacts", "fax_of_office")
    mail = {"Address": "bea@x.example"}
    row = office.bookkeeper.enter("Customer", DisplayName="Bea", PrimaryEmailAddr=mail, Fax={"FreeFormNumber": "555"})
    invoice = billed(office, row["Id"])
    assert office.is_in_sync(invoice), office.outcome(invoice)
    bea = RecordRef(System.QUICKBOOKS, EntityKind.CUSTOMER, row["Id"])
    assert office.outcome(bea).remarks == (REMARK.format(field="fax"),)
    office.bookkeeper.change("Customer", bea.id, Fax={"FreeFormNumber": "556"}, GivenName="Beatrice")
    assert office.is_in_sync(bea)
    contact = office.outcome(bea).counterpart
    assert contact
    assert office.portal.read("contacts", contact.id, "firstname") == {"firstname": "Beatrice"}


@pytest.mark.feature("F2")
def test_a_property_that_is_gone_is_no_blank_that_clears_anything(office: Office) -> None:
    invoice = office.invoice(track="T-1")
    assert office.is_in_sync(invoice)
    office.portal.delete_property("invoices", "track")
    office.portal.change("invoices", invoice.id, hs_comments="Thank you")
    assert office.is_in_sync(invoice)
    booked = office.booked(invoice)
    assert booked["CustomerMemo"]["value"] == "Thank you"
    assert booked["TrackingNum"] == "T-1"
