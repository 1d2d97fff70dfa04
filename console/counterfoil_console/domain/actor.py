"""Who acts: a person in a browser, or a program with a token."""

from counterfoil.domain.values import dataclass
from counterfoil_console.domain.role import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """`id` is the person's, or "token:" and the token's; `name` is what people call them."""

    id: str
    name: str
    role: Role
