"""What a remedy offers: each way out besides the first is followed, and works as well."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from infra.sandbox.people.bookkeeper import Row, applied_to, sold
from tests.remedies.office import Office
from tests.remedies.test_company import DISCOUNT

SUPPORT = {"name": "Support", "quantity": "1", "price": "100.00", "hs_sku": "SUP-1"}
STOCKED = {
    "Type": "Inventory",
    "TrackQtyOnHand": True,
    "QtyOnHand": 10,
    "AssetAccountRef": {"value": "81"},
    "ExpenseAccountRef": {"value": "80"},
    "IncomeAccountRef": {"value": "79"},
}


def linked_over_another_amount(office: Office) -> RecordRef:
    """An invoice of HubSpot's that somebody linked with one of 5.00 in QuickBooks."""
    invoice = office.invoice()
    taken = office.take_number(office.sales.number_of(invoice.id), "Invoice")
    assert office.fails(invoice) is ErrorCategory.NUMBER_TAKEN
    office.decide("link", invoice, "--with", f"quickbooks:invoice:{taken['Id']}")
    assert office.fails(invoice) is ErrorCategory.TOTALS_DIFFER
    return invoice


def let_finalised_invoices_be_edited(office: Office) -> None:
    """As HubSpot's setting has it."""
    office.house.vendors.hubspot.switches().edit_finalised_invoices = True


def date_later(office: Office, invoice: RecordRef, days: int) -> None:
    """The administrator gives an invoice a later date."""
    let_finalised_invoices_be_edited(office)
    dates = {"hs_invoice_date": office.sales.day(days), "hs_due_date": office.sales.day(days + 30)}
    office.administrator.edit("invoices", invoice.id, **dates)


@pytest.mark.feature("E3", "I10", "M3")
def test_e3_the_invoice_is_entered_by_hand_and_linked(office: Office) -> None:
    office.bookkeeper.set_preferences(ProductAndServicesPrefs={"RevenueRecognition": True})
    item = office.bookkeeper.add_item("Support", Sku="SUP-1", DeferredRevenue=True)
    invoice = office.invoice("", SUPPORT)
    assert office.fails(invoice) is ErrorCategory.SERVICE_DATE_NEEDED
    (customer,) = office.bookkeeper.rows("Customer")
    line = sold(item["Id"], Decimal(100))
    line["SalesItemLineDetail"]["ServiceDate"] = "2026-11-02"
    number = office.sales.number_of(invoice.id)
    entered = office.bookkeeper.write_invoice(customer["Id"], line, DocNumber=number)
    office.decide("link", invoice, "--with", f"quickbooks:invoice:{entered['Id']}")
    assert office.is_in_sync(invoice)
    assert len(office.bookkeeper.rows("Invoice")) == 1


@pytest.mark.feature("E7", "I10")
def test_e7_the_invoice_gets_a_later_date(office: Office) -> None:
    office.bookkeeper.close_books("2026-12-31")
    invoice = office.invoice()
    assert office.fails(invoice) is ErrorCategory.BOOKS_CLOSED
    date_later(office, invoice, 70)
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E7", "Y1")
def test_e7_the_payment_gets_a_later_date(office: Office, carried: RecordRef) -> None:
    office.bookkeeper.close_books("2026-12-31")
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(carried.id, "60"))
    assert office.fails(payment) is ErrorCategory.BOOKS_CLOSED
    office.administrator.edit("commerce_payments", payment.id, hs_initiated_date="2027-01-05T10:00:00Z")
    assert office.is_in_sync(payment)
    assert office.is_in_sync(carried)


@pytest.mark.feature("I10")
def test_e25_the_invoice_gets_a_later_date(office: Office) -> None:
    office.bookkeeper.add_item("Pump", Sku="P-1", InvStartDate="2026-12-01", **STOCKED)
    invoice = office.invoice("", {"name": "Pump", "quantity": "1", "price": "100.00", "hs_sku": "P-1"})
    assert office.fails(invoice) is ErrorCategory.NOT_IN_STOCK_YET
    date_later(office, invoice, 40)
    assert office.is_in_sync(invoice)


@pytest.mark.feature("I10")
def test_e21_the_discount_is_given_on_the_lines(office: Office) -> None:
    office.bookkeeper.set_preferences(SalesFormsPrefs={"AllowDiscount": False})
    office.poll()
    invoice = office.invoice(adjustments=[DISCOUNT])
    assert office.fails(invoice) is ErrorCategory.DISCOUNT_NOT_ALLOWED
    let_finalised_invoices_be_edited(office)
    (discount,) = office.portal.associated("invoices", invoice.id, "discounts")
    (line,) = office.portal.associated("invoices", invoice.id, "line_items")
    office.administrator.delete("discounts", discount)
    office.administrator.edit("line_items", line, discount="10")
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["TotalAmt"] == 90


@pytest.mark.feature("E9", "I9", "M3")
def test_e9_the_amount_that_is_wrong_is_corrected(office: Office) -> None:
    invoice = linked_over_another_amount(office)
    taken = office.booked(invoice)
    (line,) = (line for line in taken["Line"] if line["DetailType"] == "SalesItemLineDetail")
    lines = [sold(line["SalesItemLineDetail"]["ItemRef"]["value"], Decimal(100))]
    office.bookkeeper.change("Invoice", taken["Id"], Line=lines)
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["Balance"] == 100


@pytest.mark.feature("E9", "M3")
def test_e9_the_difference_is_accepted(office: Office) -> None:
    invoice = linked_over_another_amount(office)
    office.decide("accept", invoice)
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E9", "M3")
def test_e9_the_amount_is_corrected_in_hubspot(office: Office) -> None:
    invoice = linked_over_another_amount(office)
    let_finalised_invoices_be_edited(office)
    (line,) = office.portal.associated("invoices", invoice.id, "line_items")
    office.administrator.edit("line_items", line, price="5.00")
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["TotalAmt"] == 5


@pytest.mark.feature("E14", "I5")
@pytest.mark.parametrize("how", ["void", "delete"])
def test_e14_what_was_deleted_in_hubspot_is_ended_in_quickbooks_too(office: Office, carried: RecordRef, how: str) -> None:
    office.house.vendors.hubspot.switches().delete_unpaid_invoices = True
    booked = office.booked(carried)
    office.administrator.delete("invoices", carried.id)
    office.deliver_webhooks()
    assert office.fails(carried) is ErrorCategory.RECORD_DELETED
    work = getattr(office.bookkeeper, how)
    work("Invoice", booked["Id"])
    assert office.is_ended(carried)


@pytest.mark.feature("I3")
def test_e20_the_payment_is_applied_to_another_invoice(office: Office) -> None:
    contact = office.contact()
    invoice, other = office.invoice(contact), office.invoice(contact)
    assert office.is_in_sync(invoice)
    assert office.is_in_sync(other)
    booked = office.booked(invoice)
    payment = office.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (booked["Id"], Decimal(60)))
    office.sales.void(invoice.id)
    assert office.fails(invoice) is ErrorCategory.PAYMENT_IN_THE_WAY
    line = applied_to(office.booked(other)["Id"], Decimal(60))
    office.bookkeeper.change("Payment", payment["Id"], Line=[line])
    assert office.is_in_sync(invoice)
    assert office.is_in_sync(other)


@pytest.mark.feature("E8", "M1")
@pytest.mark.parametrize("way", ["another address", "inactive", "merged"])
def test_e8_only_the_right_one_is_left(office: Office, way: str) -> None:
    address = {"PrimaryEmailAddr": {"Address": "grace@pariente.example"}}
    right, wrong = (office.bookkeeper.enter("Customer", DisplayName=name, **address) for name in ("Firm", "Firm abroad"))
    invoice = office.invoice(office.contact())
    assert office.fails(invoice) is ErrorCategory.AMBIGUOUS_MATCH
    match way:
        case "inactive":
            office.bookkeeper.make_inactive("Customer", wrong["Id"])
        case "merged":
            office.bookkeeper.merge("Customer", right["Id"], wrong["Id"])
        case _:
            office.bookkeeper.change("Customer", wrong["Id"], PrimaryEmailAddr={"Address": "abroad@pariente.example"})
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["CustomerRef"]["value"] == right["Id"]


@pytest.fixture
def paid(office: Office, carried: RecordRef) -> RecordRef:
    """A payment of 100.00 that was recorded in HubSpot, and is in sync."""
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(carried.id, "100"))
    assert office.is_in_sync(payment)
    return payment


def reversed_in_quickbooks(office: Office, payment: RecordRef) -> Row:
    """The bookkeeper has voided the payment."""
    (booked,) = office.bookkeeper.rows("Payment")
    office.bookkeeper.void("Payment", booked["Id"])
    assert office.fails(payment) is ErrorCategory.PAYMENT_REVERSED
    return booked


def refunded_in_hubspot(office: Office, payment: RecordRef, amount: str) -> Row:
    """Money of the payment went back, as HubSpot has it."""
    (booked,) = office.bookkeeper.rows("Payment")
    office.administrator.refund(payment.id, amount)
    assert office.fails(payment) is ErrorCategory.PAYMENT_REVERSED
    return booked


@pytest.mark.feature("Y3")
def test_e19_what_was_voided_in_quickbooks_is_refunded_in_hubspot(
    office: Office, carried: RecordRef, paid: RecordRef
) -> None:
    reversed_in_quickbooks(office, paid)
    office.administrator.refund(paid.id, "100.00")
    assert office.is_ended(paid)
    assert office.is_in_sync(carried)


@pytest.mark.feature("Y3")
def test_e19_a_part_that_went_back_is_taken_off_in_quickbooks(office: Office, carried: RecordRef, paid: RecordRef) -> None:
    booked = refunded_in_hubspot(office, paid, "40.00")
    assert office.outcome(paid).explanation == (
        "A part of the payment of 2 Nov 2026 was refunded in HubSpot: 60.00 USD of it count there, 100.00 USD in QuickBooks."
    )
    line = applied_to(office.booked(carried)["Id"], Decimal(60))
    office.bookkeeper.change("Payment", booked["Id"], TotalAmt=Decimal(60), Line=[line])
    assert office.is_in_sync(paid)
    assert office.is_in_sync(carried)
    assert office.booked(carried)["Balance"] == 40


@pytest.mark.feature("Y3")
def test_of_a_payment_that_was_refunded_in_part_before_it_was_carried_what_is_left_is_carried(
    office: Office, carried: RecordRef
) -> None:
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(carried.id, "100"))
    office.administrator.refund(payment.id, "40")
    assert office.is_in_sync(payment)
    assert office.is_in_sync(carried)
    assert (office.booked(carried)["Balance"], office.bookkeeper.rows("Payment")[0]["TotalAmt"]) == (40, 60)
    assert office.outcome(payment).remarks == ("40.00 USD of it were refunded in HubSpot.",)


@pytest.mark.feature("Y3")
def test_e19_a_refund_receipt_stays_beside_the_payment(office: Office, carried: RecordRef, paid: RecordRef) -> None:
    refunded_in_hubspot(office, paid, "100.00")
    customer, item = office.booked(carried)["CustomerRef"], office.bookkeeper.add_item("Refund")["Id"]
    given_back = {"Line": [sold(item, Decimal(100))], "DepositToAccountRef": {"value": "35"}}
    office.bookkeeper.enter("RefundReceipt", CustomerRef=customer, **given_back)
    office.decide("accept", paid)
    assert office.is_in_sync(paid)
    assert office.is_in_sync(carried)


@pytest.mark.feature("Y3")
def test_e19_what_was_received_after_all_is_corrected_where_it_was_voided(
    office: Office, carried: RecordRef, paid: RecordRef
) -> None:
    booked = reversed_in_quickbooks(office, paid)
    line = applied_to(office.booked(carried)["Id"], Decimal(100))
    office.bookkeeper.change("Payment", booked["Id"], TotalAmt=Decimal(100), Line=[line], PrivateNote="")
    assert office.is_in_sync(paid)
    assert office.is_in_sync(carried)


@pytest.mark.feature("Y3")
def test_e19_what_was_received_after_all_is_entered_again_in_quickbooks(
    office: Office, carried: RecordRef, paid: RecordRef
) -> None:
    reversed_in_quickbooks(office, paid)
    booked = office.booked(carried)
    office.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (booked["Id"], Decimal(100)))
    office.administrator.delete("commerce_payments", paid.id)
    office.deliver_webhooks()
    assert office.is_ended(paid)
    assert office.is_in_sync(carried)
    assert [one["hs_initial_amount"] for one in office.account.all("commerce_payments")] == ["100"]


@pytest.mark.feature("Y3")
def test_e19_what_was_received_after_all_is_entered_again_in_hubspot(
    office: Office, carried: RecordRef, paid: RecordRef
) -> None:
    booked = refunded_in_hubspot(office, paid, "100.00")
    again = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(carried.id, "100"))
    office.bookkeeper.delete("Payment", booked["Id"])
    assert office.is_in_sync(again)
    assert office.is_ended(paid)
    assert office.is_in_sync(carried)
    assert [one["TotalAmt"] for one in office.bookkeeper.rows("Payment")] == [100]
