"""Renewing and ending HubSpot's grants."""

from datetime import timedelta
from urllib.parse import parse_qs

import httpx2
import pytest

from counterfoil.adapters.hubspot.auth import HubSpotGrant
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError

DEAD = {"error": "invalid_grant", "status": "BAD_REFRESH_TOKEN", "message": "refresh token is invalid"}


class TokenEndpoint:
    """Answers with one response and remembers what it was asked."""

    def __init__(self, response: httpx2.Response | None = None) -> None:
        self.requests: list[httpx2.Request] = []
        self._response = response

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        if self._response is None:
            raise httpx2.ReadTimeout("no answer")
        return self._response


def grant(endpoint: TokenEndpoint) -> HubSpotGrant:
    client = httpx2.Client(transport=httpx2.MockTransport(endpoint))
    return HubSpotGrant(client=client, base_url="https://api.hubapi.test/", client_id="app", client_secret="s3cret")


def refused(endpoint: TokenEndpoint) -> Failure:
    with pytest.raises(VendorError) as raised:
        grant(endpoint).refresh("old")
    assert "s3cret" not in str(raised.value)
    return raised.value.failure


def test_a_refresh_token_becomes_new_tokens() -> None:
    body = {"access_token": "new", "refresh_token": "newer", "expires_in": 1800, "token_type": "bearer", "hub_id": 1}
    endpoint = TokenEndpoint(httpx2.Response(200, json=body))
    tokens = grant(endpoint).refresh("old")
    assert (tokens.access_token, tokens.refresh_token) == ("new", "newer")
    assert tokens.expires_in == timedelta(minutes=30)
    assert "newer" not in repr(tokens)
    [request] = endpoint.requests
    assert str(request.url) == "https://api.hubapi.test/oauth/2026-09/token"
    assert parse_qs(request.content.decode()) == {
        "grant_type": ["refresh_token"],
        "client_id": ["app"],
        "client_secret": ["s3cret"],
        "refresh_token": ["old"],
    }


def test_a_private_apps_token_renews_to_itself_without_a_call() -> None:
    endpoint = TokenEndpoint()
    tokens = grant(endpoint).refresh("pat-na1-1234")
    assert tokens.access_token == tokens.refresh_token == "pat-na1-1234"
    assert tokens.expires_in > timedelta(days=365)
    assert grant(endpoint).revoke("pat-na1-1234") is False
    assert endpoint.requests == []


def test_a_dead_grant_needs_a_person() -> None:
    failure = refused(TokenEndpoint(httpx2.Response(400, json=DEAD, headers={"x-hubspot-correlation-id": "c-1"})))
    assert (failure.category, failure.cure) == (ErrorCategory.NEEDS_RECONNECT, Cure.PERSON)
    assert failure.request_id == "c-1"


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_token_endpoint_may_be_asked_again(status: int) -> None:
    failure = refused(TokenEndpoint(httpx2.Response(status)))
    assert (failure.category, failure.cure) == (ErrorCategory.VENDOR_UNAVAILABLE, Cure.WAITING)


def test_no_answer_may_be_asked_again() -> None:
    failure = refused(TokenEndpoint())
    assert (failure.category, failure.cure) == (ErrorCategory.VENDOR_UNAVAILABLE, Cure.WAITING)


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"access_token": ""}', b"[]"])
def test_an_answer_without_tokens_may_be_asked_again(body: bytes) -> None:
    assert refused(TokenEndpoint(httpx2.Response(200, content=body))).cure is Cure.WAITING


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]"])
def test_a_refusal_that_says_nothing_may_be_asked_again(body: bytes) -> None:
    failure = refused(TokenEndpoint(httpx2.Response(400, content=body)))
    assert (failure.category, failure.cure) == (ErrorCategory.VENDOR_UNAVAILABLE, Cure.WAITING)


@pytest.mark.parametrize(
    ("error", "status"),
    [("invalid_client", "BAD_CLIENT_SECRET"), ("invalid_client", "BAD_CLIENT_ID"), ("invalid_request", "BAD_REQUEST")],
)
def test_a_refused_app_is_a_fault_of_ours_and_ends_no_grant(error: str, status: str) -> None:
    failure = refused(TokenEndpoint(httpx2.Response(401, json={"error": error, "status": status})))
    assert (failure.category, failure.cure, failure.code) == (ErrorCategory.OUR_FAULT, Cure.WAITING, status)


def test_a_refused_app_ends_nothing() -> None:
    endpoint = TokenEndpoint(httpx2.Response(401, json={"error": "invalid_client", "status": "BAD_CLIENT_SECRET"}))
    with pytest.raises(VendorError, match="BAD_CLIENT_SECRET"):
        assert grant(endpoint).revoke("old")


def test_revoking_names_the_token_and_its_kind() -> None:
    endpoint = TokenEndpoint(httpx2.Response(204))
    grant(endpoint).revoke("old")
    [request] = endpoint.requests
    assert request.url.path == "/oauth/2026-09/token/revoke"
    assert parse_qs(request.content.decode())["token"] == ["old"]


def test_a_grant_that_has_ended_already_is_revoked() -> None:
    grant(TokenEndpoint(httpx2.Response(400, json=DEAD))).revoke("old")


def test_a_revocation_without_answer_is_told() -> None:
    with pytest.raises(VendorError):
        grant(TokenEndpoint()).revoke("old")


def test_what_was_granted_is_asked_for_with_the_token_in_the_body() -> None:
    endpoint = TokenEndpoint(httpx2.Response(200, json={"active": True, "scopes": ["oauth", "e-commerce"]}))
    assert grant(endpoint).scopes("current") == {"oauth", "e-commerce"}
    [request] = endpoint.requests
    assert request.url.path == "/oauth/2026-09/token/introspect"
    assert parse_qs(request.content.decode())["access_token"] == ["current"]


@pytest.mark.parametrize("body", [{"active": False}, {"scopes": 7}, []])
def test_a_token_of_which_nothing_is_said_permits_nothing_for_certain(body: object) -> None:
    with pytest.raises(VendorError) as raised:
        grant(TokenEndpoint(httpx2.Response(200, json=body))).scopes("current")
    assert raised.value.failure.category is ErrorCategory.VENDOR_UNAVAILABLE
