"""One person in one browser."""

from dataclasses import field
from datetime import datetime, timedelta

from counterfoil.domain.values import dataclass
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.role import Role

IDLE = timedelta(hours=12)
"""Nobody is signed in for longer without doing anything."""
LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=10)
"""How often it is written down that a session is used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`csrf` is what every form of the session sends back; `end_at_issuer` is where the issuer ends its own, or "".

    `chosen_language` is the person's, "" for what the browser asks for.
    """

    person_id: str
    name: str
    email: str
    role: Role
    csrf: str = field(repr=False)
    began_at: datetime
    seen_at: datetime
    end_at_issuer: str = ""
    chosen_language: str = ""

    @property
    def actor(self) -> Actor:
        """Whose session this is."""
        return Actor(id=self.person_id, name=self.name or self.email, role=self.role)

    @property
    def ends_at(self) -> datetime:
        """When it is over, unless it is used before."""
        return min(self.seen_at + IDLE, self.began_at + LONGEST)
