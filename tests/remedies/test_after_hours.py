"""What has failed for hours is carried as soon after its mend as what has just failed."""

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from infra.sandbox.hubspot.oauth import ALL_SCOPES
from tests.remedies import selling
from tests.remedies.office import Office
from tests.remedies.test_sub_customers import employ


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


@pytest.mark.feature("E17")
def test_e17_the_missing_scope_is_granted(office: Office) -> None:
    draft, settings = office.draft(), office.portal_settings()
    settings.act("set_scopes", scopes=["crm.objects.contacts.read"])
    office.administrator.edit("invoices", draft.id, hs_invoice_status="open")
    office.deliver_webhooks()
    assert office.has_failed_for_hours(draft, ErrorCategory.PROPERTY_REFUSED)
    settings.act("set_scopes", scopes=list(ALL_SCOPES))
    assert office.is_in_sync(draft)


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
