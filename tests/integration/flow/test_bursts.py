"""A hundred invoices finalised at once cost a few dozen calls, not six hundred."""

import json
from collections.abc import Callable

import httpx
import pytest

from infra.local.live import LiveBundle
from tests.integration.flow.books import Books
from tests.integration.flow.conftest import eventually
from tests.integration.flow.sales import Sales

BUYERS = ("birds@intuit.com", "geeta@kalapatapu.com", "diego@rodriguez.com", "kate@whelan.com", "mark@cho.com")
FREE_CALLS, METERED_READS = 60, 20


@pytest.mark.timeout(180)
def test_a_hundred_invoices_are_carried_in_bulk(
    live: LiveBundle, sales: Sales, books: Books, calm: Callable[[], None]
) -> None:
    invoices = sales.draft_many([sales.contact(email) for email in BUYERS] * 20)
    calm()
    known = len(books.look("Invoice", "Id > '0'"))
    meters = [f"{url}/_twin/calls" for url in (live.twins.hubspot_url, live.twins.quickbooks_url)]
    for meter in meters:
        httpx.delete(meter)
    sales.finalise_many(invoices)
    eventually(lambda: len(books.look("Invoice", "Id > '0'")) == known + len(invoices), within=60)
    calm()
    hubspot, quickbooks = (httpx.get(meter).json() for meter in meters)
    told = json.dumps({"hubspot": hubspot["by_route"], "quickbooks": quickbooks["by_route"]}, indent=1)
    print(told, hubspot["total"], quickbooks)
    assert hubspot["total"] + quickbooks["total"] <= FREE_CALLS, told
    assert quickbooks["metered"] <= METERED_READS, told
    assert len(books.look("Invoice", "Id > '0'")) == known + len(invoices)
