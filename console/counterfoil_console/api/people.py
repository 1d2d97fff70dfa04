"""People and tokens, for programs."""

from datetime import datetime

from counterfoil.domain.values import dataclass
from counterfoil_console.domain.person import Person as StoredPerson
from counterfoil_console.domain.person import PersonState
from counterfoil_console.domain.preferences import Preferences
from counterfoil_console.domain.role import Role
from counterfoil_console.domain.token import Token as StoredToken
from counterfoil_console.pages.records import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may sign in, and when they were seen last, or invited."""

    id: str
    email: str
    name: str
    role: Role
    state: PersonState
    seen_at: datetime

    @classmethod
    def of(cls, person: StoredPerson) -> "Person":
        """The person."""
        return cls(
            id=person.id,
            email=person.email,
            name=person.name,
            role=person.role,
            state=person.state,
            seen_at=person.seen_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody who may sign in, by name."""

    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Who is invited, and as what."""

    email: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRole:
    """What somebody may do from now on."""

    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefers:
    """What somebody prefers: their language, "" for their browser's, and the columns of lists, none for all of them."""

    language: str = ""
    columns: tuple[Column, ...] = ()

    @classmethod
    def of(cls, preferences: Preferences) -> "Prefers":
        """What is kept; columns that there are no more are left out."""
        columns = tuple(Column(one) for one in preferences.columns if one in set(Column))
        return cls(language=preferences.language, columns=columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token without its secret; it is over at `ends_at`."""

    id: str
    name: str
    role: Role
    made_by: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None

    @classmethod
    def of(cls, token: StoredToken) -> "Token":
        """The token."""
        return cls(
            id=token.id,
            name=token.name,
            role=token.role,
            made_by=token.made_by,
            made_at=token.made_at,
            ends_at=token.ends_at,
            used_at=token.used_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """All tokens, the newest first; those that have ended until somebody deletes them."""

    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedToken:
    """What a token is for, what it may do, and for how many days."""

    name: str
    role: Role
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A new token, and its secret, which is never shown again."""

    token: Token
    secret: str


@dataclass(frozen=True, slots=True)
class Done:
    """It was done; nothing is left to tell."""
