"""What has failed for hours is carried as soon after its mend as what has just failed."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from infra.sandbox.hubspot.oauth import ALL_SCOPES
from infra.sandbox.people.portal import INVOICE_TO_CONTACT
from tests.remedies import selling
from tests.remedies.office import Office
from tests.remedies.test_sub_customers import employ


@pytest.mark.feature("E1")
def test_e1_a_contact_is_associated_with_the_invoice(office: Office) -> None:
    forgotten, other = office.contact(), office.contact("Ada", "Byron")
    invoice = office.invoice(forgotten)
    office.administrator.delete("contacts", forgotten)
    assert office.has_failed_for_hours(invoice, ErrorCategory.CUSTOMER_MISSING)
    office.portal.associate("invoices", invoice.id, "contacts", other, INVOICE_TO_CONTACT)
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E4", "R3")
def test_e4_the_invoice_is_put_back_as_it_was(office: Office, carried: RecordRef) -> None:
    booked = office.booked(carried)
    (line,) = [one for one in booked["Line"] if one["DetailType"] == "SalesItemLineDetail"]
    detail = {**line["SalesItemLineDetail"], "UnitPrice": Decimal(90)}
    cheaper = {**line, "Amount": Decimal(90), "SalesItemLineDetail": detail}
    office.bookkeeper.change("Invoice", booked["Id"], Line=[cheaper])
    assert office.has_failed_for_hours(carried, ErrorCategory.EDITED_IN_QUICKBOOKS)
    office.bookkeeper.change("Invoice", booked["Id"], Line=[line])
    assert office.is_in_sync(carried)


@pytest.mark.feature("E4", "Y3")
def test_e4_a_payment_that_was_removed_is_deleted_in_hubspot_too(office: Office, carried: RecordRef) -> None:
    """Of what is deleted in HubSpot its webhook tells, and nothing else."""
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(carried.id, "60.00"))
    assert office.is_in_sync(payment)
    (booked,) = office.bookkeeper.rows("Payment")
    office.bookkeeper.delete("Payment", booked["Id"])
    assert office.has_failed_for_hours(payment, ErrorCategory.EDITED_IN_QUICKBOOKS)
    office.administrator.delete("commerce_payments", payment.id)
    office.deliver_webhooks()
    assert office.is_ended(payment)
    assert office.is_in_sync(carried)


@pytest.mark.feature("E4", "E14", "I5", "Y3")
@pytest.mark.parametrize("made_in", list(System))
def test_the_night_finds_that_the_other_half_of_a_deleted_payment_was_deleted_too(
    office: Office, carried: RecordRef, made_in: System
) -> None:
    """Where the webhook that tells of it is lost."""
    booked = office.booked(carried)
    if made_in is System.HUBSPOT:
        payment = here = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(carried.id, "60.00"))
        assert office.is_in_sync(payment)
    else:
        row = office.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (booked["Id"], Decimal(60)))
        payment = RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, row["Id"], booked["Id"])
        assert office.is_in_sync(payment)
        there = office.outcome(payment).counterpart
        assert there
        here = there
    (row,) = office.bookkeeper.rows("Payment")
    office.bookkeeper.delete("Payment", row["Id"])
    assert office.fails(payment)
    office.administrator.delete("commerce_payments", here.id)
    office.night()
    assert office.outcome(payment).status is OutcomeStatus.EXCLUDED
    assert office.outcome(carried).status is OutcomeStatus.IN_SYNC


@pytest.mark.feature("E6")
@pytest.mark.parametrize("entity", ["CreditMemo", "SalesReceipt"])
@pytest.mark.parametrize("deleted", [True, False])
def test_e6_the_number_is_free_again(office: Office, entity: str, *, deleted: bool) -> None:
    invoice = office.invoice()
    taken = office.take_number(office.sales.number_of(invoice.id), entity)
    assert office.has_failed_for_hours(invoice, ErrorCategory.NUMBER_TAKEN)
    if deleted:
        office.bookkeeper.delete(entity, taken["Id"])
    else:
        office.bookkeeper.change(entity, taken["Id"], DocNumber="OLD-1")
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E13", "I10")
def test_e13_the_subscription_is_renewed_and_all_is_carried(office: Office) -> None:
    office.account.pages.act("end_subscription")
    invoices = [office.invoice(office.contact(f"Grace{number}")) for number in range(5)]
    assert office.has_failed_for_hours(invoices[0], ErrorCategory.SUBSCRIPTION_LAPSED)
    assert {office.outcome(one).category for one in invoices} == {ErrorCategory.SUBSCRIPTION_LAPSED}
    office.account.pages.act("end_subscription", ended=False)
    assert office.is_in_sync(invoices[0])
    assert {office.outcome(one).status for one in invoices} == {OutcomeStatus.IN_SYNC}


@pytest.mark.feature("E14", "I5")
@pytest.mark.parametrize("deleted", [True, False])
def test_e14_an_invoice_deleted_in_quickbooks_counts_no_more_in_hubspot(
    office: Office, carried: RecordRef, *, deleted: bool
) -> None:
    office.house.vendors.hubspot.switches().delete_unpaid_invoices = True
    office.bookkeeper.delete("Invoice", office.booked(carried)["Id"])
    assert office.has_failed_for_hours(carried, ErrorCategory.RECORD_DELETED)
    if deleted:
        office.administrator.delete("invoices", carried.id)
        office.deliver_webhooks()
    else:
        office.sales.void(carried.id)
    assert office.is_ended(carried)


@pytest.mark.feature("E14")
def test_e14_an_inactive_customer_is_made_active_again(office: Office) -> None:
    contact = office.contact()
    first = office.invoice(contact)
    assert office.is_in_sync(first)
    customer = office.booked(first)["CustomerRef"]["value"]
    office.bookkeeper.make_inactive("Customer", customer)
    invoice = office.invoice(contact)
    assert office.has_failed_for_hours(invoice, ErrorCategory.RECORD_DELETED)
    office.bookkeeper.make_active("Customer", customer)
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E17")
def test_e17_the_missing_scope_is_granted(office: Office) -> None:
    draft, settings = office.draft(), office.portal_settings()
    settings.act("set_scopes", scopes=["crm.objects.contacts.read"])
    office.administrator.edit("invoices", draft.id, hs_invoice_status="open")
    office.deliver_webhooks()
    assert office.has_failed_for_hours(draft, ErrorCategory.PROPERTY_REFUSED)
    settings.act("set_scopes", scopes=list(ALL_SCOPES))
    assert office.is_in_sync(draft)


@pytest.mark.feature("E18")
def test_e18_what_hubspot_says_is_done(office: Office, carried: RecordRef) -> None:
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.administrator.take_card_payment(carried.id, "60"))
    assert office.is_in_sync(payment)
    (booked,) = office.bookkeeper.rows("Payment")
    office.bookkeeper.change("Payment", booked["Id"], TxnDate="2026-10-20")
    assert office.has_failed_for_hours(payment, ErrorCategory.UNEXPECTED)
    office.bookkeeper.change("Payment", booked["Id"], TxnDate=booked["TxnDate"])
    assert office.is_in_sync(payment)


@pytest.mark.parametrize("others", [0, 1], ids=["its only payment", "one of two"])
def test_e23_the_payment_is_taken_out_of_its_deposit(office: Office, carried: RecordRef, others: int) -> None:
    amounts = ["60.00", "10.00"][: 1 + others]
    paid = [RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(carried.id, one)) for one in amounts]
    assert all(office.is_in_sync(one) for one in paid)
    booked = [office.outcome(one).counterpart for one in paid]
    ids = [one.id for one in booked if one]
    office.account.pages.act("deposit", payment_ids=ids)
    office.administrator.edit("commerce_payments", paid[0].id, hs_initial_amount="50.00")
    assert office.has_failed_for_hours(paid[0], ErrorCategory.PAYMENT_DEPOSITED)
    office.account.pages.act("take_out_of_deposit", payment_id=ids[0])
    assert office.is_in_sync(paid[0])


@pytest.mark.feature("X10")
@pytest.mark.parametrize("where", list(System))
def test_e27_what_is_owed_is_paid(office: Office, where: System) -> None:
    office.let_customers_be(customer_is="company_with_contacts")
    contact = RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, selling.ada(office, selling.company(office, "First")))
    invoice = office.invoice(contact.id)
    made = selling.customer(office, invoice)
    employ(office, contact, selling.company(office, "Second"))
    assert office.has_failed_for_hours(contact, ErrorCategory.STILL_OPEN)
    booked = office.booked(invoice)
    if where is System.HUBSPOT:
        office.sales.record_payment(invoice.id, "100.00", contact=contact.id)
    else:
        office.bookkeeper.receive_payment(made["Id"], (booked["Id"], booked["Balance"]))
    assert office.is_in_sync(contact)
