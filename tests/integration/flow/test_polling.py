"""What a webhook should have told is found by the next poll."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from infra.local.live import LiveBundle
from tests.integration.flow.books import Books
from tests.integration.flow.conftest import eventually
from tests.integration.flow.sales import Sales

pytestmark = pytest.mark.long


@pytest.mark.feature("O4")
def test_lost_webhooks_of_both_vendors_are_made_up_for(
    live: LiveBundle, sales: Sales, books: Books, calm: Callable[[], None]
) -> None:
    def polled[T](look: Callable[[], T]) -> T:
        live.stack.poll()
        return look()

    def status() -> str:
        return sales.read("invoices", invoice, "hs_invoice_status")["hs_invoice_status"]

    invoice = sales.draft(sales.contact("diego@rodriguez.com"))
    calm()
    twins = sales.twin, books.twin
    dropped = [twin.webhooks()["dropped"] for twin in twins]
    for twin in twins:
        twin.act("webhooks", drop=1_000)
    number = sales.finalise(invoice)
    eventually(lambda: polled(lambda: books.numbered(number)))
    books.pay(number, Decimal("90.04"))
    eventually(lambda: polled(status) == "paid")
    calm()
    assert all(twin.webhooks()["dropped"] > before for twin, before in zip(twins, dropped, strict=True))
    for twin in twins:
        twin.act("webhooks")
    polled(calm)
    assert len(books.numbered(number)) == 1
    assert len(books.payments_of(books.invoice(number).Id)) == 1
