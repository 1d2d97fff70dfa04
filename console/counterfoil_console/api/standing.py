"""How a connection stands, for programs. Amounts are decimal text, moments ISO 8601 in UTC."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.money import plain
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from counterfoil.domain.values import dataclass
from counterfoil.engine.browse.causes import Cause
from counterfoil.engine.browse.health import Health, KindHealth
from counterfoil_console.api.records import RecordSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionSummary:
    """A connection: one HubSpot portal and one QuickBooks company."""

    id: str
    company: str
    portal_id: str
    realm_id: str
    state: ConnectionState

    @classmethod
    def of(cls, connection: Connection) -> "ConnectionSummary":
        """The connection in short."""
        return cls(
            id=connection.id,
            company=connection.label,
            portal_id=connection.portal_id,
            realm_id=connection.realm_id,
            state=connection.state,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """Every connection of the deployment."""

    connections: tuple[ConnectionSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many records stand so, and what they come to by currency."""

    status: OutcomeStatus
    records: int
    money: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindStanding:
    """One kind of record with its current rule, the newest change of how any of it stands, and all that is counted."""

    kind: EntityKind
    direction: Direction
    rule_version: int
    changed_at: datetime | None
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStanding:
    """A day (UTC): how many records were brought in step, and how many needed a person when it ended."""

    day: date
    carried: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How a connection stands as a whole."""

    connection: ConnectionSummary
    at: datetime
    needs_you: int
    needs_you_money: Mapping[str, str]
    kinds: tuple[KindStanding, ...]
    days: tuple[DayStanding, ...]

    @classmethod
    def of(cls, health: Health) -> "Status":
        """The connection's health."""
        return cls(
            connection=ConnectionSummary.of(health.connection),
            at=health.at,
            needs_you=health.needy,
            needs_you_money=_money(health.needy_money),
            kinds=tuple(map(_kind, health.kinds)),
            days=tuple(DayStanding(day=one.day, carried=one.carried, open=one.open) for one in health.days),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseSummary:
    """One problem: how many records of which kind, what they come to, and those that stand so longest."""

    category: ErrorCategory
    records: Mapping[EntityKind, int]
    money: Mapping[str, str]
    since: datetime | None
    longest: tuple[RecordSummary, ...]

    @classmethod
    def of(cls, cause: Cause) -> "CauseSummary":
        """The cause in short."""
        return cls(
            category=cause.category,
            records=cause.records,
            money=_money(cause.money),
            since=cause.since,
            longest=tuple(map(RecordSummary.of, cause.longest)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """Everything that needs a person, the cause of most records first."""

    causes: tuple[CauseSummary, ...]


def _kind(health: KindHealth) -> KindStanding:
    return KindStanding(
        kind=health.kind,
        direction=health.rule.direction,
        rule_version=health.rule.version,
        changed_at=health.changed_at,
        standings=tuple(
            Standing(status=status, records=records, money=_money(health.money.get(status, {})))
            for status, records in health.records.items()
        ),
    )


def _money(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {currency: plain(amount) for currency, amount in amounts.items()}
