"""QuickBooks' OAuth: pure calls to the token endpoint. Who keeps the tokens is decided elsewhere.

Source: https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0
"""

from collections.abc import Mapping
from datetime import timedelta

import httpx2
from pydantic import ValidationError

from counterfoil.adapters.quickbooks.errors import REQUEST_ID_HEADER
from counterfoil.adapters.quickbooks.schemas import OAuthError, TokenAnswer
from counterfoil.adapters.tokens import Consent, Grant, RenewedTokens, dead_grant, our_fault, try_later
from counterfoil.domain.errors import ErrorCategory, VendorError

_DEAD = {"invalid_grant", "invalid_token"}


class QuickBooksGrant(Grant):
    """The token endpoint, with the app's own credentials. The refresh token's value is replaced now and then."""

    def __init__(
        self, *, client: httpx2.Client, token_url: str, client_id: str, client_secret: str, revoke_url: str
    ) -> None:
        self._client, self._token_url, self._revoke_url = client, token_url, revoke_url
        self._app = httpx2.BasicAuth(client_id, client_secret)

    def refresh(self, refresh_token: str) -> RenewedTokens:
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        response = self._post(self._token_url, data=form)
        try:
            tokens = TokenAnswer.model_validate_json(response.content)
        except ValidationError as error:
            raise _busy(response, "the answer holds no tokens") from error
        return RenewedTokens(tokens.access_token, tokens.refresh_token, timedelta(seconds=tokens.expires_in))

    def exchange(self, code: str, redirect_uri: str) -> Consent:
        """The grant behind a code that the consent page sent to `redirect_uri`. Raises VendorError (E12) for a bad code.

        The company's id comes with the code, not with the tokens.
        """
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        response = self._post(self._token_url, data=form)
        try:
            tokens = TokenAnswer.model_validate_json(response.content)
        except ValidationError as error:
            raise _busy(response, "the answer holds no tokens") from error
        return Consent("", tokens.refresh_token)

    def revoke(self, refresh_token: str) -> bool:
        try:
            self._post(self._revoke_url, json={"token": refresh_token})
        except VendorError as error:
            if error.failure.category is not ErrorCategory.NEEDS_RECONNECT:
                raise
        return True

    def _post(
        self, url: str, *, data: Mapping[str, str] | None = None, json: Mapping[str, str] | None = None
    ) -> httpx2.Response:
        try:
            response = self._client.post(url, data=data, json=json, auth=self._app, headers={"Accept": "application/json"})
        except httpx2.TransportError as error:
            raise try_later(f"no answer: {type(error).__name__}") from error
        if response.is_success:
            return response
        raise _refusal(response)


def _refusal(response: httpx2.Response) -> VendorError:
    """A dead grant only where QuickBooks says so. What else it refuses with a code is wrong with the app or its request."""
    try:
        code = OAuthError.model_validate_json(response.content).error
    except ValidationError:
        code = ""
    if response.status_code == httpx2.codes.TOO_MANY_REQUESTS or response.is_server_error or not code:
        return _busy(response, f"HTTP status {response.status_code}")
    request_id = response.headers.get(REQUEST_ID_HEADER, "")
    if code not in _DEAD:
        return our_fault("QuickBooks refused the app", code=code, request_id=request_id)
    text = "QuickBooks no longer accepts the refresh token"
    return dead_grant(text, code=code, request_id=request_id)


def _busy(response: httpx2.Response, text: str) -> VendorError:
    return try_later(text, code=str(response.status_code), request_id=response.headers.get(REQUEST_ID_HEADER, ""))
