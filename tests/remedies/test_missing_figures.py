"""What QuickBooks leaves out of an answer says nothing about money: neither that it went back, nor that it came."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from tests.remedies.office import Office


@contextmanager
def without(office: Office, members: str) -> Iterator[None]:
    """Meanwhile no answer of QuickBooks has these members."""
    switches = office.house.vendors.quickbooks.switches()
    switches.omitted_members = members
    yield
    switches.omitted_members = ""


def paid(office: Office, invoice: RecordRef) -> tuple[RecordRef, str]:
    """A payment of the whole invoice that is in step, and its id in QuickBooks."""
    made = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(invoice.id, "100.00"))
    assert office.is_in_sync(made)
    (row,) = office.bookkeeper.rows("Payment")
    return made, str(row["Id"])


@pytest.mark.feature("Y1", "Y3")
@pytest.mark.parametrize("members", ["TotalAmt Line", "TotalAmt", "Line UnappliedAmt"])
def test_a_payment_without_its_figures_is_not_taken_for_void(office: Office, carried: RecordRef, members: str) -> None:
    payment, booked = paid(office, carried)
    with without(office, members):
        office.bookkeeper.change("Payment", booked, PaymentRefNum="7")
        assert office.fails(payment) is ErrorCategory.UNEXPECTED
        told = office.outcome(payment)
        assert told.explanation == f"What QuickBooks shows of the payment with the id {booked} cannot be understood."
        assert told.vendor_text.split(":")[0] == members.split(maxsplit=1)[0]
        assert office.portal.read("commerce_payments", payment.id, "hs_latest_status") == {"hs_latest_status": "succeeded"}
    assert office.is_in_sync(payment)
    assert office.portal.read("invoices", carried.id, "hs_invoice_status") == {"hs_invoice_status": "paid"}


@pytest.mark.feature("Y3")
def test_a_payment_over_nothing_is_void_where_quickbooks_says_so(office: Office, carried: RecordRef) -> None:
    payment, booked = paid(office, carried)
    office.bookkeeper.void("Payment", booked)
    with without(office, "Line"):
        assert office.fails(payment) is ErrorCategory.PAYMENT_REVERSED


@pytest.mark.feature("Y3")
def test_a_payment_that_was_emptied_is_off_its_invoice_and_not_void(office: Office, carried: RecordRef) -> None:
    payment, booked = paid(office, carried)
    office.bookkeeper.void("Payment", booked)
    office.bookkeeper.change("Payment", booked, PrivateNote="Entered twice")
    assert office.fails(payment) is ErrorCategory.EDITED_IN_QUICKBOOKS


@pytest.mark.feature("I2", "I9")
@pytest.mark.parametrize("member", ["Balance", "TotalAmt"])
def test_an_invoice_without_its_figures_is_not_taken_for_paid(office: Office, carried: RecordRef, member: str) -> None:
    booked = office.booked(carried)["Id"]
    with without(office, member):
        office.bookkeeper.change("Invoice", booked, PrivateNote="As agreed")
        assert office.fails(carried) is ErrorCategory.UNEXPECTED
        assert office.outcome(carried).vendor_text.split(":")[0] == member
        assert office.portal.read("invoices", carried.id, "hs_invoice_status") == {"hs_invoice_status": "open"}
    assert office.is_in_sync(carried)
