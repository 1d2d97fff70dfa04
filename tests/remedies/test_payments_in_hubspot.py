"""Payments of QuickBooks in HubSpot accounts that take none from programs, or do not count those that they took."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from infra.sandbox.people.bookkeeper import applied_to, sold
from tests.remedies.office import Office


def received(office: Office, invoice: RecordRef, amount: str) -> RecordRef:
    """A payment that the bookkeeper enters in QuickBooks."""
    booked = office.booked(invoice)
    payment = office.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (booked["Id"], Decimal(amount)))
    return RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, payment["Id"], booked["Id"])


@pytest.fixture
def refused(office: Office, carried: RecordRef) -> RecordRef:
    """A payment of 100.00 that HubSpot does not take, since the account has no payment processing."""
    office.house.vendors.hubspot.switches().payments_need_processor = True
    payment = received(office, carried, "100.00")
    assert office.fails(payment) is ErrorCategory.PAYMENTS_NOT_TAKEN
    told = office.outcome(carried)
    assert told.category is ErrorCategory.PAYMENTS_NOT_TAKEN
    assert "The payment of 100.00 USD of 2 Nov 2026" in told.explanation
    return payment


@pytest.mark.feature("Y1", "H3")
def test_e26_payment_processing_is_set_up(office: Office, carried: RecordRef, refused: RecordRef) -> None:
    office.portal_settings().act("set_up_payment_processing")
    office.retry("--category", "E26")
    assert office.is_in_sync(refused)
    assert office.is_in_sync(carried)
    assert office.portal.read("invoices", carried.id, "hs_invoice_status") == {"hs_invoice_status": "paid"}


@pytest.mark.feature("Y1")
def test_e26_the_payment_is_left_out(office: Office, carried: RecordRef, refused: RecordRef) -> None:
    office.decide("leave-out", refused)
    assert office.outcome(refused).status is OutcomeStatus.EXCLUDED
    assert office.is_in_sync(carried)
    shown = office.portal.read("invoices", carried.id, "hs_balance_due", "counterfoil_quickbooks_balance")
    assert shown == {"hs_balance_due": "100.00", "counterfoil_quickbooks_balance": "0"}


@pytest.mark.feature("Y1", "X17")
@pytest.mark.parametrize("amount", ["100.00", "60.00"])
def test_payments_that_hubspot_does_not_count_are_told_as_such(office: Office, carried: RecordRef, amount: str) -> None:
    """They are no credit: whether payments made by API count is a setting of HubSpot's that is not documented."""
    office.house.vendors.hubspot.switches().payments_move_invoice = False
    payment = received(office, carried, amount)
    assert office.is_in_sync(payment)
    assert office.is_in_sync(carried)
    remarks = office.outcome(carried).remarks
    assert remarks[-1] == f"HubSpot has payments of {amount} USD on the invoice that it does not count."
    assert not any("credit" in remark for remark in remarks)


@pytest.mark.feature("X17")
def test_a_credit_beside_them_is_told_as_well(office: Office, carried: RecordRef) -> None:
    office.house.vendors.hubspot.switches().payments_move_invoice = False
    payment = received(office, carried, "60.00")
    assert office.is_in_sync(payment)
    booked, item = office.booked(carried), office.bookkeeper.add_item("Goodwill")
    whose = {"CustomerRef": booked["CustomerRef"]}
    memo = office.bookkeeper.enter("CreditMemo", Line=[sold(item["Id"], Decimal("10.00"))], **whose)
    used = {"Amount": 10, "LinkedTxn": [{"TxnId": memo["Id"], "TxnType": "CreditMemo"}]}
    office.bookkeeper.enter("Payment", TotalAmt=0, Line=[applied_to(booked["Id"], Decimal("10.00")), used], **whose)
    office.poll()
    remarks = " ".join(office.outcome(carried).remarks)
    assert "payments of 60.00 USD on the invoice that it does not count" in remarks
    assert "credit" in remarks


@pytest.fixture
def by_card(office: Office, carried: RecordRef) -> tuple[RecordRef, RecordRef]:
    """A payment of 60.00 that HubSpot's own processing took, and where it is in QuickBooks."""
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.administrator.take_card_payment(carried.id, "60"))
    assert office.is_in_sync(payment)
    booked = office.outcome(payment).counterpart
    assert booked
    return payment, booked


def correct(office: Office, invoice: RecordRef, booked: RecordRef, amount: str) -> None:
    """The bookkeeper lets the payment be of another amount, all of it for the invoice."""
    line = applied_to(office.booked(invoice)["Id"], Decimal(amount))
    office.bookkeeper.change("Payment", booked.id, TotalAmt=Decimal(amount), Line=[line])


@pytest.mark.feature("E18", "Y1")
def test_e18_a_reference_of_what_hubspot_processed_is_put_back_in_quickbooks(
    office: Office, by_card: tuple[RecordRef, RecordRef]
) -> None:
    payment, booked = by_card
    before = office.bookkeeper.read("Payment", booked.id).get("PaymentRefNum", "")
    office.bookkeeper.change("Payment", booked.id, PaymentRefNum="4711")
    assert office.fails(payment) is ErrorCategory.UNEXPECTED
    assert office.outcome(payment).vendor_text == "Payments processed through HubSpot cannot be updated."
    office.bookkeeper.change("Payment", booked.id, PaymentRefNum=before)
    assert office.is_in_sync(payment)


@pytest.mark.feature("E18", "Y1", "I9")
def test_e18_an_amount_that_hubspot_processed_is_put_back_in_quickbooks(
    office: Office, carried: RecordRef, by_card: tuple[RecordRef, RecordRef]
) -> None:
    payment, booked = by_card
    correct(office, carried, booked, "50.00")
    assert office.fails(payment) is ErrorCategory.UNEXPECTED
    assert office.outcome(payment).vendor_text == "Payments processed through HubSpot cannot be updated."
    assert office.portal.read("commerce_payments", payment.id, "hs_initial_amount") == {"hs_initial_amount": "60"}
    correct(office, carried, booked, "60.00")
    assert office.is_in_sync(payment)
    assert office.is_in_sync(carried)
