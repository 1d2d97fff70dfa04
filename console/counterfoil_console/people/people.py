"""Who may sign in: invited, given another role, removed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import Clock
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.person import Person, PersonState
from counterfoil_console.domain.preferences import Preferences
from counterfoil_console.domain.role import Role
from counterfoil_console.people.refusals import Fault, FaultyError
from counterfoil_console.people.tokens import Tokens
from counterfoil_console.people.trail import Trail
from counterfoil_console.ports import (
    AlreadyInvitedError,
    Directory,
    DirectoryRefusedError,
    PersonStore,
    PreferenceStore,
    SessionStore,
)

_EMAIL = re.compile(r"[^@\s<>\"(),:;\\]{1,64}@[^@\s<>\"(),:;\\]+\.[^@\s<>\"(),:;\\]{2,}")
LONGEST_EMAIL = 128
"""As long as a name may be in our own issuer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """`directory` is None where another issuer keeps the people. Nobody changes or removes themselves."""

    directory: Directory | None
    store: PersonStore
    sessions: SessionStore
    preferences: PreferenceStore
    tokens: Tokens
    trail: Trail
    clock: Clock

    def everyone(self) -> Sequence[Person]:
        """Those who may sign in, by name."""
        present = (person for person in self.store.everyone() if person.state is not PersonState.REMOVED)
        return sorted(present, key=lambda person: (person.label.casefold(), person.id))

    def invite(self, by: Actor, email: str, role: Role) -> Person:
        """Let somebody in. Raises FaultyError."""
        email = email.strip().lower()
        if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
            raise FaultyError("email", Fault.NO_EMAIL)
        directory = self._directory("email")
        self.trail.note(by, Action.INVITED, email=email, role=role)
        try:
            person_id = directory.invite(email, role)
        except AlreadyInvitedError as error:
            raise FaultyError("email", Fault.INVITED_ALREADY) from error
        except DirectoryRefusedError as error:
            raise FaultyError("email", Fault.REFUSED) from error
        person = Person(id=person_id, email=email, role=role, state=PersonState.INVITED, seen_at=self.clock())
        self.store.save(person)
        return person

    def invite_again(self, by: Actor, person_id: str) -> Person:
        """Send the mail again. Raises FaultyError."""
        person = self._other(by, person_id)
        directory = self._directory("person")
        self.trail.note(by, Action.INVITED_AGAIN, email=person.email)
        try:
            directory.invite_again(person.email)
        except DirectoryRefusedError as error:
            raise FaultyError("person", Fault.REFUSED) from error
        invited = replace(person, seen_at=self.clock())
        self.store.save(invited)
        return invited

    def change_role(self, by: Actor, person_id: str, role: Role) -> Person:
        """From the next sign-in on, which is due at once. Raises FaultyError."""
        person = self._other(by, person_id)
        directory = self._directory("person")
        self.trail.note(by, Action.ROLE_CHANGED, email=person.email, before=person.role, after=role)
        try:
            directory.change_role(person.email, role)
        except DirectoryRefusedError as error:
            raise FaultyError("person", Fault.REFUSED) from error
        changed = replace(person, role=role, void_before=self.clock())
        self._shut_out(by, changed, role)
        return changed

    def preferences_of(self, person_id: str) -> Preferences:
        """What somebody prefers. Raises FaultyError."""
        return self.preferences.of(self._present(person_id).id)

    def prefer(self, by: Actor, person_id: str, preferences: Preferences) -> None:
        """Show somebody everything so from their next sign-in on. Raises FaultyError."""
        person = self._present(person_id)
        self.trail.note(by, Action.PREFERENCES_CHOSEN, email=person.email, language=preferences.language)
        self.preferences.save(person.id, preferences)

    def remove(self, by: Actor, person_id: str) -> Person:
        """Nothing that the person has opens the door any more. Raises FaultyError."""
        person = self._other(by, person_id)
        directory = self._directory("person")
        self.trail.note(by, Action.REMOVED, email=person.email, role=person.role)
        directory.remove(person.email)
        removed = replace(person, state=PersonState.REMOVED, void_before=self.clock())
        self._shut_out(by, removed, None)
        self.preferences.forget(person_id)
        return removed

    def _shut_out(self, by: Actor, person: Person, role: Role | None) -> None:
        """First what makes a sign-in void that is on its way, then what is open already."""
        self.store.save(person)
        self.sessions.end_all_of(person.id)
        self.tokens.revoke_beyond(by, person.id, role)

    def _other(self, by: Actor, person_id: str) -> Person:
        person = self._present(person_id)
        if person.id == by.id:
            raise FaultyError("person", Fault.YOURSELF)
        return person

    def _present(self, person_id: str) -> Person:
        person = self.store.find(person_id)
        if person is None or person.state is PersonState.REMOVED:
            raise FaultyError("person", Fault.UNKNOWN)
        return person

    def _directory(self, field: str) -> Directory:
        if self.directory is None:
            raise FaultyError(field, Fault.REFUSED)
        return self.directory
