"""How vendors differ in ways that the engine must know."""

from datetime import timedelta

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorTraits:
    """What sets a vendor apart from another.

    `metered`: its reads cost money. `exact_versions`: a version that is equal proves that nothing was changed.
    `whole_seconds`: it tells times without fractions of a second.
    `search_lag`: how long a record may be missing from its search after it was made or changed. `at_once`: so many creates
    are sent together, and their links kept, before the next ones. `singly`: so few are written in calls of their own; of
    the kinds that are `never_together`, any number.
    """

    metered: bool
    exact_versions: bool
    whole_seconds: bool
    search_lag: timedelta
    at_once: int
    singly: int
    never_together: frozenset[EntityKind] = frozenset()
