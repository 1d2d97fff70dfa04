"""Who may reach which company, and until when: authorisation codes, access and refresh tokens.

https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0
"""

import hashlib
import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta

from infra.sandbox.kernel.clock import Clock
from infra.sandbox.quickbooks.switches import Switches

CLIENT_ID = "ABtwinCounterLedgerClient01"
CLIENT_SECRET = "twin-client-secret-not-a-secret"  # noqa: S105 - a stand-in's own
VERIFIER_TOKEN = "a1b2c3d4-twin-verifier-token"  # noqa: S105 - a stand-in's own
DAILY = timedelta(days=1)
ACCOUNTING = "com.intuit.quickbooks.accounting"
"""The scope of the Accounting API."""


@dataclass(slots=True)
class Grant:
    """One consent: an app may reach one company, as long as its refresh token is used in time."""

    realm_id: str
    scopes: str
    refresh_token: str
    issued: datetime
    used: datetime
    replaced: dict[str, datetime]
    revoked: bool = False


class Grants:
    """All consents given; every value comes from a counter, so that a run can be repeated."""

    def __init__(self, clock: Clock, switches: Switches) -> None:
        self._clock, self._switches = clock, switches
        self._numbers = itertools.count(1)
        self._codes: dict[str, tuple[str, str, str]] = {}
        self._access: dict[str, tuple[Grant, datetime]] = {}
        self._grants: list[Grant] = []

    def authorize(self, realm_id: str, redirect_uri: str, scopes: str) -> str:
        """A code that can be exchanged once."""
        code = self._value("AB11")
        self._codes[code] = (realm_id, redirect_uri, scopes)
        return code

    def exchange(self, code: str, redirect_uri: str) -> Grant | None:
        """The grant for a code; None when it is unknown, used, or was issued for another address."""
        realm_id, expected, scopes = self._codes.pop(code, ("", "", ""))
        return self.give(realm_id, scopes) if realm_id and expected == redirect_uri else None

    def give(self, realm_id: str, scopes: str = ACCOUNTING) -> Grant:
        """A new consent for a company."""
        now = self._clock.now()
        grant = Grant(realm_id, scopes, self._value("RT1-101-H0"), now, now, {})
        self._grants.append(grant)
        return grant

    def access_token(self, grant: Grant) -> str:
        """A fresh access token."""
        token = self._value("eyJhbGciOiJkaXIifQ")
        expires = self._clock.now() + timedelta(seconds=self._switches.access_token_seconds)
        self._access[token] = (grant, expires)
        return token

    def refresh(self, refresh_token: str) -> Grant | None:
        """The grant a refresh token stands for, its value renewed; None when it no longer counts."""
        now = self._clock.now()
        for grant in self._grants:
            if grant.revoked or now - grant.used > timedelta(days=self._switches.refresh_token_days):
                continue
            if refresh_token == grant.refresh_token:
                self._renew(grant, now)
                return grant
            replaced = grant.replaced.get(refresh_token)
            if replaced and now - replaced < timedelta(seconds=self._switches.refresh_overlap_seconds):
                return grant
        return None

    def realm_of(self, access_token: str) -> str | None:
        """The company a live access token opens."""
        grant = self.of(access_token)
        return grant.realm_id if grant else None

    def of(self, access_token: str) -> Grant | None:
        """The consent behind a live access token."""
        grant, expires = self._access.get(access_token, (None, self._clock.now()))
        return grant if grant and not grant.revoked and expires > self._clock.now() else None

    def revoke(self, token: str) -> bool:
        """End the consent behind an access or refresh token; whether there was one."""
        by_access = self._access.get(token)
        grant = by_access[0] if by_access else next((one for one in self._grants if one.refresh_token == token), None)
        if grant is None or grant.revoked:
            return False
        grant.revoked = True
        return True

    def revoke_company(self, realm_id: str) -> int:
        """Somebody disconnected the app inside QuickBooks: every consent for the company ends."""
        ended = [grant for grant in self._grants if grant.realm_id == realm_id and not grant.revoked]
        for grant in ended:
            grant.revoked = True
        return len(ended)

    def expire_access(self, realm_id: str) -> int:
        """Let every access token of a company expire now."""
        now = self._clock.now()
        found = [token for token, (grant, _) in self._access.items() if grant.realm_id == realm_id]
        for token in found:
            self._access[token] = (self._access[token][0], now)
        return len(found)

    def _renew(self, grant: Grant, now: datetime) -> None:
        grant.used = now
        if self._switches.rotation == "always" or now - grant.issued >= DAILY:
            grant.replaced[grant.refresh_token] = now
            grant.refresh_token, grant.issued = self._value("RT1-101-H0"), now

    def _value(self, prefix: str) -> str:
        number = next(self._numbers)
        return f"{prefix}-{hashlib.sha256(f'{prefix}:{number}'.encode()).hexdigest()[:40]}"
