"""What a payment in HubSpot shows of QuickBooks: where it is from, its day and status, and where it is there."""

from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef, System
from infra.sandbox.people import days
from infra.sandbox.people.bookkeeper import Row
from tests.remedies.office import Office

SHOWN = ("hs_processor_type", "hs_initiated_date", "hs_latest_status", "counterfoil_quickbooks_url")


def page(booked: Row) -> str:
    """Where people see a payment in QuickBooks."""
    return f"https://app.qbo.intuit.com/app/recvpayment?txnId={booked['Id']}"


@pytest.mark.feature("Y2")
def test_a_payment_from_quickbooks_shows_where_it_is_from_its_day_its_status_and_a_link(
    office: Office, carried: RecordRef
) -> None:
    invoice = office.booked(carried)
    booked = office.bookkeeper.receive_payment(
        invoice["CustomerRef"]["value"], (invoice["Id"], Decimal(60)), TxnDate="2026-11-01"
    )
    assert office.is_in_sync(RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, booked["Id"], invoice["Id"]))
    (payment,) = office.account.all("commerce_payments")
    shown = office.portal.read("commerce_payments", payment["id"], *SHOWN)
    assert (shown["hs_processor_type"], shown["hs_latest_status"]) == ("quickbooks", "succeeded")
    assert days.read(shown["hs_initiated_date"], office.portal.zone) == "2026-11-01"
    assert shown["counterfoil_quickbooks_url"] == page(booked)


@pytest.mark.feature("Y2")
def test_a_payment_from_hubspot_shows_where_it_is_in_quickbooks(office: Office, carried: RecordRef) -> None:
    payment = office.sales.record_payment(carried.id, "60.00")
    assert office.is_in_sync(RecordRef(System.HUBSPOT, EntityKind.PAYMENT, payment))
    (booked,) = office.bookkeeper.rows("Payment")
    shown = office.portal.read("commerce_payments", payment, *SHOWN)
    assert (shown["hs_processor_type"], shown["counterfoil_quickbooks_url"]) == ("none", page(booked))


@pytest.mark.feature("Y2")
def test_the_link_is_shown_once(office: Office, carried: RecordRef) -> None:
    payment = office.sales.record_payment(carried.id, "60.00")
    assert office.is_in_sync(RecordRef(System.HUBSPOT, EntityKind.PAYMENT, payment))
    before = office.portal.read("commerce_payments", payment, "hs_lastmodifieddate")
    office.poll()
    assert office.portal.read("commerce_payments", payment, "hs_lastmodifieddate") == before
    office.portal.change("commerce_payments", payment, hs_internal_comment="Thank you")
    after = office.portal.read("commerce_payments", payment, "hs_lastmodifieddate")
    office.poll()
    office.poll()
    assert before != after
    assert office.portal.read("commerce_payments", payment, "hs_lastmodifieddate") == after


@pytest.mark.feature("Y2", "X3")
def test_what_hubspot_lets_nobody_write_keeps_no_payment_back(office: Office, carried: RecordRef) -> None:
    """A payment that HubSpot itself has processed; its invoice still shows where that is in QuickBooks."""
    paid = office.house.vendors.hubspot.control(
        "record_hubspot_payment", {"portal_id": office.account.portal_id, "invoice_id": carried.id}
    )
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, str(paid["id"]))
    assert office.is_in_sync(payment)
    assert (
        office.portal.read("commerce_payments", payment.id, "counterfoil_quickbooks_url")["counterfoil_quickbooks_url"] == ""
    )
    assert office.portal.read("invoices", carried.id, "counterfoil_quickbooks_url")["counterfoil_quickbooks_url"]


@pytest.mark.feature("O2", "Y1")
@pytest.mark.parametrize("known", [False, True], ids=["nobody has noticed", "that is known"])
def test_money_reaches_an_invoice_whose_contact_was_deleted(office: Office, *, known: bool) -> None:
    buyer = office.contact()
    invoice = office.invoice(buyer)
    assert office.is_in_sync(invoice)
    office.administrator.delete("contacts", buyer)
    if known:
        office.deliver_webhooks()
    booked = office.booked(invoice)
    payment = office.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (booked["Id"], Decimal(100)))
    assert office.is_in_sync(RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, payment["Id"], booked["Id"]))
    assert office.is_in_sync(invoice)
    assert office.portal.read("invoices", invoice.id, "hs_balance_due") == {"hs_balance_due": "0.00"}
