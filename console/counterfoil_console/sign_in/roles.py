"""What role the issuer's claims give somebody."""

import re
from collections.abc import Mapping

from counterfoil.domain.values import dataclass
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
        named = _named(given)
        return next((role for role, names in _NAMES.items() if names & named), None)


def _named(given: object) -> frozenset[str]:
    """What is no text names nothing."""
    if isinstance(given, str):
        return frozenset(re.split(r"[,\s]+", given))
    return frozenset(one for one in given if isinstance(one, str)) if isinstance(given, list) else frozenset()
