"""What a webhook should have told is found by the next poll."""

import time
from collections.abc import Callable
from decimal import Decimal

from infra.local.live import LiveBundle
from tests.integration.flow.books import Books
from tests.integration.flow.conftest import eventually
from tests.integration.flow.sales import Sales


def test_lost_webhooks_of_both_vendors_are_made_up_for(
    live: LiveBundle, sales: Sales, books: Books, calm: Callable[[], None]
) -> None:
    invoice = sales.draft(sales.contact("diego@rodriguez.com"))
    calm()
    sales.twin.act("webhooks", drop=1_000)
    books.twin.act("webhooks", drop=1_000)
    number = sales.finalise(invoice)
    time.sleep(1.5)
    live.stack.invoke("ScheduledPoller", {})
    eventually(lambda: books.numbered(number))
    books.pay(number, Decimal("90.04"))
    time.sleep(1.5)
    live.stack.invoke("ScheduledPoller", {})
    eventually(lambda: sales.read("invoices", invoice, "hs_invoice_status")["hs_invoice_status"] == "paid")
    sales.twin.act("webhooks")
    books.twin.act("webhooks")
    live.stack.invoke("ScheduledPoller", {})
    calm()
    assert len(books.numbered(number)) == 1
    assert len(books.payments_of(books.invoice(number).Id)) == 1
