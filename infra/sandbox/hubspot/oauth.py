"""Apps, grants and tokens.

https://developers.hubspot.com/docs/api-reference/legacy/authentication/manage-oauth-tokens
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from infra.sandbox.hubspot.errors import HubSpotError
from infra.sandbox.hubspot.identifiers import Identifiers
from infra.sandbox.kernel.clock import Clock

ACCESS_TOKEN_SECONDS = 1800
AUTHORIZATION_CODE_SECONDS = 600
_OBJECTS = ("contacts", "companies", "deals", "invoices", "line_items", "products", "commercepayments")
_SCHEMAS = ("contacts", "companies", "deals", "invoices", "commercepayments")
ALL_SCOPES = (
    "oauth",
    *(f"crm.objects.{name}.{access}" for name in _OBJECTS for access in ("read", "write")),
    *(f"crm.schemas.{name}.{access}" for name in _SCHEMAS for access in ("read", "write")),
    "crm.schemas.line_items.read",
    "crm.objects.owners.read",
    "e-commerce",
    "tax_rates.read",
)


@dataclass(slots=True)
class Grant:
    """A portal's consent to the app; `refresh_token` is the one valid now."""

    portal_id: int
    user_id: int
    scopes: tuple[str, ...]
    refresh_token: str = ""
    private_app: bool = False


@dataclass(slots=True)
class AccessToken:
    """A bearer token; one without expiry belongs to a private app."""

    token: str
    grant: Grant
    expires_at: datetime | None


@dataclass(slots=True)
class _Code:
    grant: Grant
    redirect_uri: str
    expires_at: datetime


@dataclass(slots=True)
class OAuth:
    """The one app all portals of a twin have installed, and what was granted to it."""

    clock: Clock
    identifiers: Identifiers
    client_id: str = ""
    client_secret: str = ""
    app_id: int = 1_234_567
    access_tokens: dict[str, AccessToken] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)  # by refresh token
    _codes: dict[str, _Code] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client_id = self.client_id or self.identifiers.uuid()
        self.client_secret = self.client_secret or self.identifiers.uuid()

    def grant(self, portal_id: int, user_id: int, scopes: Collection[str] = ALL_SCOPES) -> Grant:
        """A grant with its refresh token."""
        grant = Grant(portal_id, user_id, tuple(scopes), self.identifiers.token("na1-", 120))
        self.grants[grant.refresh_token] = grant
        return grant

    def private_token(self, portal_id: int, user_id: int, scopes: Collection[str] = ALL_SCOPES) -> AccessToken:
        """A static token, as a private app has."""
        grant = Grant(portal_id, user_id, tuple(scopes), private_app=True)
        token = AccessToken(f"pat-na1-{self.identifiers.uuid()}", grant, None)
        self.access_tokens[token.token] = token
        return token

    def access_token(self, grant: Grant) -> AccessToken:
        """A fresh access token."""
        expires_at = self.clock.now() + timedelta(seconds=ACCESS_TOKEN_SECONDS)
        token = AccessToken(self.identifiers.token("CN"), grant, expires_at)
        self.access_tokens[token.token] = token
        return token

    def authorization_code(self, grant: Grant, redirect_uri: str) -> str:
        """A code to be exchanged once, for the same redirect address."""
        code = self.identifiers.uuid()
        expires_at = self.clock.now() + timedelta(seconds=AUTHORIZATION_CODE_SECONDS)
        self._codes[code] = _Code(grant, redirect_uri, expires_at)
        return code

    def redeem(self, code: str, redirect_uri: str) -> Grant:
        """The grant behind a code. Raises 400."""
        found = self._codes.get(code)
        if found is None:
            raise oauth_error("invalid_grant", "BAD_AUTH_CODE", "missing or unknown auth code")
        if found.redirect_uri != redirect_uri:
            raise oauth_error("invalid_grant", "BAD_REDIRECT_URI", "redirect URI does not match initial auth code URI")
        if found.expires_at < self.clock.now():
            raise oauth_error("invalid_grant", "EXPIRED_AUTH_CODE", "auth code is expired")
        del self._codes[code]
        return found.grant

    def refreshed(self, refresh_token: str, *, rotate: bool) -> Grant:
        """The grant behind a refresh token, which `rotate` replaces. Raises 400."""
        grant = self.grants.get(refresh_token)
        if grant is None:
            message = "refresh token is invalid, expired or revoked"
            raise oauth_error("invalid_grant", "BAD_REFRESH_TOKEN", message)
        if rotate:
            del self.grants[refresh_token]
            grant.refresh_token = self.identifiers.token("na1-", 120)
            self.grants[grant.refresh_token] = grant
        return grant

    def revoke(self, grant: Grant) -> None:
        """End a grant, as an uninstall does; its access tokens end with it."""
        self.grants.pop(grant.refresh_token, None)
        for token in [found for found in self.access_tokens.values() if found.grant is grant]:
            del self.access_tokens[token.token]

    def of_portal(self, portal_id: int) -> list[Grant]:
        """Every grant of a portal, private apps included."""
        every = [*self.grants.values(), *(token.grant for token in self.access_tokens.values())]
        return list({id(grant): grant for grant in every if grant.portal_id == portal_id}.values())


def oauth_error(error: str, status: str, message: str) -> HubSpotError:
    """400 in the shape of the OAuth endpoints."""
    return HubSpotError(400, message, extra={"error": error, "error_description": message, "status": status})
