"""What a person has decided takes effect within seconds, with no poll between, and holds."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from infra.sandbox.people.bookkeeper import sold
from tests.remedies.office import Office
from tests.remedies.test_mirrored_parties import billed, customer

pytestmark = pytest.mark.feature("M3")


def is_settled(office: Office, ref: RecordRef, status: OutcomeStatus = OutcomeStatus.IN_SYNC) -> bool:
    """Whether the record stands so at once, and still after some polls."""
    at_once = office.outcome(ref).status is status
    for _ in range(3):
        office.deliver_webhooks()
        office.poll()
    return at_once and office.outcome(ref).status is status


@pytest.mark.feature("E8")
def test_e8_one_of_the_candidates_is_chosen(office: Office) -> None:
    address = {"PrimaryEmailAddr": {"Address": "grace@pariente.example"}}
    firm, abroad = (office.bookkeeper.enter("Customer", DisplayName=name, **address) for name in ("Firm", "Firm abroad"))
    contact = office.contact()
    invoice = office.invoice(contact)
    assert office.fails(invoice) is ErrorCategory.AMBIGUOUS_MATCH
    for one in (firm, abroad):
        assert one["DisplayName"] in office.outcome(invoice).explanation
        assert one["Id"] in office.outcome(invoice).explanation

    ref = RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, contact)
    office.decide("choose", ref, "--candidate", f"quickbooks:customer:{abroad['Id']}")

    assert is_settled(office, invoice)
    assert office.booked(invoice)["CustomerRef"]["value"] == abroad["Id"]


@pytest.mark.feature("E8", "I5")
def test_e8_a_person_says_who_takes_the_place_of_a_customer_that_was_chosen_and_merged(office: Office) -> None:
    """Whoever chose it said that the other one is somebody else."""
    address = {"PrimaryEmailAddr": {"Address": "grace@pariente.example"}}
    firm, abroad = (office.bookkeeper.enter("Customer", DisplayName=name, **address) for name in ("Firm", "Firm abroad"))
    contact = office.contact()
    ref = RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, contact)
    office.decide("link", ref, "--with", f"quickbooks:customer:{abroad['Id']}")
    assert office.is_in_sync(office.invoice(contact))
    office.bookkeeper.merge("Customer", firm["Id"], abroad["Id"])
    invoice = office.invoice(contact)
    assert office.fails(invoice) is ErrorCategory.AMBIGUOUS_MATCH
    assert "Firm (id " in office.outcome(invoice).explanation
    office.decide("choose", ref, "--candidate", f"quickbooks:customer:{firm['Id']}")
    assert is_settled(office, invoice)
    assert office.booked(invoice)["CustomerRef"]["value"] == firm["Id"]


@pytest.mark.feature("E8", "I4")
def test_e8_the_contact_in_the_way_is_chosen_where_addresses_are_no_key() -> None:
    """HubSpot has one contact for an address, whatever the rule matches by, and tells which."""
    with Office.opened(invoices=Direction.BOTH) as office:
        office.match_customers_by_nothing()
        contact = office.portal.create("contacts", {"firstname": "Ada", "email": "ada@x.example"})
        buyer = RecordRef(System.QUICKBOOKS, EntityKind.CUSTOMER, customer(office, "Ada"))
        invoice = billed(office, buyer.id)
        assert office.fails(invoice) is ErrorCategory.AMBIGUOUS_MATCH
        assert "the customer Ada" in office.outcome(invoice).explanation
        office.decide("choose", buyer, "--candidate", f"hubspot:customer:{contact}")
        assert is_settled(office, invoice)
        assert [one["id"] for one in office.account.all("contacts")] == [contact]


def sell_for(office: Office, invoice: RecordRef, price: int) -> None:
    """The bookkeeper charges another price for the one line of the invoice."""
    booked = office.booked(invoice)
    (line,) = [one for one in booked["Line"] if one["DetailType"] == "SalesItemLineDetail"]
    detail = {**line["SalesItemLineDetail"], "UnitPrice": Decimal(price)}
    cheaper = {**line, "Amount": Decimal(price), "SalesItemLineDetail": detail}
    office.bookkeeper.change("Invoice", booked["Id"], Line=[cheaper])
    assert office.fails(invoice) is ErrorCategory.EDITED_IN_QUICKBOOKS


@pytest.mark.feature("E4", "R3")
def test_e4_hubspots_version_is_sent_again(office: Office, carried: RecordRef) -> None:
    sell_for(office, carried, 90)
    versions = {(one.what, one.hubspot, one.quickbooks) for one in office.outcome(carried).versions}
    assert ("total", "100.00 USD", "90.00 USD") in versions
    shown = office.portal.read("invoices", carried.id, "counterfoil_error")["counterfoil_error"]
    assert "Total: 100.00 USD in HubSpot, 90.00 USD in QuickBooks" in shown

    office.decide("send-again", carried)

    assert is_settled(office, carried)
    assert office.booked(carried)["TotalAmt"] == 100
    sell_for(office, carried, 90)


@pytest.mark.feature("E4", "R3", "Y3")
def test_e4_a_payment_that_was_removed_is_sent_again(office: Office, carried: RecordRef) -> None:
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(carried.id, "60.00"))
    assert office.is_in_sync(payment)
    (paid,) = office.bookkeeper.rows("Payment")
    office.bookkeeper.delete("Payment", paid["Id"])
    assert office.fails(payment) is ErrorCategory.EDITED_IN_QUICKBOOKS

    office.decide("send-again", payment)

    assert is_settled(office, payment)
    assert is_settled(office, carried)
    assert office.booked(carried)["Balance"] == 40
    assert len(office.bookkeeper.rows("Payment")) == 1


@pytest.mark.feature("Y1")
def test_e22_what_is_too_much_is_accepted(office: Office, carried: RecordRef) -> None:
    office.house.vendors.quickbooks.switches().payment_above_balance = "refuse"
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(carried.id, "150.00"))
    assert office.fails(payment) is ErrorCategory.PAYMENT_TOO_MUCH

    office.decide("accept", payment)

    assert is_settled(office, payment, OutcomeStatus.EXCLUDED)
    office.administrator.edit("commerce_payments", payment.id, hs_initial_amount="140.00")
    assert office.fails(payment) is ErrorCategory.PAYMENT_TOO_MUCH
    office.administrator.edit("commerce_payments", payment.id, hs_initial_amount="100.00")
    assert office.is_in_sync(payment)


@pytest.mark.feature("Y4")
def test_e24_two_payments_that_look_alike_are_accepted_and_a_third_is_reported(office: Office, carried: RecordRef) -> None:
    for _ in range(2):
        office.sales.record_payment(carried.id, "20.00", hs_reference_number="cheque 17")
    assert office.fails(carried) is ErrorCategory.COUNTED_TWICE

    office.decide("accept", carried)
    assert is_settled(office, carried)
    assert any("Ada Byron accepted this" in one for one in office.outcome(carried).remarks)

    office.sales.record_payment(carried.id, "20.00", hs_reference_number="cheque 17")
    assert office.fails(carried) is ErrorCategory.COUNTED_TWICE


@pytest.mark.feature("E14", "I5")
def test_e14_a_deletion_is_accepted(office: Office, carried: RecordRef) -> None:
    office.bookkeeper.delete("Invoice", office.booked(carried)["Id"])
    assert office.fails(carried) is ErrorCategory.RECORD_DELETED
    office.decide("accept", carried)
    assert is_settled(office, carried, OutcomeStatus.EXCLUDED)


@pytest.mark.feature("E14", "I5")
def test_e14_what_belongs_to_an_inactive_customer_names_it_although_that_was_accepted(
    office: Office, carried: RecordRef
) -> None:
    inactive = office.booked(carried)["CustomerRef"]["value"]
    office.bookkeeper.make_inactive("Customer", inactive)
    customer = RecordRef(System.QUICKBOOKS, EntityKind.CUSTOMER, inactive)
    office.poll()
    office.decide("accept", customer)
    (contact,) = office.account.all("contacts")
    invoice = office.invoice(contact["id"])
    assert office.fails(invoice) is ErrorCategory.RECORD_DELETED
    told = office.outcome(invoice).explanation
    assert told.startswith("The customer Grace Pariente was made inactive or merged into another in QuickBooks.")
    assert told.endswith("Ada Byron accepted this on 2 Nov 2026: As Grace says")
    office.bookkeeper.make_active("Customer", inactive)
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E6", "X13")
def test_e6_the_invoice_that_has_the_number_is_the_same_and_is_linked(office: Office) -> None:
    draft = office.draft()
    number = "INV-1001"
    customer = office.bookkeeper.enter("Customer", DisplayName="The firm that pays")
    item = office.bookkeeper.add_item("Pump")
    entered = office.bookkeeper.write_invoice(customer["Id"], sold(item["Id"], Decimal(100)), DocNumber=number)
    office.sales.finalise(draft.id)
    assert office.sales.number_of(draft.id) == number
    assert office.fails(draft) is ErrorCategory.NUMBER_TAKEN

    office.decide("link", draft, "--with", f"quickbooks:invoice:{entered['Id']}")

    assert is_settled(office, draft)
    assert len(office.bookkeeper.rows("Invoice")) == 1
