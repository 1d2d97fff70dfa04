"""Invoices and payments that the two systems see differently."""

from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from infra.sandbox.people.bookkeeper import Line
from tests.remedies.office import SOON, WITHIN_THE_HOUR, Office
from tests.unit.engine.world import World

PAYMENT = EntityKind.PAYMENT


def carried(office: Office) -> RecordRef:
    """An invoice of 100.00 that is in sync."""
    invoice = office.invoice()
    assert office.is_in_sync(invoice)
    return invoice


def edited(office: Office) -> tuple[RecordRef, Line]:
    """An invoice on which the bookkeeper has charged less, and the line as it was."""
    invoice = carried(office)
    booked = office.booked(invoice)
    (line,) = [one for one in booked["Line"] if one["DetailType"] == "SalesItemLineDetail"]
    detail = {**line["SalesItemLineDetail"], "UnitPrice": Decimal(90)}
    cheaper = {**line, "Amount": Decimal(90), "SalesItemLineDetail": detail}
    office.bookkeeper.change("Invoice", booked["Id"], Line=[cheaper])
    assert office.fails(invoice) is ErrorCategory.EDITED_IN_QUICKBOOKS
    return invoice, line


@pytest.mark.feature("E4")
def test_e4_the_invoice_is_put_back_as_it_was(office: Office) -> None:
    invoice, line = edited(office)
    office.bookkeeper.change("Invoice", office.booked(invoice)["Id"], Line=[line])
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E4")
def test_e4_the_invoice_is_voided_in_hubspot_and_made_anew(office: Office) -> None:
    invoice, _ = edited(office)
    office.sales.void(invoice.id)
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["TotalAmt"] == 0
    assert office.is_in_sync(office.invoice(office.contact("Ada", "Byron")))


def removed_payment(office: Office) -> tuple[RecordRef, RecordRef]:
    """An invoice, and a payment of 60.00 on it that the bookkeeper has removed."""
    invoice = carried(office)
    payment = RecordRef(System.HUBSPOT, PAYMENT, office.sales.record_payment(invoice.id, "60.00"))
    assert office.is_in_sync(payment)
    (paid,) = office.bookkeeper.rows("Payment")
    office.bookkeeper.delete("Payment", paid["Id"])
    assert office.fails(payment) is ErrorCategory.EDITED_IN_QUICKBOOKS
    return invoice, payment


@pytest.mark.feature("E4", "Y3")
def test_e4_a_payment_that_was_removed_is_deleted_in_hubspot_too(office: Office) -> None:
    invoice, payment = removed_payment(office)
    office.administrator.delete("commerce_payments", payment.id)
    office.deliver_webhooks()
    assert office.is_ended(payment)
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E4", "Y3")
def test_e4_a_payment_that_was_removed_is_entered_again_and_deleted_in_hubspot(office: Office) -> None:
    """What was entered again is another payment, which HubSpot gets as well."""
    invoice, payment = removed_payment(office)
    booked = office.booked(invoice)
    office.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (booked["Id"], Decimal(60)))
    office.administrator.delete("commerce_payments", payment.id)
    office.deliver_webhooks()
    assert office.is_ended(payment)
    assert office.is_in_sync(invoice)
    assert office.portal.read("invoices", invoice.id, "hs_balance_due") == {"hs_balance_due": "40.00"}


@pytest.mark.feature("E14", "I5")
def test_e14_an_invoice_deleted_in_quickbooks_is_voided_in_hubspot(office: Office) -> None:
    invoice = carried(office)
    office.bookkeeper.delete("Invoice", office.booked(invoice)["Id"])
    assert office.fails(invoice) is ErrorCategory.RECORD_DELETED
    office.sales.void(invoice.id)
    assert office.is_ended(invoice)


@pytest.mark.feature("E6")
@pytest.mark.parametrize(("entity", "within"), [("Invoice", SOON), ("CreditMemo", WITHIN_THE_HOUR)])
def test_e6_the_other_document_gets_another_number(office: Office, entity: str, within: timedelta) -> None:
    """QuickBooks names the other document only if it is an invoice."""
    invoice = office.invoice()
    taken = office.take_number(office.sales.number_of(invoice.id), entity)
    assert office.fails(invoice) is ErrorCategory.NUMBER_TAKEN
    office.bookkeeper.change(entity, taken["Id"], DocNumber="OLD-1")
    assert office.is_in_sync(invoice, within)


@pytest.mark.feature("E9", "I9")
def test_e9_the_amount_that_is_wrong_is_corrected() -> None:
    """QuickBooks has put a tax on the invoice that HubSpot does not know; the twin does so to no invoice of ours."""
    world = World()
    world.quickbooks.tax = Decimal(8)
    invoice = world.finalised()
    world.settle()
    assert world.outcome(invoice).category is ErrorCategory.TOTALS_DIFFER
    world.quickbooks.edit(world.twin(invoice), total=Decimal(100), balance=Decimal(100))
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("E18")
def test_e18_what_hubspot_asks_for_is_done() -> None:
    """HubSpot says in its own words that finalised invoices may not be edited in this account."""
    with Office.opened(invoices=Direction.BOTH) as office:
        invoice = carried(office)
        office.bookkeeper.change("Invoice", office.booked(invoice)["Id"], CustomerMemo={"value": "Thank you"})
        assert office.fails(invoice) is ErrorCategory.UNEXPECTED
        assert "finalized and cannot be edited" in office.outcome(invoice).vendor_text
        office.house.vendors.hubspot.switches().edit_finalised_invoices = True
        assert office.is_in_sync(invoice, WITHIN_THE_HOUR)


@pytest.mark.feature("I10")
def test_e25_the_item_is_counted_from_an_earlier_day(office: Office) -> None:
    office.bookkeeper.add_item(
        "Pump",
        Sku="P-1",
        Type="Inventory",
        TrackQtyOnHand=True,
        QtyOnHand=10,
        InvStartDate="2027-01-01",
        AssetAccountRef={"value": "81"},
        ExpenseAccountRef={"value": "80"},
        IncomeAccountRef={"value": "79"},
    )
    invoice = office.invoice("", {"name": "Pump", "quantity": "1", "price": "100.00", "hs_sku": "P-1"})
    assert office.fails(invoice) is ErrorCategory.NOT_IN_STOCK_YET
    told = office.outcome(invoice).explanation
    assert told == "It is of 2 Nov 2026, and one of its items is counted in stock from a later day only: Pump."
    (item,) = office.bookkeeper.rows("Item", "Sku = 'P-1'")
    office.bookkeeper.change("Item", item["Id"], InvStartDate="2026-01-01")
    assert office.is_in_sync(invoice)


@pytest.mark.feature("Y3")
@pytest.mark.parametrize("how", ["void", "delete"])
def test_e19_the_same_is_recorded_in_quickbooks(office: Office, how: str) -> None:
    invoice = carried(office)
    payment = office.sales.record_payment(invoice.id, "100.00")
    ref = RecordRef(System.HUBSPOT, PAYMENT, payment)
    assert office.is_in_sync(ref)
    office.administrator.refund(payment, "100.00")
    assert office.fails(ref) is ErrorCategory.PAYMENT_REVERSED
    (paid,) = office.bookkeeper.rows("Payment")
    work = getattr(office.bookkeeper, how)
    work("Payment", paid["Id"])
    assert office.is_ended(ref)
    assert office.is_in_sync(invoice)


@pytest.mark.feature("I3")
def test_e20_the_payment_in_the_way_is_deleted(office: Office) -> None:
    invoice = carried(office)
    booked = office.booked(invoice)
    paid = office.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (booked["Id"], Decimal(60)))
    office.sales.void(invoice.id)
    assert office.fails(invoice) is ErrorCategory.PAYMENT_IN_THE_WAY
    office.bookkeeper.delete("Payment", paid["Id"])
    assert office.is_in_sync(invoice)


@pytest.mark.feature("I10")
@pytest.mark.parametrize("mend", ["the payment is taken out of its deposit", "what was changed is put back"])
def test_e23_the_deposit_or_the_change_is_undone(office: Office, mend: str) -> None:
    invoice = carried(office)
    payment = RecordRef(System.HUBSPOT, PAYMENT, office.sales.record_payment(invoice.id, "60.00"))
    assert office.is_in_sync(payment)
    (paid,) = office.bookkeeper.rows("Payment")
    office.account.pages.act("deposit", payment_ids=[paid["Id"]])
    office.administrator.edit("commerce_payments", payment.id, hs_initial_amount="50.00")
    assert office.fails(payment) is ErrorCategory.PAYMENT_DEPOSITED
    if mend == "what was changed is put back":
        office.administrator.edit("commerce_payments", payment.id, hs_initial_amount="60.00")
    else:
        office.account.pages.act("take_out_of_deposit", payment_id=paid["Id"])
    assert office.is_in_sync(payment, WITHIN_THE_HOUR)
    assert office.is_in_sync(invoice)
