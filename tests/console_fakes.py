"""The console's ports in memory. Held to the same contract suites as the real adapters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlencode

from counterfoil.domain.checks.check import Checked, CheckResult
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.fees import PaymentFees
from counterfoil.domain.grants import GrantState
from counterfoil.domain.identity import RecordRef, System
from counterfoil.engine.connect import ConnectionRequest
from counterfoil.engine.delete import Deleting
from counterfoil.engine.disconnect import Disconnecting
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
from counterfoil_console.domain.audit import AuditEntry
from counterfoil_console.domain.consents import Consents
from counterfoil_console.domain.person import Person
from counterfoil_console.domain.role import Role
from counterfoil_console.domain.session import Session
from counterfoil_console.domain.token import Token
from counterfoil_console.ports import (
    AlreadyInvitedError,
    AnotherRequestError,
    AnswerStore,
    AuditTrail,
    Chance,
    Connecting,
    ConsentStore,
    Directory,
    GrantKeeper,
    Issuer,
    IssuerAddresses,
    IssuerError,
    OneTimeStore,
    PersonStore,
    SessionStore,
    TokenStore,
    UnderWayError,
)
from tests.builders import a_connection


class CountingChance(Chance):
    """Texts that are never the same twice."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self) -> str:
        self._count += 1
        return f"{self._count:04}-not-by-chance-but-long-enough-00"


class InMemorySessionStore(SessionStore):
    """Sessions by digest."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}

    def keep(self, digest: str, session: Session) -> None:
        self.sessions[digest] = session

    def find(self, digest: str) -> Session | None:
        return self.sessions.get(digest)

    def touch(self, digest: str, session: Session) -> None:
        if digest in self.sessions:
            self.sessions[digest] = replace(self.sessions[digest], seen_at=session.seen_at)

    def end(self, digest: str, person_id: str) -> None:  # noqa: ARG002 - found without
        self.sessions.pop(digest, None)

    def end_all_of(self, person_id: str) -> None:
        self.sessions = {key: one for key, one in self.sessions.items() if one.person_id != person_id}


class InMemoryOneTimeStore(OneTimeStore):
    """Contents by digest."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[Mapping[str, str], datetime]] = {}

    def keep(self, digest: str, content: Mapping[str, str], ends_at: datetime) -> None:
        self.kept[digest] = dict(content), ends_at

    def take(self, digest: str, now: datetime) -> Mapping[str, str] | None:
        content, ends_at = self.kept.pop(digest, ({}, now))
        return content if now < ends_at else None


class InMemoryAnswerStore(AnswerStore):
    """Requests and answers by key; None for an answer that is not there yet."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, str | None, datetime]] = {}

    def begin(self, key: str, request: str, now: datetime, until: datetime) -> str | None:
        known, answer, ends_at = self.kept.get(key, (request, None, now))
        if ends_at <= now:
            self.kept[key] = request, None, until
            return None
        if known != request:
            raise AnotherRequestError("the key was used for another request")
        if answer is None:
            raise UnderWayError("the same request is being carried out just now")
        return answer

    def keep(self, key: str, request: str, answer: str, ends_at: datetime) -> None:
        self.kept[key] = request, answer, ends_at

    def release(self, key: str) -> None:
        self.kept.pop(key, None)


class InMemoryPersonStore(PersonStore):
    """People by id."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}

    def find(self, person_id: str) -> Person | None:
        return self.people.get(person_id)

    def everyone(self) -> Sequence[Person]:
        return list(self.people.values())

    def save(self, person: Person) -> None:
        self.people[person.id] = person

    def arrived(self, person: Person, began_at: datetime) -> bool:
        known = self.people.get(person.id)
        if known and known.void_before and known.void_before >= began_at:
            return False
        self.save(person)
        return True

    def seen(self, person_id: str, at: datetime) -> None:
        if person_id in self.people:
            self.people[person_id] = replace(self.people[person_id], seen_at=at)


class InMemoryTokenStore(TokenStore):
    """Tokens by digest."""

    def __init__(self) -> None:
        self.tokens: dict[str, Token] = {}

    def find(self, digest: str) -> Token | None:
        return self.tokens.get(digest)

    def every(self) -> Sequence[Token]:
        return sorted(self.tokens.values(), key=lambda token: (token.made_at, token.id), reverse=True)

    def save(self, token: Token) -> None:
        self.tokens[token.digest] = token

    def used(self, digest: str, at: datetime) -> None:
        if digest in self.tokens:
            self.tokens[digest] = replace(self.tokens[digest], used_at=at)

    def delete(self, digest: str) -> None:
        self.tokens.pop(digest, None)


class InMemoryAuditTrail(AuditTrail):
    """Entries, oldest first; `fails`: none is kept."""

    def __init__(self) -> None:
        self.entries: list[AuditEntry] = []
        self.fails = False

    def add(self, entry: AuditEntry) -> None:
        if self.fails:
            raise TimeoutError("not kept")
        self.entries.append(entry)

    def of(self, scope: str, subject: str = "", *, limit: int = 50, after: str = "") -> Sequence[AuditEntry]:
        found = [one for one in self.entries if one.scope == scope and subject in {"", one.subject}]
        behind = [one for one in found if not after or one.place < after]
        return sorted(behind, key=lambda one: one.place, reverse=True)[:limit]


class InMemoryDirectory(Directory):
    """Who may sign in, by e-mail address, with their role; `mails` are the addresses that mails went to."""

    def __init__(self) -> None:
        self.roles: dict[str, Role] = {}
        self.mails: list[str] = []

    def invite(self, email: str, role: Role) -> str:
        if email in self.roles:
            raise AlreadyInvitedError(email)
        self.roles[email] = role
        self.mails.append(email)
        return f"sub-of-{email}"

    def invite_again(self, email: str) -> None:
        self.mails.append(email)

    def change_role(self, email: str, role: Role) -> None:
        self.roles[email] = role

    def remove(self, email: str) -> None:
        self.roles.pop(email, None)


class InMemoryConsentStore(ConsentStore):
    """Consents by person."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[Consents, datetime]] = {}

    def of(self, person_id: str, now: datetime) -> Consents:
        consents, ends_at = self.kept.get(person_id, (Consents(person_id=person_id), now))
        return consents if now < ends_at else Consents(person_id=person_id)

    def keep(self, consents: Consents, ends_at: datetime) -> None:
        self.kept[consents.person_id] = consents, ends_at

    def forget(self, person_id: str) -> None:
        self.kept.pop(person_id, None)


@dataclass
class ScriptedVendors(ConsentPages, GrantKeeper, Connecting, GrantStates, Grants):
    """Both vendors: a code is good once, for the address that it was asked with. `trouble` is what connecting ends in.

    `asked` says what was asked of both accounts; `erased` what wakes the eraser. The vendors that are `deaf` cannot be told
    that a permission has ended; the permissions that are `dead` are accepted no longer.
    """

    connections: ConnectionStore
    clock: Clock
    asked: list[str] = field(default_factory=list)
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
    def profiles(self) -> "ScriptedVendors":
        """Who reads both accounts."""
        return self

    @property
    def capabilities(self) -> "ScriptedVendors":
        """Who tries what HubSpot lets be written."""
        return self

    def refresh(self, connection: Connection) -> Connection:
        """As the port of the product's own."""
        self._check()
        self.asked.append(f"checks of {connection.id}")
        return connection

    def find_out(self, connection_id: str) -> Connection:
        """As the port of the product's own."""
        self._check()
        self.asked.append(f"capabilities of {connection_id}")
        return self.connections.get(connection_id)

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
class ScriptedIssuer(Issuer):
    """Says of every code what the test says; a code is good once. `asked` has what came with the codes."""

    people: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    end_session: str = "https://issuer.example/logout"
    fails: bool = False
    meanwhile: Callable[[], object] = lambda: None

    def addresses(self) -> IssuerAddresses:
        if self.fails:
            raise IssuerError("no answer")
        return IssuerAddresses(
            authorization="https://issuer.example/authorize",
            token="https://issuer.example/token",
            keys="https://issuer.example/keys",
            end_session=self.end_session,
        )

    def claims(self, code: str, verifier: str, redirect_uri: str, nonce: str) -> Mapping[str, Any]:
        self.asked.append({"code": code, "verifier": verifier, "redirect_uri": redirect_uri, "nonce": nonce})
        if code not in self.people:
            raise IssuerError("the code is unknown or was used")
        self.meanwhile()
        return self.people.pop(code)


@dataclass
class ScriptedAccounts(FeesOpener, PaymentFeesSource):
    """Both vendors, asked about one connection: what the test says, or `trouble`. It is its own use cases."""

    checks: CheckStore
    clock: Clock
    findings: tuple[CheckResult, ...] = ()
    payments: dict[RecordRef, PaymentFees | Failure] = field(default_factory=dict)
    explained: dict[RecordRef, tuple[Explanation, ...]] = field(default_factory=dict)
    trouble: VendorError | None = None

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

    def refresh(self, connection: Connection) -> None:
        """Look at both accounts."""
        self._check()
        self.checks.save(connection.id, Checked(at=self.clock(), results=self.findings))

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
