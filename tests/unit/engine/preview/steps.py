"""What several tests of plans do."""

from dataclasses import replace

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.plan_job import PlanJob, PlanScope, RowAction, RowState
from counterfoil.domain.rules import SyncRule
from tests.unit.engine.world import World


def counts(world: World, scope: PlanScope | None = None) -> dict[tuple[EntityKind, RowAction], int]:
    """How many rows a plan that is made now has of each kind and action."""
    return {(one.kind, one.action): one.count for one in world.plan(scope).tallies}


def results(world: World, job: PlanJob, *refs: RecordRef) -> list[RowState | None]:
    """What became of the rows of these records."""
    rows = world.rows(job)
    return [row.result.state if row.result else None for row in (rows[ref] for ref in refs)]


def with_rule(world: World, kind: EntityKind, **changes: object) -> SyncRule:
    """The rule as it would be with these changes."""
    return replace(world.connection.rule(kind), **changes)  # type: ignore[arg-type]


def save(world: World, rule: SyncRule) -> None:
    """Somebody lets a rule be the current one."""
    connection = world.connection
    saved = replace(rule, version=connection.rule(rule.kind).version + 1)
    world.connections.save(replace(connection, rules={**connection.rules, rule.kind: saved}))
