"""What role the issuer's claims give somebody."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from counterfoil_console.domain.role import Role

_NAMES = {
    Role.ADMINISTRATOR: frozenset({"administrator", "administrators"}),
    Role.VIEWER: frozenset({"viewer", "viewers"}),
}


@dataclass(frozen=True, slots=True)
class RoleClaim:
    """The claim that names somebody's groups or roles: a list of texts, or one text with commas or spaces between."""

    name: str

    def role_in(self, claims: Mapping[str, object]) -> Role | None:
        """The greatest role that is named; None when none is, and then there is no access."""
        given = claims.get(self.name)
        named = re.split(r"[,\s]+", given) if isinstance(given, str) else given if isinstance(given, list) else []
        return next((role for role, names in _NAMES.items() if any(one in names for one in named)), None)
