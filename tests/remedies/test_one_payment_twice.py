"""A payment that stands on two invoices in HubSpot, as when a workflow makes a second one for the same money."""

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from infra.sandbox.people.portal import PAYMENT_TO_INVOICE
from tests.remedies.office import Office

pytestmark = pytest.mark.feature("Y4")


@pytest.mark.parametrize("carried_before", [True, False])
def test_e24_the_second_invoice_for_one_payment_is_voided(
    office: Office, carried: RecordRef, *, carried_before: bool
) -> None:
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(carried.id, "60.00"))
    if carried_before:
        assert office.is_in_sync(payment)
    (contact,) = office.account.all("contacts")
    second = office.invoice(contact["id"])
    office.portal.associate("commerce_payments", payment.id, "invoices", second.id, PAYMENT_TO_INVOICE)
    office.deliver_webhooks()
    assert office.fails(payment) is ErrorCategory.COUNTED_TWICE
    told = office.outcome(payment).explanation
    assert told.startswith("The payment stands on 2 invoices in HubSpot: invoice INV-1001, invoice INV-1002.")
    assert len(office.bookkeeper.rows("Payment")) == (1 if carried_before else 0)
    office.portal.separate("commerce_payments", payment.id, "invoices", second.id)
    office.sales.void(second.id)
    office.deliver_webhooks()
    for one in (payment, carried, second):
        assert office.is_in_sync(one)
    assert [row["TotalAmt"] for row in office.bookkeeper.rows("Payment")] == [60]
    assert [office.booked(one)["Balance"] for one in (carried, second)] == [40, 0]
