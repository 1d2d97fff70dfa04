"""Anybody may call the webhook addresses; only the vendors are believed.

Each delivery is about an invoice that nobody else speaks of and that does not exist: whoever asks a vendor for it was set to
work by that delivery, whatever else happens meanwhile.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from infra.local.live import LiveBundle
from infra.sandbox.kernel.faults import Fault, FaultKind
from tests.integration.flow.conftest import eventually
from tests.integration.flow.deliveries import from_hubspot, from_quickbooks, hubspot_event, quickbooks_event

pytestmark = pytest.mark.long


@pytest.fixture
def hubspot(live: LiveBundle) -> tuple[str, str]:
    """HubSpot's webhook address and the secret it signs with."""
    return live.stack.webhooks["hubspot"], live.description()["hubspot"]["client_secret"]


@pytest.fixture
def quickbooks(live: LiveBundle) -> tuple[str, str]:
    """QuickBooks' webhook address and the token it signs with."""
    return live.stack.webhooks["quickbooks"], live.description()["quickbooks"]["verifier_token"]


@pytest.fixture
def events(live: LiveBundle, invoice: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What HubSpot and QuickBooks would say of the invoice in the connected portal and company."""
    accounts = live.description()
    portal_id, realm_id = str(accounts["hubspot"]["portal_id"]), accounts["quickbooks"]["realm_id"]
    return hubspot_event(portal_id, invoice), quickbooks_event(realm_id, invoice)


@pytest.fixture
def invoice() -> str:
    """The id of an invoice that is nowhere."""
    return str(uuid4().int % 10**12)


@pytest.fixture
def asked(live: LiveBundle, invoice: str) -> Callable[[], tuple[int, int]]:
    """How often HubSpot and QuickBooks were asked for the invoice so far: each time uses up one of many idle faults."""
    twins = live.twins.hubspot, live.twins.quickbooks
    idle = [Fault(FaultKind.SLOW_BEFORE, body_contains=invoice, times=_MANY) for _ in twins]
    for twin, fault in zip(twins, idle, strict=True):
        twin.kernel.faults.add(fault)
    return lambda: (_MANY - (idle[0].times or 0), _MANY - (idle[1].times or 0))


_MANY = 1_000


def test_forged_stale_and_unsigned_deliveries_are_refused(
    hubspot: tuple[str, str],
    quickbooks: tuple[str, str],
    events: tuple[dict[str, Any], dict[str, Any]],
    asked: Callable[[], tuple[int, int]],
    calm: Callable[[], None],
) -> None:
    event, other = ([one] for one in events)
    answers = (
        from_hubspot(hubspot[0], event, "not the secret"),
        from_hubspot(*hubspot[:1], event, hubspot[1], age_seconds=301),
        httpx2.post(hubspot[0], json=event, timeout=20),
        from_quickbooks(quickbooks[0], other, "not the token"),
        httpx2.post(quickbooks[0], json=other, timeout=20),
    )
    assert [answer.status_code for answer in answers] == [401] * 5
    calm()
    assert asked() == (0, 0)
    assert from_hubspot(hubspot[0], event, hubspot[1]).status_code == 200
    assert from_quickbooks(quickbooks[0], other, quickbooks[1]).status_code == 200
    assert eventually(lambda: all(asked()))


def test_malformed_and_oversized_deliveries_are_refused(hubspot: tuple[str, str], quickbooks: tuple[str, str]) -> None:
    assert from_hubspot(hubspot[0], b'{"not": "a list"', hubspot[1]).status_code == 400
    assert from_quickbooks(quickbooks[0], b"[1, 2", quickbooks[1]).status_code == 400
    assert from_hubspot(hubspot[0], b" " * (1024 * 1024 + 1), hubspot[1]).status_code in {400, 413}


def test_an_unknown_account_is_acknowledged_and_makes_no_work(
    hubspot: tuple[str, str],
    quickbooks: tuple[str, str],
    invoice: str,
    asked: Callable[[], tuple[int, int]],
    calm: Callable[[], None],
) -> None:
    assert from_hubspot(hubspot[0], [hubspot_event("99", invoice)], hubspot[1]).status_code == 200
    assert from_quickbooks(quickbooks[0], [quickbooks_event("99", invoice)], quickbooks[1]).status_code == 200
    calm()
    assert asked() == (0, 0)


def test_an_array_that_mixes_companies_works_once_for_the_known_one(
    quickbooks: tuple[str, str],
    invoice: str,
    events: tuple[dict[str, Any], dict[str, Any]],
    asked: Callable[[], tuple[int, int]],
    calm: Callable[[], None],
) -> None:
    body = [quickbooks_event("99", invoice), events[1]]
    answers = [from_quickbooks(quickbooks[0], body, quickbooks[1]).status_code for _ in range(2)]
    assert answers == [200, 200]
    eventually(lambda: any(asked()))
    calm()
    assert asked() == (0, 1)  # the second delivery of the same events costs nothing
