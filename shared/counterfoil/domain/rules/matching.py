"""How the counterpart of an unlinked record is found."""

from dataclasses import dataclass

from counterfoil.domain.kinds import MatchKey


@dataclass(frozen=True, slots=True)
class Matching:
    """The keys that are tried, in their order; without any, nothing is matched."""

    keys: tuple[MatchKey, ...] = ()
