"""What people choose for themselves; it changes nothing for anybody else."""

from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """`language` is the one that the person reads, "" for what the browser asks for.

    `columns` are those that lists of records show, by their names; none chosen shows all of them.
    """

    language: str = ""
    columns: tuple[str, ...] = ()
