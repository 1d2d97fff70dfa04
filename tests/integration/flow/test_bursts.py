"""A hundred invoices finalised at once cost a few dozen calls, not six hundred."""

import json
from collections.abc import Callable

import pytest

from tests.integration.flow.books import Books
from tests.integration.flow.conftest import eventually
from tests.integration.flow.sales import Sales

pytestmark = pytest.mark.long

BUYERS = ("birds@intuit.com", "geeta@kalapatapu.com", "diego@rodriguez.com", "kate@whelan.com", "mark@cho.com")
MOST_CALLS, MOST_METERED = 55, 15
"""About thirty and five when the finalised invoices are told in two deliveries."""


@pytest.mark.usefixtures("unpolled")
def test_a_hundred_invoices_are_carried_in_bulk(sales: Sales, books: Books, calm: Callable[[], None]) -> None:
    invoices = sales.draft_many([sales.contact(email) for email in BUYERS] * 20)
    calm()
    known = len(books.bookkeeper.rows("Invoice"))
    twins = sales.twin, books.twin
    for twin in twins:
        twin.forget_calls()
    sales.twin.act("webhooks", paused=True)
    sales.portal.change_many("invoices", invoices, hs_invoice_status="open")
    sales.twin.act("webhooks")  # all of it is delivered together, however slow the machine
    eventually(lambda: len(books.bookkeeper.rows("Invoice")) == known + len(invoices))
    calm()
    routes = [twin.routes() for twin in twins]
    calls, metered = sum(sum(some.values()) for some in routes), books.twin.calls().metered
    told = f"{calls} calls, {metered} of them metered: {json.dumps(routes, indent=1)}"
    assert calls <= MOST_CALLS, told
    assert metered <= MOST_METERED, told
    assert len(books.bookkeeper.rows("Invoice")) == known + len(invoices)
