"""What a person has decided takes effect within seconds, with no poll between, and holds."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from tests.remedies.office import Office
from tests.remedies.test_documents import carried, edited, removed_payment

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


@pytest.mark.feature("E4", "R3")
def test_e4_hubspots_version_is_sent_again(office: Office) -> None:
    invoice, _ = edited(office)
    assert ("total", "100.00 USD", "90.00 USD") in {
        (one.what, one.hubspot, one.quickbooks) for one in office.outcome(invoice).versions
    }
    shown = office.portal.read("invoices", invoice.id, "counterfoil_error")["counterfoil_error"]
    assert "Total: 100.00 USD in HubSpot, 90.00 USD in QuickBooks" in shown

    office.decide("send-again", invoice)

    assert is_settled(office, invoice)
    assert office.booked(invoice)["TotalAmt"] == 100
    booked = office.booked(invoice)
    (line,) = [one for one in booked["Line"] if one["DetailType"] == "SalesItemLineDetail"]
    detail = {**line["SalesItemLineDetail"], "UnitPrice": Decimal(90)}
    office.bookkeeper.change("Invoice", booked["Id"], Line=[{**line, "Amount": Decimal(90), "SalesItemLineDetail": detail}])
    assert office.fails(invoice) is ErrorCategory.EDITED_IN_QUICKBOOKS


@pytest.mark.feature("E4", "R3", "Y3")
def test_e4_a_payment_that_was_removed_is_sent_again(office: Office) -> None:
    invoice, payment = removed_payment(office)
    office.decide("send-again", payment)
    assert is_settled(office, payment)
    assert is_settled(office, invoice)
    assert office.booked(invoice)["Balance"] == 40
    assert len(office.bookkeeper.rows("Payment")) == 1


@pytest.mark.feature("E24", "Y4")
def test_e24_two_payments_that_look_alike_are_accepted_and_a_third_is_reported(office: Office) -> None:
    invoice = carried(office)
    for _ in range(2):
        office.sales.record_payment(invoice.id, "20.00", hs_reference_number="cheque 17")
    assert office.fails(invoice) is ErrorCategory.COUNTED_TWICE

    office.decide("accept", invoice)
    assert is_settled(office, invoice)
    assert any("Ada Byron accepted this" in one for one in office.outcome(invoice).remarks)

    office.sales.record_payment(invoice.id, "20.00", hs_reference_number="cheque 17")
    assert office.fails(invoice) is ErrorCategory.COUNTED_TWICE


@pytest.mark.feature("E24", "Y4")
def test_e24_the_one_that_was_entered_by_mistake_is_deleted(office: Office) -> None:
    invoice = carried(office)
    first, second = (office.sales.record_payment(invoice.id, "20.00", hs_reference_number="cheque 17") for _ in range(2))
    assert first != second
    assert office.fails(invoice) is ErrorCategory.COUNTED_TWICE
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, second)
    booked = office.house.operator.links.find(office.connection.id, [payment])[payment][0].refs[System.QUICKBOOKS]
    office.administrator.delete("commerce_payments", second)
    office.bookkeeper.delete("Payment", booked.id)
    office.deliver_webhooks()
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E14", "I5")
def test_e14_a_deletion_is_accepted(office: Office) -> None:
    invoice = carried(office)
    office.bookkeeper.delete("Invoice", office.booked(invoice)["Id"])
    assert office.fails(invoice) is ErrorCategory.RECORD_DELETED
    office.decide("accept", invoice)
    assert is_settled(office, invoice, OutcomeStatus.EXCLUDED)
