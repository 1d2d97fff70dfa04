"""HubSpot's grants over the twin: renewed, rotated, revoked."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from counterfoil.adapters.hubspot.auth import HubSpotGrant
from counterfoil.domain.errors import ErrorCategory, Failure, VendorError
from infra.sandbox.kernel.faults import FaultKind
from tests.contract.systems.hubspot_world import BASE_URL, HubSpotWorld


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


@pytest.fixture
def grant(world: HubSpotWorld) -> HubSpotGrant:
    """The twin's token endpoint."""
    return granted(world, world.credentials["client_secret"])


def granted(world: HubSpotWorld, client_secret: str) -> HubSpotGrant:
    client_id = world.credentials["client_id"]
    return HubSpotGrant(client=world.client, base_url=BASE_URL, client_id=client_id, client_secret=client_secret)


def refused(grant: HubSpotGrant, refresh_token: str) -> Failure:
    with pytest.raises(VendorError) as raised:
        grant.refresh(refresh_token)
    return raised.value.failure


@pytest.mark.parametrize("rotate", [True, False])
def test_what_comes_back_is_what_is_used_next(world: HubSpotWorld, grant: HubSpotGrant, *, rotate: bool) -> None:
    world.twin.switches().rotate_refresh_tokens = rotate
    first = grant.refresh(world.credentials["refresh_token"])
    assert first.expires_in == timedelta(minutes=30)
    assert (first.refresh_token != world.credentials["refresh_token"]) is rotate
    assert grant.refresh(first.refresh_token).access_token != first.access_token


def test_a_revoked_grant_is_dead(world: HubSpotWorld, grant: HubSpotGrant) -> None:
    assert grant.revoke(world.credentials["refresh_token"])
    assert refused(grant, world.credentials["refresh_token"]).category is ErrorCategory.NEEDS_RECONNECT
    grant.revoke(world.credentials["refresh_token"])


def test_a_mistyped_app_secret_is_a_fault_of_ours(world: HubSpotWorld) -> None:
    failure = refused(granted(world, "mistyped"), world.credentials["refresh_token"])
    assert (failure.category, failure.code) == (ErrorCategory.OUR_FAULT, "BAD_CLIENT_SECRET")


@pytest.mark.parametrize("kind", [FaultKind.DROPPED_BEFORE, FaultKind.SERVER_ERROR, FaultKind.THROTTLED])
def test_trouble_is_no_dead_grant(world: HubSpotWorld, grant: HubSpotGrant, kind: FaultKind) -> None:
    world.plan(kind, "token")
    assert refused(grant, world.credentials["refresh_token"]).category is ErrorCategory.VENDOR_UNAVAILABLE
    grant.refresh(world.credentials["refresh_token"])


REDIRECT = "https://console.example/oauth/hubspot/callback"


def consented(world: HubSpotWorld, **headers: str) -> httpx2.Response:
    """The consent page's answer."""
    query = {"client_id": world.credentials["client_id"], "redirect_uri": REDIRECT, "scope": "oauth", "state": "s"}
    return world.client.get(f"{BASE_URL}/oauth/authorize", params=query, headers=headers)


def code_of(response: httpx2.Response) -> str:
    return parse_qs(urlsplit(response.headers["Location"]).query)["code"][0]


def test_a_consent_is_exchanged_once_and_says_which_portal_it_is_for(world: HubSpotWorld, grant: HubSpotGrant) -> None:
    code = code_of(consented(world))
    consent = grant.exchange(code, REDIRECT)
    assert consent.account_id == str(world.credentials["portal_id"])
    assert consent.refresh_token not in repr(consent)
    assert grant.refresh(consent.refresh_token).access_token
    with pytest.raises(VendorError):
        grant.exchange(code, REDIRECT)


def test_a_consent_is_exchanged_at_the_address_that_it_was_asked_for_only(world: HubSpotWorld, grant: HubSpotGrant) -> None:
    with pytest.raises(VendorError) as raised:
        grant.exchange(code_of(consented(world)), "https://evil.example")
    assert raised.value.failure.category is ErrorCategory.NEEDS_RECONNECT


def test_a_person_is_asked_on_a_page(world: HubSpotWorld, grant: HubSpotGrant) -> None:
    page = consented(world, accept="text/html")
    assert (page.status_code, "Let Counterfoil into HubSpot?" in page.text) == (200, True)
    kept = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text)) | {"portalId": str(world.credentials["portal_id"])}
    answer = {answer: {**kept, "answer": answer} for answer in ("allow", "deny")}
    headers = {"accept": "text/html"}
    denied = world.client.get(f"{BASE_URL}/oauth/authorize", params=answer["deny"], headers=headers)
    assert "error=access_denied" in denied.headers["Location"]
    allowed = world.client.get(f"{BASE_URL}/oauth/authorize", params=answer["allow"], headers=headers)
    assert grant.exchange(code_of(allowed), REDIRECT).account_id == str(world.credentials["portal_id"])


def test_a_static_token_says_which_portal_it_is_for(world: HubSpotWorld, grant: HubSpotGrant) -> None:
    token = world.twin.control("private_app_token", {})["access_token"]
    consent = grant.private_app(token)
    assert (consent.account_id, consent.refresh_token) == (str(world.credentials["portal_id"]), token)
    for invented in ("pat-na1-invented", "", "no token at all"):
        with pytest.raises(VendorError):
            grant.private_app(invented)
