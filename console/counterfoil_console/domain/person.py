"""Somebody who may sign in."""

from datetime import datetime
from enum import StrEnum

from counterfoil.domain.values import dataclass
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.role import Role


class PersonState(StrEnum):
    """What is known of somebody."""

    INVITED = "invited"  # has not been here yet
    ACTIVE = "active"
    REMOVED = "removed"  # kept as long as a sign-in of before might still arrive


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`id` is the issuer's (its `sub`). `seen_at` is when the person was seen last, or invited.

    `chosen_language` is what the person wants to read, "" for what the browser asks for.
    `void_before`: a sign-in that began at or before this moment is void, for the role has changed since.
    """

    id: str
    email: str
    name: str = ""
    role: Role
    state: PersonState
    seen_at: datetime
    void_before: datetime | None = None
    chosen_language: str = ""

    @property
    def label(self) -> str:
        """What people call them."""
        return self.name or self.email

    @property
    def actor(self) -> Actor:
        """The person, acting."""
        return Actor(id=self.id, name=self.label, role=self.role)
