"""Payments go both ways, each exactly once."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.integration.flow.books import Books
from tests.integration.flow.conftest import eventually
from tests.integration.flow.sales import Sales

LINES = ({"name": "Hedge", "quantity": "1", "price": "300.50"},)


def _invoice(sales: Sales, books: Books) -> tuple[str, str]:
    invoice = sales.draft(sales.contact("geeta@kalapatapu.com"), LINES)
    number = sales.finalise(invoice)
    eventually(lambda: books.numbered(number))
    return invoice, number


def _amounts(sales: Sales, invoice: str) -> list[Decimal]:
    """What was paid on the invoice in HubSpot."""
    paid = sales.portal.associated("invoices", invoice, "commerce_payments")
    return [Decimal(sales.read("commerce_payments", one, "hs_initial_amount")["hs_initial_amount"]) for one in paid]


@pytest.mark.feature("I2", "O2", "Y1")
def test_a_payment_in_quickbooks_pays_the_invoice_in_hubspot(sales: Sales, books: Books, calm: Callable[[], None]) -> None:
    invoice, number = _invoice(sales, books)
    books.pay(number, Decimal("300.50"))
    eventually(lambda: sales.read("invoices", invoice, "hs_invoice_status")["hs_invoice_status"] == "paid")
    calm()
    assert _amounts(sales, invoice) == [Decimal("300.50")]
    assert len(books.payments_of(books.invoice(number).Id)) == 1


@pytest.mark.long
@pytest.mark.feature("I2", "O2", "Y1")
def test_a_payment_in_hubspot_pays_the_invoice_in_quickbooks(sales: Sales, books: Books, calm: Callable[[], None]) -> None:
    invoice, number = _invoice(sales, books)
    sales.pay(invoice, "300.50")
    eventually(lambda: books.numbered(number)[0]["Balance"] == 0)
    calm()
    (payment,) = books.payments_of(books.invoice(number).Id)
    assert payment.TotalAmt == Decimal("300.50")


@pytest.mark.long
@pytest.mark.feature("O2", "Y1")
def test_partial_payments_from_both_sides_add_up(sales: Sales, books: Books, calm: Callable[[], None]) -> None:
    invoice, number = _invoice(sales, books)
    sales.pay(invoice, "100")
    books.pay(number, Decimal("50.25"))
    eventually(lambda: books.numbered(number)[0]["Balance"] == Decimal("150.25"))
    eventually(lambda: sales.read("invoices", invoice, "hs_balance_due")["hs_balance_due"] == "150.25")
    calm()
    assert sorted(one.TotalAmt for one in books.payments_of(books.invoice(number).Id)) == [Decimal("50.25"), Decimal(100)]
    assert sales.read("invoices", invoice, "hs_num_associated_payments") == {"hs_num_associated_payments": "2"}
