"""Of a payment made in HubSpot the bookkeeper corrects the whole, of which QuickBooks keeps a part as credit."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from infra.sandbox.people.bookkeeper import applied_to
from tests.remedies.office import Office
from tests.remedies.test_cut_short import charge, divided, pay, received, settle

pytestmark = pytest.mark.feature("Y1", "R3")


def owed(office: Office, invoice: RecordRef) -> list[int]:
    """What the invoice owes in HubSpot and in QuickBooks; no cents."""
    here = Decimal(office.portal.read("invoices", invoice.id, "hs_balance_due")["hs_balance_due"])
    return [int(here), int(office.booked(invoice)["Balance"])]


def correct(office: Office, invoice: RecordRef, total: int, put: int) -> None:
    """The bookkeeper enters another total of HubSpot's payment, and so much of it for the invoice."""
    (row,) = [row for row in office.bookkeeper.rows("Payment") if "hubspot:payment:" in row.get("PrivateNote", "")]
    lines = [applied_to(office.booked(invoice)["Id"], Decimal(put))]
    office.bookkeeper.change("Payment", row["Id"], TotalAmt=Decimal(total), Line=lines)


@pytest.fixture
def paid_by_both(office: Office, carried: RecordRef) -> RecordRef:
    """The payment of 100.00 in HubSpot of which 20.00 came to the invoice: the bookkeeper had received 80.00 for it."""
    booked = office.booked(carried)
    office.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (booked["Id"], Decimal(80)))
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(carried.id, "100.00"))
    assert office.is_in_sync(payment)
    settle(office)
    assert divided(office) == [(80, 80, 0), (100, 20, 80)]
    return payment


@pytest.mark.parametrize(("total", "division"), [(50, (20, 30)), (20, (20, 0)), (130, (20, 110)), (15, (15, 0))])
def test_the_whole_that_was_corrected_is_what_was_received(
    office: Office, carried: RecordRef, paid_by_both: RecordRef, total: int, division: tuple[int, int]
) -> None:
    put, rest = division
    correct(office, carried, total, put)
    settle(office)
    assert received(office, paid_by_both) == total
    assert divided(office) == [(80, 80, 0), (total, put, rest)]
    assert owed(office, carried) == [20 - put] * 2
    assert office.is_in_sync(paid_by_both)
    assert office.is_in_sync(carried)
    remarks = office.outcome(paid_by_both).remarks
    told = f"{rest}.00 USD of the payment of {total}.00 USD"
    assert [one[: len(told)] for one in remarks] == ([told] if rest else [])


def test_the_rest_of_a_corrected_payment_is_put_to_the_invoice_once_it_owes_it(
    office: Office, carried: RecordRef, paid_by_both: RecordRef
) -> None:
    correct(office, carried, 50, 20)
    settle(office)
    for price, expected in ((90, (50, 10, 40)), (100, (50, 20, 30))):
        charge(office, carried, price)
        settle(office)
        assert divided(office) == [(80, 80, 0), expected]
        assert received(office, paid_by_both) == 50
    assert office.is_in_sync(carried)


@pytest.mark.feature("E4")
@pytest.mark.parametrize("solved_by", ["the bookkeeper", "the operator"])
def test_the_rest_is_put_to_an_invoice_that_failed_for_a_higher_total_once_that_is_solved(
    office: Office, carried: RecordRef, paid_by_both: RecordRef, solved_by: str
) -> None:
    for price in (90, 150):
        charge(office, carried, price)
        settle(office)
        assert office.outcome(carried).category is ErrorCategory.EDITED_IN_QUICKBOOKS
    assert divided(office) == [(80, 80, 0), (100, 10, 90)]
    if solved_by == "the bookkeeper":
        charge(office, carried, 100)
    else:
        office.decide("send-again", carried)
    settle(office)
    assert divided(office) == [(80, 80, 0), (100, 20, 80)]
    assert office.is_in_sync(carried)
    assert office.is_in_sync(paid_by_both)


def test_more_that_the_bookkeeper_received_in_a_payment_was_received(office: Office, carried: RecordRef) -> None:
    payment = pay(office, carried, "100.00")
    correct(office, carried, 120, 100)
    settle(office)
    assert divided(office) == [(120, 100, 20)]
    assert received(office, payment) == 120
    assert owed(office, carried) == [0, 0]
    assert office.is_in_sync(payment)
    assert office.is_in_sync(carried)
    assert office.outcome(payment).remarks[0].startswith("20.00 USD of the payment of 120.00 USD")


@pytest.mark.parametrize(("corrected", "expected"), [(40, (40, 20, 20)), (120, (120, 20, 100))])
def test_what_sales_correct_afterwards_is_the_whole_again(
    office: Office, carried: RecordRef, paid_by_both: RecordRef, corrected: int, expected: tuple[int, int, int]
) -> None:
    correct(office, carried, 50, 20)
    settle(office)
    office.administrator.edit("commerce_payments", paid_by_both.id, hs_initial_amount=f"{corrected}.00")
    settle(office)
    assert divided(office) == [(80, 80, 0), expected]
    assert received(office, paid_by_both) == corrected
    assert office.is_in_sync(paid_by_both)
