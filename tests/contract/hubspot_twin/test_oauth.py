"""Consent, tokens, expiry, revocation, scopes."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from tests.contract.hubspot_twin.client import Portal

REDIRECT = "https://app.example.com/oauth/callback"
TOKEN_PATHS = ("/oauth/v1/token", "/oauth/v3/token", "/oauth/2026-03/token", "/oauth/2026-09/token")


def _keys(portal: Portal, *names: str) -> dict[str, Any]:
    return {name: portal.credentials[name] for name in ("client_id", "client_secret", *names)}


def _token(portal: Portal, path: str = "/oauth/v3/token", **form: Any) -> httpx2.Response:
    return portal.http.post(path, data={**_keys(portal), **form})


def _consent(portal: Portal, **query: str) -> dict[str, list[str]]:
    asked = {"client_id": portal.credentials["client_id"], "redirect_uri": REDIRECT, "scope": "oauth e-commerce"}
    response = portal.http.get("/oauth/authorize", params={**asked, "state": "s1", **query})
    assert response.status_code == 302
    assert response.headers["Location"].startswith(REDIRECT)
    return parse_qs(urlsplit(response.headers["Location"]).query)


@pytest.mark.parametrize("path", TOKEN_PATHS)
def test_a_code_is_exchanged_once_for_tokens(portal: Portal, path: str) -> None:
    found = _consent(portal)
    assert found["state"] == ["s1"]
    form = {"grant_type": "authorization_code", "code": found["code"][0], "redirect_uri": REDIRECT}
    token = _token(portal, path, **form).json()
    assert (token["token_type"], token["expires_in"]) == ("bearer", 1800)
    assert len(token["access_token"]) >= 300
    if path != "/oauth/v1/token":
        assert (token["hub_id"], token["scopes"], token["token_use"]) == (
            portal.credentials["portal_id"],
            ["oauth", "e-commerce"],
            "access_token",
        )
    again = _token(portal, path, **form)
    assert (again.status_code, again.json()["status"]) == (400, "BAD_AUTH_CODE")


def test_codes_expire_and_belong_to_their_redirect_address(portal: Portal) -> None:
    code = _consent(portal)["code"][0]
    other = _token(portal, grant_type="authorization_code", code=code, redirect_uri="https://elsewhere.example")
    assert other.json()["status"] == "BAD_REDIRECT_URI"
    portal.advance(601)
    late = _token(portal, grant_type="authorization_code", code=code, redirect_uri=REDIRECT)
    assert late.json()["status"] == "EXPIRED_AUTH_CODE"


def test_a_person_may_decline(portal: Portal) -> None:
    portal.switch(consent_denied=True)
    assert _consent(portal)["error"] == ["access_denied"]
    assert portal.http.get("/oauth/authorize", params={"client_id": "x", "redirect_uri": REDIRECT}).status_code == 400


@pytest.mark.parametrize("path", TOKEN_PATHS)
def test_refreshing_keeps_the_refresh_token(portal: Portal, path: str) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": portal.credentials["refresh_token"]}
    first, second = _token(portal, path, **form).json(), _token(portal, path, **form).json()
    assert first["refresh_token"] == second["refresh_token"] == portal.credentials["refresh_token"]
    assert first["access_token"] != second["access_token"]


def test_refresh_tokens_rotate_by_switch(portal: Portal) -> None:
    portal.switch(rotate_refresh_tokens=True)
    form = {"grant_type": "refresh_token", "refresh_token": portal.credentials["refresh_token"]}
    assert _token(portal, **form).json()["refresh_token"] != portal.credentials["refresh_token"]
    refused = _token(portal, **form)
    assert refused.status_code == 400
    assert refused.json()["error"] == "invalid_grant"
    assert refused.json()["status"] == "BAD_REFRESH_TOKEN"
    assert refused.json()["message"] == refused.json()["error_description"]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"client_id": "x"}, "BAD_CLIENT_ID"),
        ({"client_secret": "x"}, "BAD_CLIENT_SECRET"),
        ({"grant_type": "password"}, "BAD_GRANT_TYPE"),
        ({"refresh_token": "x"}, "BAD_REFRESH_TOKEN"),
    ],
)
def test_refused_token_requests(portal: Portal, form: dict[str, str], status: str) -> None:
    sent = {"grant_type": "refresh_token", "refresh_token": portal.credentials["refresh_token"], **form}
    refused = _token(portal, **sent)
    assert (refused.status_code, refused.json()["status"]) == (400, status)


def test_newer_token_endpoints_take_no_query_parameters(portal: Portal) -> None:
    form = {**_keys(portal, "refresh_token"), "grant_type": "refresh_token"}
    assert portal.http.post("/oauth/v3/token", params=form).status_code == 400
    assert portal.http.post("/oauth/v1/token", params=form).status_code == 200


def test_an_expired_token(portal: Portal) -> None:
    portal.advance(1_799)
    portal.search("contacts")
    portal.advance(61)
    refused = portal.search("contacts", status=401)
    assert refused["category"] == "EXPIRED_AUTHENTICATION"
    assert refused["message"] == "The OAuth token used to make this call expired 60 second(s) ago."
    assert refused["context"] == {"expire time": ["2026-10-05T09:00:00Z"]}


def test_expiry_and_revocation_on_demand(portal: Portal) -> None:
    assert portal.act("expire_tokens") == {"expired": 1}
    portal.search("contacts", status=401)
    assert portal.act("revoke_grant") == {"revoked": 1}
    form = {"grant_type": "refresh_token", "refresh_token": portal.credentials["refresh_token"]}
    assert _token(portal, **form).json()["status"] == "BAD_REFRESH_TOKEN"


@pytest.mark.parametrize("headers", [{"Authorization": ""}, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}])
def test_no_or_unknown_credentials(portal: Portal, headers: dict[str, str]) -> None:
    response = portal.http.get("/crm/v3/objects/contacts", headers=headers)
    assert (response.status_code, response.json()["category"]) == (401, "INVALID_AUTHENTICATION")
    assert response.json()["message"].startswith("Authentication credentials not found.")


def test_introspection_and_revocation(portal: Portal) -> None:
    base, keys = "/oauth/2026-09/token", _keys(portal)
    access, refresh = portal.credentials["access_token"], portal.credentials["refresh_token"]
    found = portal.http.post(f"{base}/introspect", data={**keys, "token": access, "token_type_hint": "access_token"})
    described = found.json()
    assert (described["active"], described["hub_id"], described["expires_in"]) == (
        True,
        portal.credentials["portal_id"],
        1800,
    )
    found = portal.http.post(f"{base}/introspect", data={**keys, "refresh_token": refresh})
    assert (found.json()["active"], found.json()["token_use"]) == (True, "refresh_token")
    assert portal.http.post(f"{base}/revoke", data={**keys, "token": refresh}).status_code == 204
    found = portal.http.post(f"{base}/introspect", data={**keys, "token": refresh})
    assert found.json()["active"] is False
    portal.search("contacts", status=401)


def test_token_information_of_version_one(portal: Portal) -> None:
    access, refresh = portal.credentials["access_token"], portal.credentials["refresh_token"]
    assert portal.call("GET", f"/oauth/v1/access-tokens/{access}")["hub_id"] == portal.credentials["portal_id"]
    assert portal.call("GET", f"/oauth/v1/refresh-tokens/{refresh}")["token"] == refresh
    portal.call("GET", "/oauth/v1/access-tokens/x", status=404)
    portal.call("DELETE", f"/oauth/v1/refresh-tokens/{refresh}", status=204)
    portal.call("GET", f"/oauth/v1/refresh-tokens/{refresh}", status=404)


def test_a_private_apps_token_does_not_expire(portal: Portal) -> None:
    token = portal.act("private_app_token")["access_token"]
    portal.advance(100_000)
    assert token.startswith("pat-na1-")
    headers = {"Authorization": f"Bearer {token}"}
    assert portal.http.get("/crm/v3/objects/contacts", headers=headers).status_code == 200
    info = portal.call("POST", "/oauth/v2/private-apps/get/access-token-info", {"tokenKey": token})
    assert info["hubId"] == portal.credentials["portal_id"]
    portal.call("POST", "/oauth/v2/private-apps/get/access-token-info", {"tokenKey": "x"}, status=404)


def test_scopes_open_and_close_objects(portal: Portal) -> None:
    portal.act("set_scopes", scopes=["crm.objects.invoices.read", "e-commerce"])
    portal.call("GET", "/crm/v3/objects/invoices")
    portal.create("products", name="e-commerce opens products")
    portal.call("GET", "/crm/v3/properties/invoices")
    refused = portal.create("invoices", hs_currency="USD", status=403)
    assert refused["category"] == "MISSING_SCOPES"
    assert refused["errors"][0]["context"] == {"requiredGranularScopes": ["crm.objects.invoices.write"]}
    portal.call("GET", "/crm/v3/objects/contacts", status=403)
    portal.call("GET", "/crm/v4/objects/invoices/1/associations/contacts", status=403)
    portal.call("POST", "/crm/v3/properties/invoices", {}, status=403)
    portal.call("GET", "/tax-rates/v1/tax-rates", status=403)
    portal.call("GET", "/account-info/v3/details")
