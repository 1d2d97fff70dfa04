"""Invoices that a bookkeeper copies in QuickBooks, and notes that they rewrite: by notes ours are recognised."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from infra.sandbox.people import days
from infra.sandbox.people.bookkeeper import Row
from tests.remedies.office import Office


@pytest.fixture
def office(mirroring: Office) -> Office:
    return mirroring


def copied(office: Office, row: Row) -> RecordRef:
    """The bookkeeper copies an invoice, by hand or by a schedule: all but its number."""
    lines = [{name: value for name, value in line.items() if name != "Id"} for line in row["Line"] if "Id" in line]
    kept = {name: row[name] for name in ("CustomerRef", "PrivateNote", "DueDate")}
    copy = office.bookkeeper.enter("Invoice", **kept, Line=lines)
    return RecordRef(System.QUICKBOOKS, EntityKind.INVOICE, copy["Id"])


def in_hubspot(office: Office, invoice: RecordRef, *names: str) -> dict[str, str]:
    """What HubSpot shows of an invoice of QuickBooks."""
    there = office.outcome(invoice).counterpart
    assert there
    return office.portal.read("invoices", there.id, *names)


@pytest.mark.feature("I4", "O5")
def test_a_copy_of_an_invoice_from_hubspot_is_an_invoice_of_quickbooks(office: Office) -> None:
    invoice = office.invoice()
    assert office.is_in_sync(invoice)
    booked = office.booked(invoice)
    copy = copied(office, booked)
    assert office.is_in_sync(copy)
    assert office.outcome(copy).counterpart != invoice
    assert office.is_in_sync(copied(office, office.bookkeeper.read("Invoice", copy.id)))
    office.bookkeeper.change("Invoice", copy.id, DueDate="2026-12-24")
    assert office.is_in_sync(copy)
    office.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (copy.id, Decimal(100)))
    assert office.is_in_sync(copy)
    assert in_hubspot(office, copy, "hs_invoice_status", "hs_balance_due") == {
        "hs_invoice_status": "paid",
        "hs_balance_due": "0.00",
    }
    assert office.portal.read("invoices", invoice.id, "hs_invoice_status", "hs_balance_due") == {
        "hs_invoice_status": "open",
        "hs_balance_due": "100.00",
    }


@pytest.mark.feature("I4", "I10")
def test_a_copy_of_an_invoice_that_hubspot_has_no_more_is_one_of_quickbooks(office: Office) -> None:
    office.house.vendors.hubspot.switches().delete_unpaid_invoices = True
    invoice = office.invoice()
    assert office.is_in_sync(invoice)
    booked = office.booked(invoice)
    office.administrator.delete("invoices", invoice.id)
    office.deliver_webhooks()
    assert office.is_in_sync(copied(office, booked))


@pytest.mark.feature("E4", "R3")
def test_e4_is_said_of_an_invoice_whose_note_was_rewritten(office: Office) -> None:
    invoice = office.invoice()
    assert office.is_in_sync(invoice)
    booked = office.booked(invoice)
    office.bookkeeper.change("Invoice", booked["Id"], PrivateNote="", DueDate="2026-12-30")
    assert office.fails(invoice) is ErrorCategory.EDITED_IN_QUICKBOOKS
    office.house.vendors.hubspot.switches().edit_finalised_invoices = True
    assert office.is_in_sync(invoice)
    assert (
        days.read(office.portal.read("invoices", invoice.id, "hs_due_date")["hs_due_date"], office.portal.zone)
        == "2026-12-30"
    )
