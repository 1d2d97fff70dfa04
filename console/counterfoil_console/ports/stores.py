"""What the console remembers. Secrets are never stored, only their digests."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from counterfoil_console.domain.audit import AuditEntry
from counterfoil_console.domain.person import Person
from counterfoil_console.domain.session import Session
from counterfoil_console.domain.token import Token


class SessionStore(Protocol):
    """Who is signed in, by the digest of the browser's secret. Whether a session is over is looked at by its users."""

    def keep(self, digest: str, session: Session) -> None:
        """Remember a new session."""
        ...

    def find(self, digest: str, beside: Sequence[tuple[str, str]] = ()) -> Session | None:
        """The session. `beside` are the keys of the product's items that are asked for next, if it is one."""
        ...

    def touch(self, digest: str, session: Session) -> None:
        """It was seen at `session.seen_at`; nothing happens when it has been ended meanwhile."""
        ...

    def reads(self, digest: str, language: str) -> None:
        """The person chose a language, "" for none; nothing happens when the session has been ended meanwhile."""
        ...

    def end(self, digest: str, person_id: str) -> None:
        """Forget it."""
        ...

    def end_all_of(self, person_id: str) -> None:
        """Forget every session of a person."""
        ...


class OneTimeStore(Protocol):
    """What is handed out to be brought back once: sign-ins and consents on their way through somebody else's pages."""

    def keep(self, digest: str, content: Mapping[str, str], ends_at: datetime) -> None:
        """Remember what belongs to a secret, until then."""
        ...

    def take(self, digest: str, now: datetime) -> Mapping[str, str] | None:
        """What belongs to it, to one caller only; None when it was taken, is too old or was never there."""
        ...


class PersonStore(Protocol):
    """People, by their id."""

    def find(self, person_id: str) -> Person | None:
        """The person, also one who was removed."""
        ...

    def everyone(self) -> Sequence[Person]:
        """All of them, those who were removed as well."""
        ...

    def save(self, person: Person) -> None:
        """In place of what was known."""
        ...

    def arrived(self, person: Person, began_at: datetime) -> bool:
        """Keep somebody who signed in, unless what is known is void for a sign-in that began then: False."""
        ...

    def seen(self, person_id: str, at: datetime) -> None:
        """The person was here; nothing happens when it is not known."""
        ...

    def reads(self, person_id: str, language: str) -> None:
        """The person chose a language, "" for none; nothing happens when it is not known."""
        ...


class TokenStore(Protocol):
    """Tokens, by the digest of their secret."""

    def find(self, digest: str) -> Token | None:
        """The token, also one that has ended."""
        ...

    def every(self) -> Sequence[Token]:
        """All of them, the newest first."""
        ...

    def save(self, token: Token) -> None:
        """In place of what was known of it."""
        ...

    def used(self, digest: str, at: datetime) -> None:
        """It was used; nothing happens when it is gone."""
        ...

    def delete(self, digest: str) -> None:
        """Forget it."""
        ...


class AuditTrail(Protocol):
    """What people did. Entries are added, and never changed or removed."""

    def add(self, entry: AuditEntry) -> None:
        """Keep an entry; it is kept when this returns."""
        ...

    def of(self, scope: str, subject: str = "", *, limit: int = 50, after: str = "") -> Sequence[AuditEntry]:
        """The newest entries of a scope, or of one subject in it, newest first; those behind the `place` of an entry."""
        ...
