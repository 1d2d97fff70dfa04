"""Both vendors as the console meets them: people consent there, and both accounts are asked about themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self
from urllib.parse import urlencode

from counterfoil.domain.checks.check import CheckResult
from counterfoil.domain.checks.leaving import checked_anew
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.fees import PaymentFees
from counterfoil.domain.grants import GrantState
from counterfoil.domain.identity import RecordRef, System
from counterfoil.engine.connections.delete import Deleting
from counterfoil.engine.connections.disconnect import Disconnecting
from counterfoil.engine.connections.leaving import kept
from counterfoil.engine.connections.request import ConnectionRequest
from counterfoil.engine.explain import Explanation
from counterfoil.engine.fees import Fees
from counterfoil.engine.ports import (
    CheckStore,
    Clock,
    ConnectionStore,
    FeesOpener,
    GivenConsent,
    Grants,
    GrantStates,
    PaymentFeesSource,
)
from counterfoil.engine.ports import Consents as ConsentPages
from counterfoil_console.ports import (
    Connecting,
    GrantKeeper,
)
from tests.builders import a_connection


@dataclass
class ScriptedVendors(ConsentPages, GrantKeeper, Connecting, GrantStates, Grants):
    """Both vendors: a code is good once, for the address that it was asked with. `trouble` is what connecting ends in.

    `erased` says what wakes the eraser. The vendors that are `deaf` cannot be told
    that a permission has ended; the permissions that are `dead` are accepted no longer.
    """

    connections: ConnectionStore
    clock: Clock
    erased: list[tuple[str, str]] = field(default_factory=list)
    deaf: frozenset[System] = frozenset()
    dead: frozenset[System] = frozenset()
    codes: dict[str, tuple[System, GivenConsent]] = field(default_factory=dict)
    grants: dict[tuple[str, System], str] = field(default_factory=dict)
    trouble: Exception | None = None

    @property
    def authorizer(self) -> Connecting:
        """The one who connects."""
        return self

    @property
    def disconnecting(self) -> Disconnecting:
        """The product's own, which ends these permissions."""
        return Disconnecting(connections=self.connections, grants=self, clock=self.clock)

    @property
    def deleting(self) -> Deleting:
        """The product's own."""
        return Deleting(connections=self.connections, disconnecting=self.disconnecting, queue=self, clock=self.clock)

    def wake(self, connection_id: str, place: str) -> None:
        """As the port ErasureQueue."""
        self.erased.append((connection_id, place))

    def states(self, connection_id: str) -> Mapping[System, GrantState]:
        return {system: self._state(connection_id, system) for system in System}

    def _state(self, connection_id: str, system: System) -> GrantState:
        if (connection_id, system) not in self.grants:
            return GrantState.NONE
        return GrantState.DEAD if system in self.dead else GrantState.WORKS

    def revoke(self, connection_id: str, system: System) -> bool:
        if system in self.deaf:
            raise VendorError(Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING))
        return not self.grants.get((connection_id, system), "").startswith("pat-")

    def erase(self, connection_id: str, system: System) -> None:
        self.grants.pop((connection_id, system), None)

    def consent_address(self, system: System, redirect_uri: str, state: str) -> str:
        return f"https://{system}.example/consent?{urlencode({'redirect_uri': redirect_uri, 'state': state})}"

    def consented(self, system: System, code: str, redirect_uri: str) -> GivenConsent:
        asked, given = self.codes.pop(code, (None, None))
        if given is None or asked is not system or redirect_uri != f"https://console.example/oauth/{system}/callback":
            raise VendorError(Failure(category=ErrorCategory.NEEDS_RECONNECT, cure=Cure.PERSON, vendor_text="bad code"))
        return given

    def static_token(self, token: str) -> GivenConsent:
        return GivenConsent("62515", token)

    def keep_grant(self, connection_id: str, system: System, refresh_token: str) -> None:
        self.grants[connection_id, system] = refresh_token

    def connect_as_kept(self, kept_id: str, request: ConnectionRequest) -> Connection:
        self._check()
        for system in System:
            self.grants[request.connection_id, system] = self.grants.pop((kept_id, system))
        made = a_connection(id=request.connection_id, portal_id=request.portal_id, realm_id=request.realm_id, revision=0)
        return self.connections.save(made)

    def renew(self, connection_id: str, kept_id: str, system: System) -> Connection:
        self._check()
        self.grants[connection_id, system] = self.grants.pop((kept_id, system))
        if self.states(connection_id)[system.other] is not GrantState.WORKS:
            raise VendorError(Failure(category=ErrorCategory.NEEDS_RECONNECT, cure=Cure.PERSON, vendor_text="both ended"))
        known = self.connections.get(connection_id)
        return self.connections.save(replace(known, state=ConnectionState.ACTIVE, ending=None))

    def _check(self) -> None:
        if self.trouble:
            raise self.trouble


@dataclass
class ScriptedAccounts(FeesOpener, PaymentFeesSource):
    """Both vendors, asked about one connection: what the test says, or `trouble`. It is its own use cases."""

    checks: CheckStore
    clock: Clock
    findings: tuple[CheckResult, ...] = ()
    payments: dict[RecordRef, PaymentFees | Failure] = field(default_factory=dict)
    explained: dict[RecordRef, tuple[Explanation, ...]] = field(default_factory=dict)
    trouble: VendorError | None = None
    tried: list[str] = field(default_factory=list)

    @property
    def profiles(self) -> Self:
        return self

    @property
    def explainer(self) -> Self:
        return self

    @property
    def fees(self) -> Fees:
        return Fees(open_fees=self)

    def __call__(self, connection: Connection) -> PaymentFeesSource:  # noqa: ARG002 - one portal
        return self

    @property
    def capabilities(self) -> "ScriptedAccounts":
        """Who tries what HubSpot lets be written."""
        return self

    def find_out(self, connection_id: str) -> None:
        """Try it."""
        self._check()
        self.tried.append(connection_id)

    def try_portal(self, connection_id: str, currency: str) -> frozenset[str]:  # noqa: ARG002 - one portal
        self.find_out(connection_id)
        return frozenset()

    def refresh(self, connection: Connection) -> None:
        """Look at both accounts."""
        self._check()
        kept(self.checks, connection.id, lambda before: checked_anew(before, self.clock(), self.findings))

    def between(self, start: datetime, end: datetime) -> Mapping[RecordRef, PaymentFees | Failure]:
        self._check()
        days = {ref: one.paid_on if isinstance(one, PaymentFees) else start.date() for ref, one in self.payments.items()}
        return {ref: one for ref, one in self.payments.items() if start.date() <= days[ref] < end.date()}

    def explain(self, connection_id: str, ref: RecordRef) -> Sequence[Explanation]:  # noqa: ARG002 - one connection
        """A record as the vendors show it."""
        self._check()
        return self.explained.get(ref, ())

    def _check(self) -> None:
        if self.trouble:
            raise self.trouble
