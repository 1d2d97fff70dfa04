"""How the counterpart of an unlinked record is found."""

from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Matching:
    """The keys that are tried, in their order; without any, nothing is matched."""

    keys: tuple[MatchKey, ...] = ()
