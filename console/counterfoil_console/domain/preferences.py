"""What people choose for themselves; it changes nothing for anybody else."""

from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """`columns` are those that lists of records show, by their names; none chosen shows all of them."""

    columns: tuple[str, ...] = ()
