"""How a connection stands as a whole: each kind of record in counts and money, the problems, the last thirty days."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.ledgers import Ledgers
from counterfoil.domain.money import ZERO
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import SyncRule
from counterfoil.domain.tally import Count, Day, Place
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import Clock, LedgerStore, OutcomeStore

DAYS_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class KindHealth:
    """One kind of record. `records` and `money` (by currency) are by status; `changed_at` is when any of it moved last."""

    kind: EntityKind
    rule: SyncRule
    records: Mapping[OutcomeStatus, int]
    money: Mapping[OutcomeStatus, Mapping[str, Decimal]]
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day (UTC) in the picture: what was carried, and how many records needed a person when it ended."""

    day: date
    carried: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a connection stands, as of `at`.

    `causes` counts those that need a person; `nights` are the ledgers as they were compared, the newest first.
    """

    connection: Connection
    kinds: tuple[KindHealth, ...]
    days: tuple[DayShown, ...]
    at: datetime
    causes: int = 0
    nights: tuple[Ledgers, ...] = ()

    @property
    def needy(self) -> int:
        """How many records need a person."""
        return sum(kind.records.get(OutcomeStatus.FAILING, 0) for kind in self.kinds)

    @property
    def needy_money(self) -> Mapping[str, Decimal]:
        """What they come to, by currency."""
        return summed(kind.money.get(OutcomeStatus.FAILING, {}) for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class HealthView:
    """Shows how connections stand. Four reads of the table, two of them the same, however many records there are."""

    outcomes: OutcomeStore
    ledgers: LedgerStore
    clock: Clock

    def health(self, connection: Connection) -> Health:
        """How this one stands."""
        now, tally = self.clock(), self.outcomes.tally(connection.id)
        first = now.date() - timedelta(days=DAYS_SHOWN - 1)
        kinds = tuple(_kind_health(connection, kind, tally) for kind in EntityKind)
        failing = {place: count for place, count in tally.items() if place.status is OutcomeStatus.FAILING}
        needy = sum(count.records for count in failing.values())
        return Health(
            connection=connection,
            kinds=kinds,
            days=days_shown(self.outcomes.days(connection.id, first), first, now.date(), needy),
            at=now,
            causes=len({place.category for place, count in failing.items() if count.records}),
            nights=tuple(self.ledgers.nights(connection.id, DAYS_SHOWN)),
        )


def days_shown(days: Sequence[Day], first: date, last: date, open_now: int) -> tuple[DayShown, ...]:
    """Every day from `first` to `last`, worked out backwards from what is open now."""
    brought = {day.day: day for day in days}
    shown: list[DayShown] = []
    still_open, day = open_now, last
    while day >= first:
        today = brought.get(day, Day(day))
        shown.append(DayShown(day, today.carried, max(still_open, 0)))
        still_open -= today.needy
        day -= timedelta(days=1)
    return tuple(reversed(shown))


def summed(amounts: Iterable[Mapping[str, Decimal]]) -> Mapping[str, Decimal]:
    """Amounts by currency, added up; in the order of the currencies."""
    sums: dict[str, Decimal] = {}
    for each in amounts:
        for currency, amount in each.items():
            sums[currency] = sums.get(currency, ZERO) + amount
    return {currency: sums[currency] for currency in sorted(sums)}


def _kind_health(connection: Connection, kind: EntityKind, tally: Mapping[Place, Count]) -> KindHealth:
    own = {place: count for place, count in tally.items() if place.kind is kind}
    statuses = sorted({place.status for place in own})
    moments = [count.changed_at for count in own.values() if count.changed_at]
    return KindHealth(
        kind=kind,
        rule=connection.rule(kind),
        records={one: sum(count.records for place, count in own.items() if place.status is one) for one in statuses},
        money={one: money_of(own, one) for one in statuses},
        changed_at=max(moments, default=None),
    )


def money_of(tally: Mapping[Place, Count], status: OutcomeStatus) -> Mapping[str, Decimal]:
    """What the documents that stand so come to, by currency."""
    return summed(
        {place.currency: count.money} for place, count in tally.items() if place.status is status and place.currency
    )
