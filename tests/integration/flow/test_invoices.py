"""An invoice finalised in HubSpot is right in QuickBooks, as read by python-quickbooks."""

from decimal import Decimal

import pytest

from tests.integration.flow.books import Books
from tests.integration.flow.conftest import eventually
from tests.integration.flow.sales import Sales


@pytest.mark.feature("I1", "I8")
def test_an_invoice_arrives_with_customer_lines_number_and_dates(sales: Sales, books: Books) -> None:
    lines = (
        {"name": "Fountain", "hs_sku": "PRD-ROCK-FOUNTAIN", "quantity": "2", "price": "275"},
        {"name": "Pruning", "quantity": "3", "price": "33.35", "hs_discount_percentage": "10"},
        {"name": "Stone", "hs_sku": "SVC-ROCKS", "quantity": "14.5", "price": "128.35"},
    )
    loyalty = ("discounts", {"hs_type": "FIXED", "hs_value": "12.34", "hs_label": "Loyalty"})
    contact = sales.contact("birds@intuit.com")
    invoice = sales.draft(contact, lines, adjustments=[loyalty], hs_comments="With thanks")
    number = sales.finalise(invoice)
    eventually(lambda: books.numbered(number))
    booked = books.invoice(number)
    expected = sales.read("invoices", invoice, "hs_amount_billed", "hs_balance_due")
    assert booked.TotalAmt == Decimal(expected["hs_amount_billed"]) == Decimal("2488.78")
    assert booked.Balance == Decimal(expected["hs_balance_due"])
    assert [booked.TxnDate, booked.DueDate] == sales.days("invoices", invoice, "hs_invoice_date", "hs_due_date")
    assert booked.CustomerMemo.value == "With thanks"
    assert books.customer(booked.CustomerRef).DisplayName == "Amy's Bird Sanctuary"
    sold = [line for line in booked.Line if line.DetailType == "SalesItemLineDetail"]
    assert [line.Amount for line in sold] == [Decimal("550.00"), Decimal("90.04"), Decimal("1861.08")]
    details = [line.SalesItemLineDetail for line in sold]
    assert [detail.ItemRef.name for detail in details] == ["Rock Fountain", "Custom line item", "Rocks"]
    assert {detail.TaxCodeRef.value for detail in details} == {"NON"}
    assert [line.Amount for line in booked.Line if line.DetailType == "DiscountLineDetail"] == [Decimal("12.34")]


@pytest.mark.long
@pytest.mark.feature("I1")
def test_an_unknown_contact_becomes_a_customer(sales: Sales, books: Books) -> None:
    number = sales.finalise(sales.draft(sales.contact("ida@lighthouse.example")))
    eventually(lambda: books.numbered(number))
    customer = books.customer(books.invoice(number).CustomerRef)
    assert (customer.DisplayName, customer.PrimaryEmailAddr.Address) == ("Ida Lighthouse", "ida@lighthouse.example")


@pytest.mark.long
@pytest.mark.feature("I7")
def test_the_invoice_in_hubspot_tells_how_it_stands(sales: Sales, books: Books) -> None:
    invoice = sales.draft(sales.contact("ida@lighthouse.example"))
    number = sales.finalise(invoice)
    names = ("counterfoil_sync_status", "counterfoil_quickbooks_number", "counterfoil_quickbooks_url", "counterfoil_error")
    eventually(lambda: sales.read("invoices", invoice, names[0])[names[0]])
    told = sales.read("invoices", invoice, *names)
    assert (told[names[0]], told[names[1]], told[names[3]]) == ("in_sync", number, "")
    assert told[names[2]].endswith(f"txnId={books.invoice(number).Id}")


@pytest.mark.long
@pytest.mark.feature("I2", "I3")
def test_a_draft_stays_where_it_is_and_a_void_is_carried(sales: Sales, books: Books) -> None:
    contact = sales.contact("ida@lighthouse.example")
    draft, invoice = sales.draft(contact, hs_comments="never finalised"), sales.draft(contact)
    number = sales.finalise(invoice)
    eventually(lambda: books.numbered(number))
    sales.void(invoice)
    eventually(lambda: books.numbered(number)[0]["TotalAmt"] == 0)
    voided = books.invoice(number)
    assert (voided.Balance, voided.PrivateNote[:6], voided.DocNumber) == (0, "Voided", number)
    assert sales.read("invoices", draft, "hs_number", "counterfoil_sync_status") == {
        "hs_number": "",
        "counterfoil_sync_status": "",
    }
