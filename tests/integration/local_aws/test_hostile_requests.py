"""The addresses that everybody can reach, attacked over HTTP at the deployed function."""

import http.client
from urllib.parse import urlsplit

import httpx2
import pytest

from counterfoil.domain.identity import System
from infra.local.stack import LocalStack
from tests.fuzz.campaign import attack
from tests.fuzz.targets import over_http
from tests.integration.conftest import APP_SECRET
from tests.integration.flow.deliveries import from_hubspot, from_quickbooks

pytestmark = pytest.mark.long

DEEP = (b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000)
OTHER_PATHS = ("", "/", "/webhooks", "/webhooks/", "/webhooks/other", "/webhooks/hubspot/x", "/webhooks/%68ubspot/..%2f")


def starts(stack: LocalStack) -> int:
    """How often the intake ran so far."""
    return sum(line.startswith("START") for line in stack.logs("WebhookIntake"))


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("system", System)
def test_only_post_reaches_the_function(stack: LocalStack, method: str, system: System) -> None:
    before = starts(stack)
    answer = httpx2.request(method, stack.webhooks[system], timeout=20)
    assert answer.status_code in {400, 403, 404, 405, 501}
    assert starts(stack) == before


@pytest.mark.parametrize("path", OTHER_PATHS)
def test_other_paths_lead_nowhere(stack: LocalStack, path: str) -> None:
    before = starts(stack)
    assert httpx2.post(f"{stack.api_base_url}{path}", content=b"[]", timeout=20).status_code in {400, 403, 404}
    assert starts(stack) == before


@pytest.mark.parametrize("body", DEEP, ids=["open", "arrays", "objects"])
def test_a_deep_body_is_refused_however_genuine(stack: LocalStack, body: bytes) -> None:
    hubspot = from_hubspot(stack.webhooks["hubspot"], body, APP_SECRET["hubspot_client_secret"])
    quickbooks = from_quickbooks(stack.webhooks["quickbooks"], body, APP_SECRET["quickbooks_verifier_token"])
    assert (hubspot.status_code, quickbooks.status_code) == (400, 400)


def test_a_header_sent_twice_is_not_believed(stack: LocalStack) -> None:
    address = urlsplit(stack.webhooks["quickbooks"])
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=20)
    connection.putrequest("POST", address.path)
    for signature in ("forged", "c2lnbmF0dXJl"):
        connection.putheader("intuit-signature", signature)
    connection.putheader("content-length", "2")
    connection.endheaders(b"[]")
    with connection.getresponse() as answer:
        assert answer.status == 401
    connection.close()


def test_nothing_hostile_is_believed_by_the_deployed_function(stack: LocalStack) -> None:
    findings = attack(over_http(stack.api_base_url), 300, seed=5)
    assert not findings.violations
    assert findings.sent == 300
