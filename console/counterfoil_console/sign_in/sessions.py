"""Sessions: begun at sign-in, ended at sign-out, by time, or when the person's role changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import Clock
from counterfoil_console.domain.digests import digest
from counterfoil_console.domain.person import Person
from counterfoil_console.domain.session import SEEN_EVERY, Session
from counterfoil_console.ports import Chance, PersonStore, SessionStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """The browser has the secret, the table its digest."""

    store: SessionStore
    people: PersonStore
    clock: Clock
    chance: Chance

    def begin(self, person: Person, began_at: datetime, end_at_issuer: str) -> str | None:
        """The secret of a new session; None when the person's role was taken away while the sign-in was on its way.

        Kept before that is looked at, so that whoever takes a role away finds every session or is seen here.
        """
        secret, known = self.chance(), self.people.find(person.id)
        person = replace(person, chosen_language=known.chosen_language if known else "")
        session = Session(
            person_id=person.id,
            name=person.name,
            email=person.email,
            role=person.role,
            csrf=self.chance(),
            began_at=began_at,
            seen_at=began_at,
            end_at_issuer=end_at_issuer,
            chosen_language=person.chosen_language,
        )
        self.store.keep(digest(secret), session)
        if self.people.arrived(person, began_at):
            return secret
        self.store.end(digest(secret), person.id)
        return None

    def of(self, secret: str, beside: Sequence[tuple[str, str]] = (), *, by_itself: bool = False) -> Session | None:
        """The session of a browser that has this secret, unless it is over; `beside` as for the store.

        What the browser asks for `by_itself` shows that nobody is there, and makes no session longer.
        """
        key, now = digest(secret), self.clock()
        session = self.store.find(key, beside)
        if session is None or session.ends_at <= now:
            return None
        if by_itself or now - session.seen_at < SEEN_EVERY:
            return session
        seen = replace(session, seen_at=now)
        self.store.touch(key, seen)
        self.people.seen(seen.person_id, now)
        return seen

    def read_in(self, language: str, secret: str, session: Session) -> None:
        """Show a person everything in this language, "" for the browser's: here at once, elsewhere from the next sign-in."""
        self.people.reads(session.person_id, language)
        self.store.reads(digest(secret), language)

    def end(self, secret: str, session: Session) -> None:
        """Sign out."""
        self.store.end(digest(secret), session.person_id)

    def end_all_of(self, person_id: str) -> None:
        """Sign a person out everywhere."""
        self.store.end_all_of(person_id)
