"""Several processes that share one connection's tokens, and a vendor that does not forgive."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from counterfoil.adapters.aws.backoff import Sleep
from counterfoil.adapters.aws.stored_tokens import TokenItem
from counterfoil.adapters.aws.vault import TokenVault
from counterfoil.adapters.tokens import Grant, RenewedTokens
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import System
from tests.contract.stores.grounds import Ground
from tests.fakes import FrozenClock

HOUR = timedelta(hours=1)


@dataclass(slots=True)
class RotatingGrant(Grant):
    """A vendor that gives a new refresh token each time and at once forgets the old one."""

    living: str = "refresh-0"
    renewals: int = 0
    longer: str = ""
    trouble: ErrorCategory | None = None
    on_arrival: Callable[[], None] = field(default=lambda: None)
    before_answer: Callable[[], None] = field(default=lambda: None)
    revoked: list[str] = field(default_factory=list)
    deaf: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def revoke(self, refresh_token: str) -> bool:
        """The vendor does not answer the next `deaf` times."""
        if self.deaf:
            self.deaf -= 1
            raise VendorError(Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="scripted"))
        self.revoked.append(refresh_token)
        return True

    def refresh(self, refresh_token: str) -> RenewedTokens:
        self.on_arrival()
        if self.trouble:
            raise VendorError(Failure(category=self.trouble, cure=Cure.WAITING, text="scripted"))
        with self.lock:
            if refresh_token != self.living:
                failure = Failure(category=ErrorCategory.NEEDS_RECONNECT, cure=Cure.PERSON, text="invalid_grant")
                raise VendorError(failure)
            self.renewals += 1
            self.living = f"refresh-{self.renewals}{self.longer}"
            renewed = RenewedTokens(f"access-{self.renewals}{self.longer}", self.living, HOUR)
        self.before_answer()
        return renewed


@dataclass(slots=True)
class UnsteadyKms:
    """The ground's KMS, which fails for as many calls of an operation as `failures` says."""

    kms: Any
    failures: Counter[str] = field(default_factory=Counter)

    def encrypt(self, **request: Any) -> Any:
        self._fail("encrypt")
        return self.kms.encrypt(**request)

    def decrypt(self, **request: Any) -> Any:
        self._fail("decrypt")
        return self.kms.decrypt(**request)

    def _fail(self, operation: str) -> None:
        if self.failures[operation]:
            self.failures[operation] -= 1
            raise ClientError({"Error": {"Code": "KMSInternalException", "Message": "scripted"}}, operation)


@dataclass(slots=True)
class Workers:
    """Several processes that share the table and the vendor."""

    ground: Ground
    key_id: str
    clock: FrozenClock = field(default_factory=FrozenClock)
    grant: RotatingGrant = field(default_factory=RotatingGrant)
    sleep: Sleep | None = None
    kms: Any = None

    def vault(self, connection_id: str = "a") -> TokenVault:
        return TokenVault(
            connection_id,
            System.QUICKBOOKS,
            table=self.ground.table,
            kms=self.kms or self.ground.clients("kms"),
            key_id=self.key_id,
            grant=self.grant,
            clock=self.clock,
            sleep=self.sleep or self.clock.sleep,
        )

    @property
    def item(self) -> TokenItem:
        return TokenItem(self.ground.table, "a", System.QUICKBOOKS)


def a_key(ground: Ground) -> str:
    """A new KMS key."""
    key_id: str = ground.clients("kms").create_key()["KeyMetadata"]["KeyId"]
    return key_id


def category(vault: TokenVault) -> ErrorCategory:
    """Of the error that stands in the way of a token."""
    with pytest.raises(VendorError) as raised:
        vault.current()
    return raised.value.failure.category
