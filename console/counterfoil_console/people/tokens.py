"""Tokens: made, shown once, renewed, revoked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import Clock
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.digests import digest
from counterfoil_console.domain.role import Role
from counterfoil_console.domain.session import SEEN_EVERY
from counterfoil_console.domain.token import LONGEST_LIFE, PREFIX, Token
from counterfoil_console.people.refusals import Fault, FaultyError
from counterfoil_console.people.trail import Trail
from counterfoil_console.ports import Chance, TokenStore

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Nobody's token may do more than who made it; a token never makes or changes one."""

    store: TokenStore
    trail: Trail
    clock: Clock
    chance: Chance

    def of(self, secret: str) -> Token | None:
        """The token with this secret, if it has not ended."""
        token, now = self.store.find(digest(secret)), self.clock()
        if token is None or token.ends_at <= now:
            return None
        if token.used_at is None or now - token.used_at >= SEEN_EVERY:
            self.store.used(token.digest, now)
        return token

    def every(self) -> Sequence[Token]:
        """All of them, the newest first; those that have ended until somebody deletes them."""
        return self.store.every()

    def make(self, by: Actor, name: str, role: Role, life: timedelta) -> tuple[Token, str]:
        """A new token with its secret, which is never shown again. Raises FaultyError."""
        name = name.strip()
        if not name:
            raise FaultyError("name", Fault.NO_NAME)
        if len(name) > LONGEST_NAME:
            raise FaultyError("name", Fault.NAME_TOO_LONG)
        if not by.role.includes(role):
            raise FaultyError("role", Fault.NO_ROLE)
        if not timedelta(0) < life <= LONGEST_LIFE:
            raise FaultyError("days", Fault.NO_LIFE)
        secret, now = PREFIX + self.chance(), self.clock()
        token = Token(
            id=self.chance()[:16],
            digest=digest(secret),
            name=name,
            role=role,
            made_by_id=by.id,
            made_by=by.name,
            made_at=now,
            ends_at=now + life,
        )
        self._note(by, Action.TOKEN_MADE, token)
        self.store.save(token)
        return token, secret

    def renew(self, by: Actor, token_id: str) -> Token:
        """Let it live as long again as it was made for, from now on. Raises FaultyError."""
        token = self._known(token_id)
        if token.ends_at <= self.clock():
            raise FaultyError("token", Fault.UNKNOWN)
        renewed = replace(token, ends_at=self.clock() + min(token.ends_at - token.made_at, LONGEST_LIFE))
        self._note(by, Action.TOKEN_RENEWED, token)
        self.store.save(renewed)
        return renewed

    def revoke(self, by: Actor, token_id: str) -> None:
        """End it at once; it stays in the list until it is deleted. Raises FaultyError."""
        token = self._known(token_id)
        self._note(by, Action.TOKEN_REVOKED, token)
        self.store.save(replace(token, ends_at=min(token.ends_at, self.clock())))

    def delete(self, by: Actor, token_id: str) -> None:
        """End it and take it out of the list. Raises FaultyError."""
        token = self._known(token_id)
        self._note(by, Action.TOKEN_REVOKED, token)
        self.store.delete(token.digest)

    def revoke_beyond(self, by: Actor, person_id: str, role: Role | None) -> None:
        """End what a person made and may do no longer: all of it without a role."""
        for token in self.store.every():
            may = role is not None and role.includes(token.role)
            if token.made_by_id == person_id and not may and token.ends_at > self.clock():
                self.revoke(by, token.id)

    def _known(self, token_id: str) -> Token:
        found = next((token for token in self.store.every() if token.id == token_id), None)
        if found is None:
            raise FaultyError("token", Fault.UNKNOWN)
        return found

    def _note(self, by: Actor, action: Action, token: Token) -> None:
        self.trail.note(by, action, token=token.id, name=token.name, role=token.role)
