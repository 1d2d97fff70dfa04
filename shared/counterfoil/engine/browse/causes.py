"""What needs a person, one entry for each cause: how much of it there is, since when, and the records that stand longest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.tally import Count, Place
from counterfoil.domain.values import dataclass
from counterfoil.engine.browse.health import money_of
from counterfoil.engine.ports import OutcomeStore

SHOWN_OF_A_CAUSE = 5
LOOKED_AT = 200
"""Of the failing records, those that stand so longest; a cause of younger ones is counted, and leads to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One problem. `records` are by kind, `money` by currency; `longest` are some of its records, that stood so first."""

    category: ErrorCategory
    records: Mapping[EntityKind, int]
    money: Mapping[str, Decimal]
    longest: tuple[SyncOutcome, ...] = ()

    @property
    def total(self) -> int:
        """How many records it keeps from being in step."""
        return sum(self.records.values())

    @property
    def since(self) -> datetime | None:
        """Since when the first of the shown records stands so; None where none is shown."""
        return min((one.at for one in self.longest), default=None)


@dataclass(frozen=True, slots=True)
class CausesView:
    """Shows what needs a person."""

    outcomes: OutcomeStore

    def causes(self, connection_id: str) -> Sequence[Cause]:
        """Every cause, the one of most records first, without records. One read of the table."""
        tally = self.outcomes.tally(connection_id)
        failing = {place: count for place, count in tally.items() if place.status is OutcomeStatus.FAILING}
        categories = {place.category for place in failing if place.category}
        causes = [_cause(category, failing) for category in categories]
        return sorted(causes, key=lambda cause: (-cause.total, cause.category))

    def with_records(self, connection_id: str, shown: int = SHOWN_OF_A_CAUSE, looked_at: int = LOOKED_AT) -> Sequence[Cause]:
        """Every cause, with those of its records that stand so longest, as far as they are among so many.

        Two reads of the table.
        """
        causes = self.causes(connection_id)
        every = self.outcomes.longest_failing(connection_id, looked_at) if causes else ()
        return [replace(cause, longest=_of(cause, every, shown)) for cause in causes]


def _of(cause: Cause, outcomes: Sequence[SyncOutcome], shown: int) -> tuple[SyncOutcome, ...]:
    return tuple([one for one in outcomes if one.category is cause.category][:shown])


def _cause(category: ErrorCategory, failing: Mapping[Place, Count]) -> Cause:
    own = {place: count for place, count in failing.items() if place.category is category}
    kinds = [kind for kind in EntityKind if any(place.kind is kind for place in own)]
    records = {kind: sum(count.records for place, count in own.items() if place.kind is kind) for kind in kinds}
    return Cause(category=category, records=records, money=money_of(own, OutcomeStatus.FAILING))
