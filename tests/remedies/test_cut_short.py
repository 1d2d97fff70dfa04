"""What QuickBooks takes off an invoice that becomes lower stays received, and is put to it again once that is higher."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.rules import Direction
from infra.sandbox.people.bookkeeper import Row, applied_to, sold
from tests.remedies.office import Office

pytestmark = pytest.mark.feature("Y1", "E4", "R3")


def charge(office: Office, invoice: RecordRef, price: int) -> None:
    """The bookkeeper charges another price for the one line of the invoice."""
    booked = office.booked(invoice)
    (line,) = [one for one in booked["Line"] if one["DetailType"] == "SalesItemLineDetail"]
    detail = {**line["SalesItemLineDetail"], "UnitPrice": Decimal(price)}
    changed = {**line, "Amount": Decimal(price), "SalesItemLineDetail": detail}
    office.bookkeeper.change("Invoice", booked["Id"], Line=[changed])


def pay(office: Office, invoice: RecordRef, amount: str) -> RecordRef:
    """A payment that somebody enters in HubSpot, and that comes to be in sync."""
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(invoice.id, amount))
    assert office.is_in_sync(payment)
    return payment


def received(office: Office, payment: RecordRef) -> Decimal:
    """What HubSpot says was paid."""
    return Decimal(office.portal.read("commerce_payments", payment.id, "hs_initial_amount")["hs_initial_amount"])


def divided(office: Office) -> list[tuple[int, int, int]]:
    """Of each payment in QuickBooks, the oldest first: its total, what of it is on invoices and what on none; no cents."""
    rows = sorted(office.bookkeeper.rows("Payment"), key=lambda row: int(row["Id"]))
    put = [sum(line["Amount"] for line in row["Line"]) for row in rows]
    return [(int(row["TotalAmt"]), int(amount), int(row["UnappliedAmt"])) for row, amount in zip(rows, put, strict=True)]


def settle(office: Office) -> None:
    """Whatever is announced, or found by two polls, is done."""
    for _ in range(2):
        office.deliver_webhooks()
        office.poll()


def assert_paid(office: Office, invoice: RecordRef, *payments: RecordRef) -> None:
    """The invoice and its payments are in sync with nothing to remark; nothing is owed, and nobody has any credit."""
    settle(office)
    for ref in (invoice, *payments):
        assert office.is_in_sync(ref)
        assert office.outcome(ref).remarks == ()
    assert office.booked(invoice)["Balance"] == 0
    assert Decimal(office.portal.read("invoices", invoice.id, "hs_balance_due")["hs_balance_due"]) == 0
    assert [rest for _, _, rest in divided(office)] == [0] * len(payments)


@pytest.fixture
def paid(office: Office, carried: RecordRef) -> RecordRef:
    """The payment in HubSpot of the whole invoice of 100.00, of which its bookkeeper then charges but 90.00."""
    payment = pay(office, carried, "100.00")
    charge(office, carried, 90)
    assert office.fails(carried) is ErrorCategory.EDITED_IN_QUICKBOOKS
    assert divided(office) == [(100, 90, 10)]
    return payment


def test_what_was_received_stays_what_was_received(office: Office, carried: RecordRef, paid: RecordRef) -> None:
    assert received(office, paid) == 100
    assert office.is_in_sync(paid)
    told = "10.00 USD of the payment of 100.00 USD of 2 Nov 2026 is more than the invoice owed in QuickBooks"
    assert office.outcome(paid).remarks[0].startswith(told)
    assert office.fails(carried) is ErrorCategory.EDITED_IN_QUICKBOOKS


@pytest.mark.parametrize("way", ["raised by hand", "sent again"])
def test_the_rest_is_put_to_the_invoice_once_it_owes_it(
    office: Office, carried: RecordRef, paid: RecordRef, way: str
) -> None:
    if way == "sent again":
        office.decide("send-again", carried)
    else:
        charge(office, carried, 100)
    assert_paid(office, carried, paid)
    assert received(office, paid) == 100
    assert divided(office) == [(100, 100, 0)]


def test_what_was_lower_for_a_moment_is_paid_as_before(office: Office, carried: RecordRef) -> None:
    payment = pay(office, carried, "100.00")
    charge(office, carried, 90)
    charge(office, carried, 100)
    assert office.booked(carried)["Balance"] == 10
    assert_paid(office, carried, payment)
    assert received(office, payment) == 100


def test_what_was_lower_before_it_was_paid_is_paid_in_full(office: Office, carried: RecordRef) -> None:
    charge(office, carried, 90)
    assert office.fails(carried) is ErrorCategory.EDITED_IN_QUICKBOOKS
    payment = pay(office, carried, "100.00")
    assert divided(office) == [(100, 90, 10)]
    office.decide("send-again", carried)
    assert_paid(office, carried, payment)


def test_what_was_higher_before_it_was_paid_keeps_its_rest(office: Office, carried: RecordRef) -> None:
    charge(office, carried, 101)
    assert office.fails(carried) is ErrorCategory.EDITED_IN_QUICKBOOKS
    payment = pay(office, carried, "125.00")
    assert divided(office) == [(125, 101, 24)]
    office.decide("send-again", carried)
    settle(office)
    assert office.is_in_sync(payment)
    assert office.is_in_sync(carried)
    assert received(office, payment) == 125
    assert divided(office) == [(125, 100, 25)]


@pytest.mark.parametrize("above_balance", ["unapplied", "refuse"])
def test_of_several_payments_only_what_there_is_room_for_is_put(
    office: Office, carried: RecordRef, above_balance: str
) -> None:
    office.house.vendors.quickbooks.switches().payment_above_balance = above_balance
    payments = [pay(office, carried, amount) for amount in ("40.00", "60.00")]
    charge(office, carried, 50)
    settle(office)
    charge(office, carried, 80)
    for row in office.bookkeeper.rows("Payment"):
        office.bookkeeper.change("Payment", row["Id"], PaymentRefNum="7")
    settle(office)
    assert sum(put for _, put, _ in divided(office)) == 80
    assert [received(office, one) for one in payments] == [40, 60]
    charge(office, carried, 100)
    assert_paid(office, carried, *payments)
    assert divided(office) == [(40, 40, 0), (60, 60, 0)]


def test_what_the_rest_was_used_for_elsewhere_stays_there(office: Office, carried: RecordRef, paid: RecordRef) -> None:
    """The bookkeeper has put the rest to another invoice of the customer's before the first is raised again."""
    (contact,) = (one["id"] for one in office.account.all("contacts"))
    other = office.invoice(contact)
    assert office.is_in_sync(other)
    (row,) = office.bookkeeper.rows("Payment")
    lines = [applied_to(office.booked(carried)["Id"], Decimal(90)), applied_to(office.booked(other)["Id"], Decimal(10))]
    office.bookkeeper.change("Payment", row["Id"], Line=lines)
    settle(office)
    charge(office, carried, 100)
    settle(office)
    assert divided(office) == [(100, 100, 0)]
    assert (office.booked(carried)["Balance"], office.booked(other)["Balance"]) == (10, 90)
    assert received(office, paid) == 90
    assert office.is_in_sync(paid)
    assert office.is_in_sync(carried)
    assert office.is_in_sync(other)


def test_what_the_bookkeeper_received_is_the_bookkeepers_to_divide(office: Office, carried: RecordRef) -> None:
    booked = office.booked(carried)
    row: Row = office.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (booked["Id"], Decimal(100)))
    assert office.is_in_sync(RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, row["Id"], booked["Id"]))
    charge(office, carried, 90)
    settle(office)
    charge(office, carried, 100)
    settle(office)
    assert office.is_in_sync(carried)
    assert divided(office) == [(100, 90, 10)]
    assert Decimal(office.portal.read("invoices", carried.id, "hs_balance_due")["hs_balance_due"]) == 10


def test_an_invoice_of_quickbooks_is_paid_as_before_too() -> None:
    """HubSpot shows whatever it comes to, so that it is in sync all the time."""
    with Office.opened(invoices=Direction.BOTH) as office:
        grace = office.bookkeeper.enter("Customer", DisplayName="Grace")["Id"]
        item = office.bookkeeper.add_item("Pump")["Id"]
        row = office.bookkeeper.write_invoice(grace, sold(item, Decimal(100)))
        booked = RecordRef(System.QUICKBOOKS, EntityKind.INVOICE, row["Id"])
        assert office.is_in_sync(booked)
        (shown,) = (one["id"] for one in office.account.all("invoices"))
        payment = pay(office, RecordRef(System.HUBSPOT, EntityKind.INVOICE, shown), "100.00")
        for price, expected in ((90, (100, 90, 10)), (100, (100, 100, 0))):
            office.bookkeeper.change("Invoice", booked.id, Line=[sold(item, Decimal(price))])
            settle(office)
            assert divided(office) == [expected]
            assert received(office, payment) == 100
            assert office.is_in_sync(booked)
            assert office.is_in_sync(payment)


@pytest.mark.parametrize("invoice_first", [True, False])
def test_a_payment_that_was_taken_off_altogether_is_removed_and_sent_again(
    office: Office, carried: RecordRef, *, invoice_first: bool
) -> None:
    payments = [pay(office, carried, amount) for amount in ("60.00", "40.00")]
    charge(office, carried, 60)
    assert office.fails(payments[1]) is ErrorCategory.EDITED_IN_QUICKBOOKS
    assert divided(office) == [(60, 60, 0), (40, 0, 40)]
    for ref in (carried, payments[1]) if invoice_first else (payments[1], carried):
        office.decide("send-again", ref)
        settle(office)
    assert_paid(office, carried, *payments)
    assert divided(office) == [(60, 60, 0), (40, 40, 0)]


def test_a_payment_that_was_taken_off_and_is_sent_again_is_not_made_twice(office: Office, carried: RecordRef) -> None:
    payment = pay(office, carried, "60.00")
    (row,) = office.bookkeeper.rows("Payment")
    office.bookkeeper.change("Payment", row["Id"], Line=[])
    assert office.fails(payment) is ErrorCategory.EDITED_IN_QUICKBOOKS
    office.decide("send-again", payment)
    settle(office)
    assert divided(office) == [(60, 60, 0)]
