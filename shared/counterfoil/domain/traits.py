"""How vendors differ in ways that the engine must know."""

from datetime import timedelta
from math import ceil

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorTraits:
    """What sets a vendor apart from another.

    `metered`: its reads cost money. `exact_versions`: a version that is equal proves that nothing was changed.
    `whole_seconds`: it tells times without fractions of a second.
    `search_lag`: how long a record may be missing from its search after it was made or changed. `at_once`: so many creates
    are sent together, and their links kept, before the next ones. `singly`: so few are written in calls of their own; of
    more, `a_call` in each call that writes, and `calls_to_write` such calls, where a record is written by several.
    `works_out_totals`: a document's total follows from its lines when it is written. `associates`: whom a document is for
    is written after it. `silent_payments`: that a payment has changed what an invoice owes need not be announced.
    `silent_deletions`: that a record is gone is announced, but no poll tells it.
    Of the kinds that are `never_together` any number is written in calls of their own.
    """

    metered: bool
    exact_versions: bool
    whole_seconds: bool
    search_lag: timedelta
    at_once: int
    singly: int
    a_call: int
    calls_to_write: int
    works_out_totals: bool
    associates: bool
    silent_payments: bool
    silent_deletions: bool
    never_together: frozenset[EntityKind] = frozenset()

    def calls_to_carry(self, kind: EntityKind, count: int) -> int:
        """The calls with which so many records of a kind are written together."""
        singly = count <= self.singly or kind in self.never_together
        return count if singly else ceil(count / self.a_call) * self.calls_to_write
