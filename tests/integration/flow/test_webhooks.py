"""Anybody may call the webhook addresses; only the vendors are believed."""

import time
from collections.abc import Callable

import httpx
import pytest

from infra.local.live import LiveBundle
from tests.integration.flow.deliveries import from_hubspot, from_quickbooks, hubspot_event, quickbooks_event


@pytest.fixture
def hubspot(live: LiveBundle) -> tuple[str, str]:
    """HubSpot's webhook address and the secret it signs with."""
    return live.stack.webhooks["hubspot"], live.description()["hubspot"]["client_secret"]


@pytest.fixture
def quickbooks(live: LiveBundle) -> tuple[str, str]:
    """QuickBooks' webhook address and the token it signs with."""
    return live.stack.webhooks["quickbooks"], live.description()["quickbooks"]["verifier_token"]


def _invoice_work(live: LiveBundle) -> int:
    """How often invoice_sync ran so far."""
    return sum(line.startswith("START") for line in live.stack.logs("InvoiceSync"))


def test_forged_stale_and_unsigned_deliveries_are_refused(
    live: LiveBundle, hubspot: tuple[str, str], quickbooks: tuple[str, str], calm: Callable[[], None]
) -> None:
    calm()
    before = _invoice_work(live)
    event = [hubspot_event(str(live.description()["hubspot"]["portal_id"]))]
    other = [quickbooks_event(live.description()["quickbooks"]["realm_id"])]
    answers = (
        from_hubspot(hubspot[0], event, "not the secret"),
        from_hubspot(*hubspot[:1], event, hubspot[1], age_seconds=301),
        httpx.post(hubspot[0], json=event, timeout=20),
        from_quickbooks(quickbooks[0], other, "not the token"),
        httpx.post(quickbooks[0], json=other, timeout=20),
    )
    assert [answer.status_code for answer in answers] == [401] * 5
    calm()
    assert _invoice_work(live) == before


def test_malformed_and_oversized_deliveries_are_refused(hubspot: tuple[str, str], quickbooks: tuple[str, str]) -> None:
    assert from_hubspot(hubspot[0], b'{"not": "a list"', hubspot[1]).status_code == 400
    assert from_quickbooks(quickbooks[0], b"[1, 2", quickbooks[1]).status_code == 400
    assert from_hubspot(hubspot[0], b" " * (1024 * 1024 + 1), hubspot[1]).status_code in {400, 413}


def test_an_unknown_account_is_acknowledged_and_makes_no_work(
    live: LiveBundle, hubspot: tuple[str, str], quickbooks: tuple[str, str], calm: Callable[[], None]
) -> None:
    calm()
    before = _invoice_work(live)
    assert from_hubspot(hubspot[0], [hubspot_event("99")], hubspot[1]).status_code == 200
    assert from_quickbooks(quickbooks[0], [quickbooks_event("99")], quickbooks[1]).status_code == 200
    calm()
    assert _invoice_work(live) == before


def test_an_array_that_mixes_companies_works_for_the_known_one(
    live: LiveBundle, quickbooks: tuple[str, str], calm: Callable[[], None]
) -> None:
    calm()
    before = _invoice_work(live)
    known = quickbooks_event(live.description()["quickbooks"]["realm_id"])
    body = [quickbooks_event("99"), known]
    assert [from_quickbooks(quickbooks[0], body, quickbooks[1]).status_code for _ in range(2)] == [200, 200]
    time.sleep(1)
    calm()
    assert _invoice_work(live) == before + 1  # the second delivery of the same event costs nothing
