"""What a program shows in place of a session."""

from datetime import datetime, timedelta

from counterfoil.domain.values import dataclass
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.role import Role

LONGEST_WHO = 100
"""Characters of the name of whoever acts."""
PREFIX = "cf_"
"""How every token begins, so that whoever finds one in a file knows what it opens."""
LONGEST_LIFE = timedelta(days=366)
ENDING = timedelta(days=7)
"""A token that ends within this time is marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """`digest` stands for the secret, which is stored nowhere."""

    id: str
    digest: str
    name: str
    role: Role
    made_by_id: str
    made_by: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None = None

    @property
    def actor(self) -> Actor:
        """Who acts with it: the token, in the name of who made it."""
        maker = self.made_by[: LONGEST_WHO - len(self.name) - len(" ()")]
        return Actor(id=f"token:{self.id}", name=f"{maker} ({self.name})", role=self.role)
