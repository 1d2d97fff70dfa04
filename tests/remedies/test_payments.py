"""Payments that count on one side only, stand in the way, are too much, or look like the same money."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from infra.sandbox.people.bookkeeper import Row, applied_to
from tests.remedies.office import Office


def paid(office: Office, invoice: RecordRef, amount: str) -> RecordRef:
    """A payment that somebody enters in HubSpot."""
    return RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(invoice.id, amount))


def received(office: Office, invoice: RecordRef, amount: int, **members: object) -> Row:
    """A payment that the bookkeeper enters in QuickBooks."""
    booked = office.booked(invoice)
    return office.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (booked["Id"], Decimal(amount)), **members)


def owed(office: Office, invoice: RecordRef) -> tuple[str, str]:
    """What is still owed of an invoice in HubSpot and in QuickBooks."""
    here = office.portal.read("invoices", invoice.id, "hs_balance_due")["hs_balance_due"]
    return here, f"{office.booked(invoice)['Balance']:.2f}"


@pytest.fixture
def removed(office: Office, carried: RecordRef) -> RecordRef:
    """A payment of 60.00 in HubSpot that the bookkeeper has removed in QuickBooks."""
    payment = paid(office, carried, "60.00")
    assert office.is_in_sync(payment)
    (booked,) = office.bookkeeper.rows("Payment")
    office.bookkeeper.delete("Payment", booked["Id"])
    assert office.fails(payment) is ErrorCategory.EDITED_IN_QUICKBOOKS
    return payment


@pytest.mark.feature("E4", "Y3")
def test_e4_a_payment_that_was_removed_is_deleted_in_hubspot_too(
    office: Office, carried: RecordRef, removed: RecordRef
) -> None:
    office.administrator.delete("commerce_payments", removed.id)
    office.deliver_webhooks()
    assert office.is_ended(removed)
    assert office.is_in_sync(carried)


@pytest.mark.feature("E4", "Y3")
def test_e4_a_payment_that_was_removed_is_entered_again_and_deleted_in_hubspot(
    office: Office, carried: RecordRef, removed: RecordRef
) -> None:
    """What was entered again is another payment, which HubSpot gets as well."""
    received(office, carried, 60)
    office.administrator.delete("commerce_payments", removed.id)
    office.deliver_webhooks()
    assert office.is_ended(removed)
    assert office.is_in_sync(carried)
    assert owed(office, carried) == ("40.00", "40.00")


@pytest.mark.feature("Y3")
@pytest.mark.parametrize("how", ["void", "delete"])
def test_e19_the_same_is_recorded_in_quickbooks(office: Office, carried: RecordRef, how: str) -> None:
    payment = paid(office, carried, "100.00")
    assert office.is_in_sync(payment)
    office.administrator.refund(payment.id, "100.00")
    assert office.fails(payment) is ErrorCategory.PAYMENT_REVERSED
    (booked,) = office.bookkeeper.rows("Payment")
    work = getattr(office.bookkeeper, how)
    work("Payment", booked["Id"])
    assert office.is_ended(payment)
    assert office.is_in_sync(carried)


@pytest.fixture
def disputed(office: Office, carried: RecordRef) -> RecordRef:
    """A payment of 60.00 in HubSpot whose buyer has called the money back from the bank."""
    payment = paid(office, carried, "60.00")
    assert office.is_in_sync(payment)
    office.administrator.edit("commerce_payments", payment.id, hs_latest_status="disputed_awaiting_decision")
    assert office.fails(payment) is ErrorCategory.PAYMENT_REVERSED
    assert "is disputed in HubSpot, and counts in full in QuickBooks" in office.outcome(payment).explanation
    assert office.fails(carried) is ErrorCategory.PAYMENT_REVERSED
    return payment


@pytest.mark.feature("Y3")
@pytest.mark.parametrize("how", ["void", "delete"])
def test_e19_what_was_charged_back_is_taken_out_of_quickbooks(
    office: Office, carried: RecordRef, disputed: RecordRef, how: str
) -> None:
    office.administrator.edit("commerce_payments", disputed.id, hs_latest_status="disputed_lost")
    assert office.fails(disputed) is ErrorCategory.PAYMENT_REVERSED
    assert "is charged back in HubSpot" in office.outcome(disputed).explanation
    (booked,) = office.bookkeeper.rows("Payment")
    getattr(office.bookkeeper, how)("Payment", booked["Id"])
    assert office.is_ended(disputed)
    assert office.is_in_sync(carried)
    assert owed(office, carried) == ("100.00", "100.00")


@pytest.mark.feature("Y3")
def test_e19_a_dispute_that_is_won_needs_nobody(office: Office, carried: RecordRef, disputed: RecordRef) -> None:
    office.administrator.edit("commerce_payments", disputed.id, hs_latest_status="disputed_won")
    assert office.is_in_sync(disputed)
    assert office.is_in_sync(carried)
    assert owed(office, carried) == ("40.00", "40.00")


@pytest.mark.feature("Y3")
def test_e19_money_that_comes_back_after_it_was_taken_out_is_told(
    office: Office, carried: RecordRef, disputed: RecordRef
) -> None:
    (booked,) = office.bookkeeper.rows("Payment")
    office.bookkeeper.void("Payment", booked["Id"])
    assert office.is_ended(disputed)
    assert office.is_in_sync(carried)
    office.administrator.edit("commerce_payments", disputed.id, hs_latest_status="disputed_won")
    assert office.fails(disputed) is ErrorCategory.PAYMENT_REVERSED


@pytest.mark.feature("I3")
def test_e20_the_payment_in_the_way_is_deleted(office: Office, carried: RecordRef) -> None:
    booked = received(office, carried, 60)
    office.sales.void(carried.id)
    assert office.fails(carried) is ErrorCategory.PAYMENT_IN_THE_WAY
    office.bookkeeper.delete("Payment", booked["Id"])
    assert office.is_in_sync(carried)


@pytest.fixture
def too_much(office: Office, carried: RecordRef) -> RecordRef:
    """A payment of 150.00 on an invoice of 100.00, in a company that takes no more than is owed."""
    office.house.vendors.quickbooks.switches().payment_above_balance = "refuse"
    payment = paid(office, carried, "150.00")
    assert office.fails(payment) is ErrorCategory.PAYMENT_TOO_MUCH
    return payment


def test_e22_the_amount_is_corrected(office: Office, carried: RecordRef, too_much: RecordRef) -> None:
    office.administrator.edit("commerce_payments", too_much.id, hs_initial_amount="100.00")
    assert office.is_in_sync(too_much)
    assert office.is_in_sync(carried)


def test_e22_what_the_customer_paid_is_entered_in_quickbooks_instead(
    office: Office, carried: RecordRef, too_much: RecordRef
) -> None:
    office.administrator.delete("commerce_payments", too_much.id)
    received(office, carried, 100, TotalAmt=Decimal(150))
    office.deliver_webhooks()
    assert office.is_ended(too_much)
    assert office.is_in_sync(carried)
    assert owed(office, carried) == ("0.00", "0.00")


@pytest.mark.parametrize("mend", ["the payment is taken out of its deposit", "what was changed is put back"])
def test_e23_the_deposit_or_the_change_is_undone(office: Office, carried: RecordRef, mend: str) -> None:
    payment = paid(office, carried, "60.00")
    assert office.is_in_sync(payment)
    (booked,) = office.bookkeeper.rows("Payment")
    office.account.pages.act("deposit", payment_ids=[booked["Id"]])
    office.administrator.edit("commerce_payments", payment.id, hs_initial_amount="50.00")
    assert office.fails(payment) is ErrorCategory.PAYMENT_DEPOSITED
    if mend == "what was changed is put back":
        office.administrator.edit("commerce_payments", payment.id, hs_initial_amount="60.00")
    else:
        office.account.pages.act("take_out_of_deposit", payment_id=booked["Id"])
    assert office.is_in_sync(payment)
    assert office.is_in_sync(carried)


@pytest.fixture
def in_quickbooks(office: Office, carried: RecordRef) -> RecordRef:
    """A payment of 60.00 that the bookkeeper has entered for an invoice of 100.00."""
    booked = received(office, carried, 60)
    payment = RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, booked["Id"], office.booked(carried)["Id"])
    assert office.is_in_sync(payment)
    return payment


@pytest.fixture
def in_hubspot(office: Office, carried: RecordRef, in_quickbooks: RecordRef) -> RecordRef:  # noqa: ARG001
    """The same 60.00 entered in HubSpot as well."""
    payment = paid(office, carried, "60.00")
    assert office.fails(carried) is ErrorCategory.COUNTED_TWICE
    return payment


def delete_in_both(office: Office, payment: RecordRef) -> None:
    """A payment that stands in both systems is deleted in both."""
    counterpart = office.outcome(payment).counterpart
    assert counterpart
    here, there = sorted((payment, counterpart), key=lambda ref: ref.system is System.QUICKBOOKS)
    office.administrator.delete("commerce_payments", here.id)
    office.bookkeeper.delete("Payment", there.id)
    office.deliver_webhooks()


@pytest.mark.feature("Y4")
def test_e24_the_one_from_hubspot_is_deleted(office: Office, carried: RecordRef, in_hubspot: RecordRef) -> None:
    delete_in_both(office, in_hubspot)
    assert office.is_ended(in_hubspot)
    assert office.is_in_sync(carried)
    assert owed(office, carried) == ("40.00", "40.00")


@pytest.mark.feature("Y4")
def test_e24_the_one_from_quickbooks_is_deleted(
    office: Office, carried: RecordRef, in_quickbooks: RecordRef, in_hubspot: RecordRef
) -> None:
    """QuickBooks has put only the 40.00 that were left to the invoice; the rest is applied once there is room for it."""
    delete_in_both(office, in_quickbooks)
    assert office.is_ended(in_quickbooks)
    left = office.outcome(in_hubspot).counterpart
    assert left
    office.bookkeeper.change("Payment", left.id, Line=[applied_to(office.booked(carried)["Id"], Decimal(60))])
    assert office.is_in_sync(carried)
    assert owed(office, carried) == ("40.00", "40.00")
