"""The token vault: access tokens that renew themselves, one renewal at a time over all workers.

A vendor may replace the refresh token whenever it is used, and the old one then soon dies. So whoever renews holds a
lease, proves first that a new refresh token can be sealed, and stores it before anybody uses the access token that came
with it. Where it cannot be stored all the same, it is kept in mind, and the lease is held meanwhile.
"""

import time
from collections.abc import Callable
from dataclasses import field, replace
from datetime import datetime, timedelta
from threading import RLock
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.adapters.access import AccessTokens
from counterfoil.adapters.aws.backoff import Sleep, pauses
from counterfoil.adapters.aws.sealing import Seal
from counterfoil.adapters.aws.stored_tokens import StoredTokens, TokenItem
from counterfoil.adapters.aws.table import Table
from counterfoil.adapters.tokens import Grant, RenewedTokens
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import System
from counterfoil.domain.texts import refusals
from counterfoil.domain.values import dataclass

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

MARGIN = timedelta(minutes=2)
"""How long before its end a token is no longer handed out."""
LEASE = timedelta(seconds=60)
"""Longer than a vendor may take to answer; after it, the worker that renews counts as crashed."""
MINDED = timedelta(minutes=10)
"""How long everybody else keeps from renewing while the new tokens are kept in mind only."""
_TRIES = 8  # of storing new tokens
_REVOCATIONS = 3  # tries of telling the vendor that the grant has ended
_POLLS, _POLL_SECONDS = 80, 0.25  # how often to look for another worker's renewal


@dataclass(frozen=True, slots=True)
class _Held:
    """An access token in this process."""

    token: str = field(repr=False)
    valid_until: datetime | None

    def lasts(self, now: datetime) -> bool:
        return self.valid_until is None or self.valid_until - MARGIN > now


@dataclass(frozen=True, slots=True, kw_only=True)
class _Renewal:
    """New tokens in the place of those of `version`, not stored yet."""

    version: int
    tokens: RenewedTokens
    valid_until: datetime
    leased_until: datetime


class TokenVault(AccessTokens):
    """The tokens for one connection at one vendor. Shows no secret in its `repr`; safe for threads.

    `current` raises VendorError: E12 when there are no tokens or the grant is dead, without asking the vendor again
    until somebody connects anew; E16 when the vendor or the worker that renews takes too long; E30 when the app's own
    credentials or key are at fault.
    """

    def __init__(
        self,
        connection_id: str,
        system: System,
        *,
        table: Table,
        kms: "KMSClient",
        key_id: str,
        grant: Grant,
        clock: Callable[[], datetime],
        sleep: Sleep = time.sleep,
    ) -> None:
        self._item = TokenItem(table, connection_id, system)
        self._seal = Seal(kms, key_id, {"connection": connection_id, "system": system})
        self._grant, self._clock, self._sleep = grant, clock, sleep
        self._lock = RLock()
        self._held: _Held | None = None
        self._rejected = ""
        self._minded: _Renewal | None = None

    def current(self) -> str:
        with self._lock:
            if self._held is None or not self._held.lasts(self._clock()):
                self._held = self._obtain()
            return self._held.token

    def rejected(self, token: str) -> None:
        with self._lock:
            self._rejected = token
            if self._held and self._held.token == token:
                self._held = None

    def ended(self, token: str) -> None:
        """Only while the tokens are still those that `token` came from: somebody may have connected anew."""
        with self._lock:
            stored = self._item.read()
            if stored and stored.access and self._seal.open("access", stored.access) == token:
                self._item.bury(stored.version)
                self._held = None

    def store(self, refresh_token: str) -> None:
        """Begin with a new grant: connect, or connect again after the old one died."""
        self._start(refresh=self._seal.close("refresh", refresh_token), access=[])

    def store_static(self, access_token: str) -> None:
        """Begin with an access token that never expires and cannot be renewed."""
        self._start(refresh=[], access=self._seal.close("access", access_token))

    def move_to(self, other: "TokenVault") -> None:
        """Let `other` begin with the grant kept here, as it is by now, and forget it here. Raises VendorError (E12)."""
        stored = self._item.read()
        if stored is None or stored.dead:
            raise VendorError(_needs_reconnect("no living grant is stored"))
        if stored.refresh:
            other.store(self._seal.open("refresh", stored.refresh))
        else:
            other.store_static(self._seal.open("access", stored.access))
        self.erase()

    def revoke(self) -> bool:
        """Tell the vendor that the grant has ended; False where only a person can end it there. The tokens stay stored.

        Whoever renews them is waited for, so that the vendor is told of those that live; a vendor that does not answer is
        asked several times. Raises VendorError when it could not be told.
        """
        for pause in pauses(_REVOCATIONS, first=_POLL_SECONDS):
            try:
                return self._revoked()
            except VendorError as error:
                trouble = error
                self._sleep(pause)
        raise trouble

    def _revoked(self) -> bool:
        for _ in range(_POLLS):
            stored, now = self._item.read(), self._clock()
            if stored is None or stored.dead:
                return True
            if not stored.refresh:
                return False
            if self._item.lease(stored.version, now, now + LEASE):
                return self._ended_at_vendor(stored, now + LEASE)
            self._sleep(_POLL_SECONDS)
        raise VendorError(_too_slow())

    def _ended_at_vendor(self, stored: StoredTokens, leased_until: datetime) -> bool:
        try:
            return self._grant.revoke(self._seal.open("refresh", stored.refresh))
        finally:
            self._item.release(stored.version, leased_until)

    def erase(self) -> None:
        """Forget all tokens, here and in the table."""
        with self._lock:
            self._item.erase()
            self._held = None

    def _start(self, *, refresh: list[str], access: list[str]) -> None:
        with self._lock:
            self._item.start(refresh=refresh, access=access)
            self._held, self._rejected, self._minded = None, "", None

    def _obtain(self) -> _Held:
        """The stored token while it lasts, otherwise a new one, made here or by whoever is faster."""
        if self._minded and (held := self._kept(self._minded)):
            return held
        for _ in range(_POLLS):
            stored = self._item.read()
            if stored is None or stored.dead:
                raise VendorError(_needs_reconnect("no living grant is stored"))
            if held := self._usable(stored) or self._renewed(stored):
                return held
        raise VendorError(_too_slow())

    def _usable(self, stored: StoredTokens) -> _Held | None:
        if not stored.access:
            return None
        held = _Held(self._seal.open("access", stored.access), stored.valid_until)
        return held if held.lasts(self._clock()) and held.token != self._rejected else None

    def _renewed(self, stored: StoredTokens) -> _Held | None:
        """New tokens, stored; None when another worker is renewing or was faster: look again."""
        if not stored.refresh:
            self._item.bury(stored.version)
            return None
        now = self._clock()
        if not self._item.lease(stored.version, now, now + LEASE):
            self._sleep(_POLL_SECONDS)
            return None
        tokens = self._refresh(stored, now + LEASE)
        if tokens is None:
            return None
        valid_until = now + tokens.expires_in
        return self._kept(_Renewal(version=stored.version, tokens=tokens, valid_until=valid_until, leased_until=now + LEASE))

    def _refresh(self, stored: StoredTokens, leased_until: datetime) -> RenewedTokens | None:
        """The vendor's new tokens; None when it refused a grant that was replaced meanwhile."""
        try:
            refresh_token = self._seal.open("refresh", stored.refresh)
            self._seal.prove("refresh", refresh_token)
            return self._grant.refresh(refresh_token)
        except VendorError as error:
            if error.failure.category is not ErrorCategory.NEEDS_RECONNECT:
                self._item.release(stored.version, leased_until)
                raise
            if self._item.bury(stored.version):
                raise
            return None

    def _kept(self, renewal: _Renewal) -> _Held | None:
        """Store the new tokens; None when others were stored meanwhile. Raises what the last of several tries did."""
        self._minded = renewal
        for pause in pauses(_TRIES, first=0.08):
            try:
                held = self._store(renewal)
            except (BotoCoreError, ClientError, VendorError) as error:
                trouble = error
                self._sleep(pause)
            else:
                self._minded = None
                return held
        until = self._clock() + MINDED
        self._item.prolong(renewal.version, renewal.leased_until, until)
        self._minded = replace(renewal, leased_until=until)
        raise trouble

    def _store(self, renewal: _Renewal) -> _Held | None:
        refresh = self._seal.close("refresh", renewal.tokens.refresh_token)
        access = self._seal.close("access", renewal.tokens.access_token)
        if not self._item.replace(renewal.version, refresh=refresh, access=access, valid_until=renewal.valid_until):
            return None
        return _Held(renewal.tokens.access_token, renewal.valid_until)


def _needs_reconnect(text: str) -> Failure:
    return Failure(category=ErrorCategory.NEEDS_RECONNECT, cure=Cure.PERSON, vendor_text=text)


def _too_slow() -> Failure:
    text = refusals.BEING_RENEWED()
    return Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text=text, retry_after=LEASE)
