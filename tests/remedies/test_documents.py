"""Invoices that one system refuses, or that the two see differently."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.rules import Direction
from infra.sandbox.people import days
from infra.sandbox.people.bookkeeper import Line
from tests.remedies.office import Office


@pytest.fixture
def line(office: Office, carried: RecordRef) -> Line:
    """The line of an invoice on which the bookkeeper has charged less since, as it was."""
    booked = office.booked(carried)
    before: Line
    (before,) = [one for one in booked["Line"] if one["DetailType"] == "SalesItemLineDetail"]
    detail = {**before["SalesItemLineDetail"], "UnitPrice": Decimal(90)}
    cheaper = {**before, "Amount": Decimal(90), "SalesItemLineDetail": detail}
    office.bookkeeper.change("Invoice", booked["Id"], Line=[cheaper])
    assert office.fails(carried) is ErrorCategory.EDITED_IN_QUICKBOOKS
    return before


@pytest.mark.feature("E4", "R3")
def test_e4_the_invoice_is_put_back_as_it_was(office: Office, carried: RecordRef, line: Line) -> None:
    office.bookkeeper.change("Invoice", office.booked(carried)["Id"], Line=[line])
    assert office.is_in_sync(carried)


@pytest.mark.feature("E4", "R3")
@pytest.mark.usefixtures("line")
def test_e4_the_invoice_is_voided_in_hubspot_and_made_anew(office: Office, carried: RecordRef) -> None:
    office.sales.void(carried.id)
    assert office.is_in_sync(carried)
    assert office.booked(carried)["TotalAmt"] == 0
    assert office.is_in_sync(office.invoice(office.contact("Ada", "Byron")))


@pytest.mark.feature("E14", "I5")
def test_e14_an_invoice_deleted_in_quickbooks_is_voided_in_hubspot(office: Office, carried: RecordRef) -> None:
    office.bookkeeper.delete("Invoice", office.booked(carried)["Id"])
    assert office.fails(carried) is ErrorCategory.RECORD_DELETED
    office.sales.void(carried.id)
    assert office.is_ended(carried)


def entered_with_tax(office: Office, invoice: RecordRef) -> None:
    """The bookkeeper writes the invoice of 100.00 by hand, under its number, with British tax of 20 %."""
    customer = office.bookkeeper.enter("Customer", DisplayName="Grace Pariente", CurrencyRef={"value": "GBP"})
    (code,) = office.bookkeeper.rows("TaxCode", "Name = '20.0% S'")
    detail = {"ItemRef": {"value": office.bookkeeper.add_item("Pump")["Id"]}, "TaxCodeRef": {"value": code["Id"]}}
    line = {"Amount": Decimal(100), "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    number = office.sales.number_of(invoice.id)
    office.bookkeeper.write_invoice(customer["Id"], line, DocNumber=number, GlobalTaxCalculation="TaxExcluded")


@pytest.mark.feature("E5", "I10")
def test_e5_the_invoice_is_entered_in_quickbooks_and_voided_in_hubspot() -> None:
    with Office.opened({"country": "GB"}) as office:
        invoice = office.invoice(hs_currency="GBP")
        assert office.fails(invoice) is ErrorCategory.TAX_REQUIRED
        entered_with_tax(office, invoice)
        office.sales.void(invoice.id)
        assert office.is_ended(invoice)
        assert office.booked(invoice)["TotalAmt"] == 120


@pytest.mark.feature("E6")
@pytest.mark.parametrize("entity", ["Invoice", "CreditMemo"])
def test_e6_the_other_document_gets_another_number(office: Office, entity: str) -> None:
    """QuickBooks names the other document only if it is an invoice."""
    invoice = office.invoice()
    taken = office.take_number(office.sales.number_of(invoice.id), entity)
    assert office.fails(invoice) is ErrorCategory.NUMBER_TAKEN
    office.bookkeeper.change(entity, taken["Id"], DocNumber="OLD-1")
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E4", "R3")
def test_e4_hubspot_is_set_to_let_finalised_invoices_be_edited() -> None:
    with Office.opened(invoices=Direction.BOTH) as office:
        invoice = office.invoice()
        assert office.is_in_sync(invoice)
        office.bookkeeper.change("Invoice", office.booked(invoice)["Id"], DueDate="2027-01-15")
        assert office.fails(invoice) is ErrorCategory.EDITED_IN_QUICKBOOKS
        assert "finalized and cannot be edited" in office.outcome(invoice).vendor_text
        office.house.vendors.hubspot.switches().edit_finalised_invoices = True
        assert office.is_in_sync(invoice)


@pytest.mark.feature("E17", "I3")
def test_e17_what_hubspot_lets_no_program_void_is_voided_by_hand(office: Office, carried: RecordRef) -> None:
    office.house.vendors.hubspot.switches().billable_voided_by_api = False
    office.bookkeeper.void("Invoice", office.booked(carried)["Id"])
    assert office.fails(carried) is ErrorCategory.PROPERTY_REFUSED
    told = office.outcome(carried)
    assert told.explanation == "HubSpot does not let a program void this invoice: void it there by hand."
    assert "by hand: do that in HubSpot" in told.remedy
    office.administrator.void(carried.id)
    assert office.is_in_sync(carried)


@pytest.mark.feature("E18")
def test_e18_what_hubspot_says_is_done(office: Office, carried: RecordRef) -> None:
    """HubSpot says in its own words that payments which it processed may not be changed."""
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.administrator.take_card_payment(carried.id, "60"))
    assert office.is_in_sync(payment)
    booked = office.outcome(payment).counterpart
    assert booked
    office.bookkeeper.change("Payment", booked.id, TxnDate="2026-10-20")
    assert office.fails(payment) is ErrorCategory.UNEXPECTED
    assert office.outcome(payment).vendor_text == "Payments processed through HubSpot cannot be updated."
    office.bookkeeper.change("Payment", booked.id, TxnDate="2026-11-02")
    assert office.is_in_sync(payment)


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


def due_day(office: Office, invoice: RecordRef) -> str:
    """When the invoice is due as people in the portal read it."""
    return days.read(office.portal.read("invoices", invoice.id, "hs_due_date")["hs_due_date"], office.portal.zone)


@pytest.fixture
def due_later() -> Iterator[tuple[Office, RecordRef]]:
    """An invoice of HubSpot's that is due later in QuickBooks, which HubSpot does not take: it is finalised there."""
    with Office.opened(invoices=Direction.BOTH) as office:
        invoice = office.invoice()
        assert office.is_in_sync(invoice)
        office.bookkeeper.change("Invoice", office.booked(invoice)["Id"], DueDate="2027-01-15")
        assert office.fails(invoice) is ErrorCategory.EDITED_IN_QUICKBOOKS
        told = office.outcome(invoice).explanation
        assert told == "It was changed in QuickBooks, and HubSpot does not take a new due date of it."
        yield office, invoice


@pytest.mark.feature("E4", "R3")
def test_e4_what_hubspot_does_not_take_is_put_back(due_later: tuple[Office, RecordRef]) -> None:
    office, invoice = due_later
    office.bookkeeper.change("Invoice", office.booked(invoice)["Id"], DueDate=due_day(office, invoice))
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E4", "R3")
def test_e4_what_hubspot_does_not_take_is_overwritten(due_later: tuple[Office, RecordRef]) -> None:
    office, invoice = due_later
    office.decide("send-again", invoice)
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["DueDate"] == due_day(office, invoice)


@pytest.mark.feature("E4", "R3", "Y1")
def test_money_goes_on_beside_what_hubspot_does_not_take(due_later: tuple[Office, RecordRef]) -> None:
    office, invoice = due_later
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(invoice.id, "100.00"))
    assert office.is_in_sync(payment)
    assert office.booked(invoice)["Balance"] == 0


@pytest.mark.feature("R3")
def test_a_memo_that_hubspot_does_not_take_stays_as_it_is_there_with_a_remark() -> None:
    with Office.opened(invoices=Direction.BOTH) as office:
        invoice = office.invoice()
        assert office.is_in_sync(invoice)
        booked = office.booked(invoice)["Id"]
        office.bookkeeper.change("Invoice", booked, CustomerMemo={"value": "Net 10"})
        assert office.fails(invoice) is None
        assert "HubSpot does not take a new memo of a finalised invoice" in "".join(office.outcome(invoice).remarks)
        assert office.booked(invoice)["CustomerMemo"] == {"value": "Net 10"}
        office.bookkeeper.receive_payment(office.booked(invoice)["CustomerRef"]["value"], (booked, Decimal(100)))
        office.poll()
        assert office.is_in_sync(invoice)
        assert office.portal.read("invoices", invoice.id, "hs_invoice_status")["hs_invoice_status"] == "paid"


@pytest.mark.feature("E4", "R3")
def test_e4_names_what_hubspot_does_not_take_but_for_the_memo(due_later: tuple[Office, RecordRef]) -> None:
    office, invoice = due_later
    booked = office.booked(invoice)["Id"]
    office.bookkeeper.change("Invoice", booked, DueDate="2027-01-16", CustomerMemo={"value": "Net 10"})
    assert office.fails(invoice) is ErrorCategory.EDITED_IN_QUICKBOOKS
    assert "a new due date of it" in office.outcome(invoice).explanation
    office.bookkeeper.change("Invoice", booked, DueDate=due_day(office, invoice))
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["CustomerMemo"] == {"value": "Net 10"}
