"""QuickBooks' grants over the twin: renewed, rotated, revoked."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from counterfoil.adapters.quickbooks.auth import QuickBooksGrant
from counterfoil.domain.errors import ErrorCategory, Failure, VendorError
from infra.sandbox.kernel.faults import FaultKind
from tests.contract.systems.quickbooks_world import BASE_URL, QuickBooksWorld


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company of its own for every test."""
    return QuickBooksWorld()


@pytest.fixture
def refresh_token(world: QuickBooksWorld) -> str:
    """The consent for the company."""
    return world.credentials["refresh_token"]


@pytest.fixture
def grant(world: QuickBooksWorld) -> QuickBooksGrant:
    """The twin's token endpoint."""
    return granted(world, world.credentials["client_secret"])


def granted(world: QuickBooksWorld, client_secret: str) -> QuickBooksGrant:
    return QuickBooksGrant(
        client=world.client,
        token_url=f"{BASE_URL}/oauth2/v1/tokens/bearer",
        revoke_url=f"{BASE_URL}/v2/oauth2/tokens/revoke",
        client_id=world.credentials["client_id"],
        client_secret=client_secret,
    )


def refused(grant: QuickBooksGrant, refresh_token: str) -> Failure:
    with pytest.raises(VendorError) as raised:
        grant.refresh(refresh_token)
    return raised.value.failure


@pytest.mark.parametrize("rotation", ["daily", "always"])
def test_what_comes_back_is_what_is_used_next(
    world: QuickBooksWorld, grant: QuickBooksGrant, refresh_token: str, rotation: str
) -> None:
    world.switches.rotation = rotation
    first = grant.refresh(refresh_token)
    assert first.expires_in == timedelta(seconds=world.switches.access_token_seconds)
    assert (first.refresh_token != refresh_token) is (rotation == "always")
    assert grant.refresh(first.refresh_token).access_token != first.access_token


def test_a_replaced_token_is_dead(world: QuickBooksWorld, grant: QuickBooksGrant, refresh_token: str) -> None:
    world.switches.rotation = "always"
    grant.refresh(refresh_token)
    failure = refused(grant, refresh_token)
    assert (failure.category, failure.code) == (ErrorCategory.NEEDS_RECONNECT, "invalid_grant")


def test_a_revoked_grant_is_dead(grant: QuickBooksGrant, refresh_token: str) -> None:
    assert grant.revoke(refresh_token)
    assert refused(grant, refresh_token).category is ErrorCategory.NEEDS_RECONNECT
    grant.revoke(refresh_token)


def test_a_mistyped_app_secret_is_a_fault_of_ours(world: QuickBooksWorld, refresh_token: str) -> None:
    failure = refused(granted(world, "mistyped"), refresh_token)
    assert (failure.category, failure.code) == (ErrorCategory.OUR_FAULT, "invalid_client")


@pytest.mark.parametrize("kind", [FaultKind.DROPPED_BEFORE, FaultKind.SERVER_ERROR, FaultKind.THROTTLED])
def test_trouble_is_no_dead_grant(
    world: QuickBooksWorld, grant: QuickBooksGrant, refresh_token: str, kind: FaultKind
) -> None:
    world.plan(kind, "token")
    assert refused(grant, refresh_token).category is ErrorCategory.VENDOR_UNAVAILABLE
    grant.refresh(refresh_token)


REDIRECT = "http://1a2b.execute-api.localhost:1234/oauth/quickbooks/callback"


def consented(world: QuickBooksWorld, redirect_uri: str = REDIRECT, **headers: str) -> httpx2.Response:
    """The consent page's answer."""
    query = {
        "client_id": world.credentials["client_id"],
        "redirect_uri": redirect_uri,
        "response_type": "code",
        "scope": "com.intuit.quickbooks.accounting",
        "state": "s",
        "realmId": world.credentials["realm_id"],
    }
    return world.client.get(f"{BASE_URL}/connect/oauth2", params=query, headers=headers)


def test_a_consent_comes_with_the_company_and_is_exchanged_once(world: QuickBooksWorld, grant: QuickBooksGrant) -> None:
    found = parse_qs(urlsplit(consented(world).headers["Location"]).query)
    assert found["realmId"] == [world.credentials["realm_id"]]
    consent = grant.exchange(found["code"][0], REDIRECT)
    assert consent.refresh_token not in repr(consent)
    assert grant.refresh(consent.refresh_token).access_token
    with pytest.raises(VendorError) as raised:
        grant.exchange(found["code"][0], REDIRECT)
    assert raised.value.failure.category is ErrorCategory.NEEDS_RECONNECT


def test_people_are_sent_back_encrypted_or_on_this_machine_only(world: QuickBooksWorld) -> None:
    for address in ("http://console.example/callback", "http://evil.localhost.example/callback", "ftp://localhost/callback"):
        assert consented(world, address).status_code == 400
    assert consented(world, "https://console.example/callback").status_code == 302


def test_a_person_is_asked_on_a_page(world: QuickBooksWorld) -> None:
    page = consented(world, accept="text/html")
    assert (page.status_code, "Let Counterfoil into QuickBooks?" in page.text) == (200, True)
    assert world.credentials["realm_id"] in page.text
