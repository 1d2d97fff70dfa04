"""Who may sign in, and which programs act in whose place."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from counterfoil.domain.values import dataclass
from counterfoil_console.domain.role import Role
from counterfoil_console.pages.page import Page, Section


class PersonState(StrEnum):
    """Whether somebody has been here yet."""

    ACTIVE = "active"
    INVITED = "invited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may sign in. `at` is when the person was last seen, or invited; `is_you` is who looks at the page."""

    id: str
    name: str
    email: str
    role: Role
    state: PersonState
    at: datetime | None = None
    is_you: bool = False


class TokenState(StrEnum):
    """Whether a token still opens the door."""

    ACTIVE = "active"
    ENDING = "ending"  # within days
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token of a program; its secret is shown only once."""

    id: str
    name: str
    role: Role
    made_by: str
    made_at: datetime
    ends_at: datetime
    state: TokenState
    used_at: datetime | None = None
    days_left: int = 0


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made, with its secret."""

    name: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage(Page):
    """People and tokens. `typed` is what was typed into a form that had `faults`, both by the field's name.

    `invites` says whether people are invited here; with an issuer of its own, a company invites them there.
    """

    template: ClassVar[str] = "people.html"
    section: ClassVar[Section] = Section.PEOPLE

    people: tuple[Person, ...]
    tokens: tuple[Token, ...]
    invites: bool = True
    new_token: NewToken | None = None
    typed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    faults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
