"""Invoices that were void on both sides, and are entered again in QuickBooks: what was voided gets an amount once more."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.rules import Direction
from infra.sandbox.people.bookkeeper import Row, sold
from tests.remedies.office import Office
from tests.remedies.test_mirrored_parties import billed, customer


@pytest.fixture
def office(mirroring: Office) -> Office:
    return mirroring


@pytest.fixture
def native(office: Office) -> tuple[RecordRef, Row]:
    """An invoice made in HubSpot, voided there, that the bookkeeper has entered again; how it is in QuickBooks."""
    invoice = office.invoice()
    assert office.is_in_sync(invoice)
    booked = office.booked(invoice)
    office.administrator.void(invoice.id)
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["TotalAmt"] == 0
    enter_again(office, booked, Decimal(80))
    return invoice, booked


def enter_again(office: Office, booked: Row, amount: Decimal) -> None:
    """The bookkeeper gives a voided invoice an amount once more, and takes "Voided" out of its note."""
    item = booked["Line"][0]["SalesItemLineDetail"]["ItemRef"]["value"]
    note = booked.get("PrivateNote", "")
    office.bookkeeper.change("Invoice", booked["Id"], Line=[sold(item, amount)], PrivateNote=note or "Owed after all")


@pytest.mark.feature("E4", "I3", "R3")
def test_e4_an_invoice_that_was_entered_again_is_not_voided_behind_the_bookkeepers_back(
    office: Office, native: tuple[RecordRef, Row]
) -> None:
    invoice, booked = native
    assert office.fails(invoice) is ErrorCategory.EDITED_IN_QUICKBOOKS
    assert office.outcome(invoice).explanation == (
        "Invoice INV-1001 is void in HubSpot, and was entered again in QuickBooks, where it comes to 80.00 USD."
    )
    assert office.booked(invoice)["Balance"] == 80
    office.bookkeeper.void("Invoice", booked["Id"])
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E4", "I3", "R3")
def test_e4_the_void_is_sent_again_if_somebody_asks_for_it(office: Office, native: tuple[RecordRef, Row]) -> None:
    invoice, _ = native
    assert office.fails(invoice) is ErrorCategory.EDITED_IN_QUICKBOOKS
    office.decide("send-again", invoice)
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["TotalAmt"] == 0


@pytest.mark.feature("I3", "I4")
def test_an_invoice_of_quickbooks_that_was_entered_again_is_shown_as_it_is(office: Office) -> None:
    invoice = billed(office, customer(office, "Ada"))
    assert office.is_in_sync(invoice)
    office.bookkeeper.void("Invoice", invoice.id)
    assert office.is_in_sync(invoice)
    counterpart = office.outcome(invoice).counterpart
    assert counterpart
    assert office.portal.read("invoices", counterpart.id, "hs_invoice_status") == {"hs_invoice_status": "voided"}
    enter_again(office, office.bookkeeper.read("Invoice", invoice.id), Decimal(80))
    assert office.is_in_sync(invoice)
    assert office.portal.read("invoices", counterpart.id, "hs_invoice_status", "hs_amount_billed") == {
        "hs_invoice_status": "open",
        "hs_amount_billed": "80",
    }
    assert office.bookkeeper.read("Invoice", invoice.id)["Balance"] == 80


@pytest.mark.feature("E4", "I3", "O1")
def test_e4_an_invoice_that_was_entered_again_while_its_rule_was_off_is_not_voided(office: Office) -> None:
    invoice = office.invoice()
    assert office.is_in_sync(invoice)
    booked = office.booked(invoice)
    office.administrator.void(invoice.id)
    assert office.is_in_sync(invoice)
    carries = office.carry_invoices(Direction.OFF)
    office.deliver_webhooks()
    enter_again(office, booked, Decimal(80))
    office.deliver_webhooks()
    office.carry_invoices(carries)
    assert office.fails(invoice) is ErrorCategory.EDITED_IN_QUICKBOOKS
    assert office.booked(invoice)["Balance"] == 80
