"""QuickBooks' OAuth: pure calls to the token endpoint. Who keeps the tokens is decided elsewhere.

Source: https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0
"""

from collections.abc import Mapping
from datetime import timedelta

import httpx
from pydantic import ValidationError

from counterfoil.adapters.quickbooks.errors import REQUEST_ID_HEADER
from counterfoil.adapters.quickbooks.schemas import OAuthError, TokenAnswer
from counterfoil.adapters.tokens import RenewedTokens, try_later
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError


class QuickBooksGrant:
    """The token endpoint, with the app's own credentials. The refresh token's value is replaced now and then."""

    def __init__(self, *, client: httpx.Client, token_url: str, client_id: str, client_secret: str) -> None:
        self._client, self._token_url = client, token_url
        self._app = httpx.BasicAuth(client_id, client_secret)

    def refresh(self, refresh_token: str) -> RenewedTokens:
        """Trade `refresh_token` for new tokens. Raises VendorError as `Grant` says."""
        response = self._post({"grant_type": "refresh_token", "refresh_token": refresh_token})
        try:
            tokens = TokenAnswer.model_validate_json(response.content)
        except ValidationError as error:
            raise _busy(response, "the answer holds no tokens") from error
        return RenewedTokens(tokens.access_token, tokens.refresh_token, timedelta(seconds=tokens.expires_in))

    def _post(self, form: Mapping[str, str]) -> httpx.Response:
        try:
            response = self._client.post(
                self._token_url, data=dict(form), auth=self._app, headers={"Accept": "application/json"}
            )
        except httpx.TransportError as error:
            raise try_later(f"no answer: {type(error).__name__}") from error
        if response.is_success:
            return response
        raise _refusal(response)


def _refusal(response: httpx.Response) -> VendorError:
    """A dead grant only where QuickBooks says so; the app's own credentials being wrong is a person's business as well."""
    try:
        code = OAuthError.model_validate_json(response.content).error
    except ValidationError:
        code = ""
    if code not in {"invalid_grant", "invalid_client"}:
        return _busy(response, f"HTTP status {response.status_code}")
    text = (
        "QuickBooks no longer accepts the refresh token" if code == "invalid_grant" else "QuickBooks does not know the app"
    )
    return VendorError(
        Failure(
            category=ErrorCategory.NEEDS_RECONNECT,
            cure=Cure.PERSON,
            text=text,
            code=code,
            request_id=response.headers.get(REQUEST_ID_HEADER, ""),
        )
    )


def _busy(response: httpx.Response, text: str) -> VendorError:
    return try_later(text, code=str(response.status_code), request_id=response.headers.get(REQUEST_ID_HEADER, ""))
