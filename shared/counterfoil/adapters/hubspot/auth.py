"""HubSpot's OAuth: pure calls to the token endpoint. Who keeps the tokens, and when they are renewed, is decided elsewhere.

Source: https://developers.hubspot.com/docs/api-reference/latest/authentication/manage-oauth-tokens
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

import httpx2
from pydantic import ValidationError

from counterfoil.adapters.hubspot.answers import ConsentAnswer, TokenAnswer, TokenDetails
from counterfoil.adapters.hubspot.errors import REQUEST_ID_HEADER
from counterfoil.adapters.tokens import Consent, Grant, RenewedTokens, dead_grant, our_fault, try_later
from counterfoil.domain.errors import ErrorCategory, VendorError
from counterfoil.settings import HUBSPOT_API_VERSION

PRIVATE_APP_TOKEN_PREFIX = "pat-"  # noqa: S105 - how such tokens begin, not one of them
PRIVATE_APP_TOKEN_LIFE = timedelta(days=3650)
_DEAD = {"invalid_grant", "BAD_REFRESH_TOKEN"}


class HubSpotGrant(Grant):
    """The token endpoint, with the app's own credentials. A private app's token is its own renewal: it never expires."""

    def __init__(
        self, *, client: httpx2.Client, base_url: str, client_id: str, client_secret: str, version: str = HUBSPOT_API_VERSION
    ) -> None:
        self._client, self._base_url = client, base_url.rstrip("/")
        self._token_url = f"{self._base_url}/oauth/{version}/token"
        self._app = {"client_id": client_id, "client_secret": client_secret}

    def refresh(self, refresh_token: str) -> RenewedTokens:
        if refresh_token.startswith(PRIVATE_APP_TOKEN_PREFIX):
            return RenewedTokens(refresh_token, refresh_token, PRIVATE_APP_TOKEN_LIFE)
        response = self._post("", {"grant_type": "refresh_token", "refresh_token": refresh_token})
        try:
            tokens = TokenAnswer.model_validate_json(response.content)
        except ValidationError as error:
            raise _busy(response, "the answer holds no tokens") from error
        return RenewedTokens(tokens.access_token, tokens.refresh_token, timedelta(seconds=tokens.expires_in))

    def exchange(self, code: str, redirect_uri: str) -> Consent:
        """The grant behind a code that the consent page sent to `redirect_uri`. Raises VendorError (E12) for a bad code."""
        response = self._post("", {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri})
        try:
            tokens = ConsentAnswer.model_validate_json(response.content)
        except ValidationError as error:
            raise _busy(response, "the answer holds no tokens") from error
        return Consent(str(tokens.hub_id), tokens.refresh_token)

    def private_app(self, token: str) -> Consent:
        """The grant that a private app's token is. Raises VendorError, with E12 for anything else."""
        if not token.startswith(PRIVATE_APP_TOKEN_PREFIX):
            raise dead_grant("this is no static token", code="static_token", request_id="")
        details = self._details(token)
        return Consent(str(details.hub_id), token)

    def revoke(self, refresh_token: str) -> bool:
        """As the port says; a private app's token is revoked by a person in HubSpot."""
        if refresh_token.startswith(PRIVATE_APP_TOKEN_PREFIX):
            return False
        try:
            self._post("/revoke", {"token": refresh_token, "token_type_hint": "refresh_token"})
        except VendorError as error:
            if error.failure.category is not ErrorCategory.NEEDS_RECONNECT:
                raise
        return True

    def scopes(self, access_token: str) -> frozenset[str]:
        """What was granted, by HubSpot's names of scopes. Raises VendorError (E16) when HubSpot did not say."""
        return frozenset(self._details(access_token).scopes)

    def _details(self, access_token: str) -> TokenDetails:
        if access_token.startswith(PRIVATE_APP_TOKEN_PREFIX):
            url = f"{self._base_url}/oauth/v2/private-apps/get/access-token-info"
            response = self._answered(lambda: self._client.post(url, json={"tokenKey": access_token}))
        else:
            response = self._post("/introspect", {"access_token": access_token, "token_type_hint": "access_token"})
        try:
            details = TokenDetails.model_validate_json(response.content)
        except ValidationError as error:
            raise _busy(response, "the answer says nothing of the token") from error
        if not details.active:
            raise _busy(response, "the token has just ended")
        return details

    def _post(self, path: str, form: Mapping[str, str]) -> httpx2.Response:
        return self._answered(lambda: self._client.post(f"{self._token_url}{path}", data={**self._app, **form}))

    def _answered(self, post: Callable[[], httpx2.Response]) -> httpx2.Response:
        try:
            response = post()
        except httpx2.TransportError as error:
            raise try_later(f"no answer: {type(error).__name__}") from error
        if response.is_success:
            return response
        raise _refusal(response)


def _refusal(response: httpx2.Response) -> VendorError:
    """A dead grant only where HubSpot says so. What else it refuses with a code is wrong with the app or its request."""
    codes = _codes(response)
    if response.status_code == httpx2.codes.TOO_MANY_REQUESTS or response.is_server_error or not codes:
        return _busy(response, f"HTTP status {response.status_code}")
    request_id = response.headers.get(REQUEST_ID_HEADER, "")
    dead = next((code for code in codes if code in _DEAD), "")
    if not dead:
        return our_fault("HubSpot refused the app", code=codes[-1], request_id=request_id)
    text = "HubSpot no longer accepts the refresh token"
    return dead_grant(text, code=dead, request_id=request_id)


def _codes(response: httpx2.Response) -> list[str]:
    try:
        body = response.json()
    except ValueError:
        return []
    return [str(body[name]) for name in ("category", "error", "status") if body.get(name)] if isinstance(body, dict) else []


def _busy(response: httpx2.Response, text: str) -> VendorError:
    return try_later(text, code=str(response.status_code), request_id=response.headers.get(REQUEST_ID_HEADER, ""))
