"""The console's ports in memory. Held to the same contract suites as the real adapters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import FieldType, Filter, Holder
from counterfoil.domain.rules.clauses import Narrowing
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.engine.ports import Counted, RecordCounter
from counterfoil_console.domain.audit import AuditEntry
from counterfoil_console.domain.consents import Consents
from counterfoil_console.domain.person import Person
from counterfoil_console.domain.preferences import Preferences
from counterfoil_console.domain.role import Role
from counterfoil_console.domain.session import Session
from counterfoil_console.domain.token import Token
from counterfoil_console.ports import (
    AlreadyInvitedError,
    AnotherRequestError,
    AnswerStore,
    AuditTrail,
    Chance,
    ConsentStore,
    Directory,
    DirectoryRefusedError,
    Issuer,
    IssuerAddresses,
    IssuerError,
    OneTimeStore,
    PersonStore,
    SessionStore,
    TokenStore,
    UnderWayError,
)


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

    def find(self, digest: str, beside: Sequence[tuple[str, str]] = ()) -> Session | None:  # noqa: ARG002 - nothing costs a read here
        return self.sessions.get(digest)

    def touch(self, digest: str, session: Session) -> None:
        if digest in self.sessions:
            self.sessions[digest] = replace(self.sessions[digest], seen_at=session.seen_at)

    def choose(self, digest: str, preferences: Preferences) -> None:
        if digest in self.sessions:
            self.sessions[digest] = replace(self.sessions[digest], preferences=preferences)

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
    """Who may sign in, by e-mail address, with their role; `mails` are the addresses that mails went to.

    Whoever is `gone` was removed where the people are kept.
    """

    def __init__(self) -> None:
        self.gone: set[str] = set()
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
        if email in self.gone:
            raise DirectoryRefusedError(email)
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
class ScriptedCounter(RecordCounter):
    """Counts 1204 records without limits, a hundred fewer for each condition; texts cannot be asked for."""

    asked: list[Filter] = field(default_factory=list)

    def __call__(
        self, _connection: Connection, _kind: EntityKind, _source: System, limits: Narrowing, _since: datetime
    ) -> Counted:
        self.asked.append(limits.chosen)
        clauses = limits.chosen.clauses
        return Counted(1204 - 100 * len(clauses), exactly=all(one.type is not FieldType.TEXT for one in clauses))


@dataclass
class ScriptedProperties:
    """The properties of a HubSpot account; while `silent`, HubSpot does not answer. `calls` counts what it was asked.

    Those of the `closed` holders it does not let be seen.
    """

    found: dict[tuple[EntityKind, Holder], dict[str, VendorField]] = field(default_factory=dict)
    silent: bool = False
    closed: frozenset[Holder] = frozenset()
    calls: int = 0

    def __call__(self, _connection_id: str, kind: EntityKind, holder: Holder) -> Mapping[str, VendorField]:
        self.calls += 1
        if self.silent:
            raise VendorError(Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING))
        if holder in self.closed:
            raise VendorError(Failure(category=ErrorCategory.PROPERTY_REFUSED, cure=Cure.PERSON))
        return self.found.get((kind, holder), {})

    def have(self, kind: EntityKind, holder: Holder, *fields: VendorField) -> None:
        """It has these."""
        self.found.setdefault((kind, holder), {}).update({one.name: one for one in fields})


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
