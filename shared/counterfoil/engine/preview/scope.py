"""What a plan covers: which lists are read through for it, and the rules that it is made with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.names import day as in_words
from counterfoil.domain.plan_job import PlanScope, PlanStep
from counterfoil.domain.rules import Direction, SyncRule, reaching_back
from counterfoil.domain.texts import plans as texts

EARLIEST = date(1970, 1, 1)
"""Moments are counted from then on at HubSpot, and nothing that is carried was changed before."""


def scoped(connection: Connection, scope: PlanScope) -> Connection:
    """The connection as a plan of this scope sees it.

    Drafts stand for their rules, and documents count from the day on that a backfill begins with.
    """
    rules = {**connection.rules, **{draft.kind: draft for draft in scope.drafts}}
    zone = ZoneInfo(connection.portal.time_zone)
    return replace(connection, rules=_since(rules, scope.since, zone) if scope.since else rules)


def applied(connection: Connection, scope: PlanScope) -> Connection:
    """The connection as a plan of this scope is applied: drafts have become its rules, or are none."""
    return scoped(connection, replace(scope, drafts=()))


def first_moment(day: date, connection: Connection) -> datetime:
    """When a day begins where the portal is: a backfill since that day. Raises InvalidValueError for one before all records.

    Whoever leaves out the century names one.
    """
    if day < EARLIEST:
        raise InvalidValueError(texts.TOO_EARLY(day=in_words(day.isoformat()), earliest=in_words(EARLIEST.isoformat())))
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(connection.portal.time_zone)).astimezone(UTC)


def steps_of(connection: Connection, scope: PlanScope) -> tuple[PlanStep, ...]:
    """What is read through under the scope's rules, kind by kind, so that what documents refer to comes before them."""
    if scope.records:
        return tuple(PlanStep(kind) for kind in EntityKind if any(ref.kind is kind for ref in scope.records))
    return tuple(step for kind in _kinds_of(scope) for step in _lists_of(connection.rule(kind), scope))


def _kinds_of(scope: PlanScope) -> Sequence[EntityKind]:
    """All kinds, or those that drafts are about; payments follow the invoices' rule."""
    drafted = {draft.kind for draft in scope.drafts}
    if not drafted:
        return tuple(EntityKind)
    return [kind for kind in EntityKind if kind in drafted or (kind is EntityKind.PAYMENT and EntityKind.INVOICE in drafted)]


def _lists_of(rule: SyncRule, scope: PlanScope) -> Iterator[PlanStep]:
    """The lists of both vendors that the rule carries from; of what only documents need, the records already known."""
    if rule.direction is Direction.OFF:
        return
    if rule.create == "when_needed":
        if scope.since is None:
            yield PlanStep(rule.kind, known=True)
        return
    yield from (PlanStep(rule.kind, system) for system in System if rule.direction.carries_from(system))


def _since(rules: Mapping[EntityKind, SyncRule], since: datetime, zone: ZoneInfo) -> Mapping[EntityKind, SyncRule]:
    """The rules as if the sync had been switched on at that moment."""
    day = since.astimezone(zone).date()
    return {
        kind: replace(rule, switched_on_at=min(rule.switched_on_at, since), filters=reaching_back(rule.filters, day))
        for kind, rule in rules.items()
    }
