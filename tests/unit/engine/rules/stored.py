"""Rules of invoices and products as tests save them, and what is stored of them."""

from collections.abc import Mapping
from typing import Any

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import RuleChange, SyncRule
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.keeper import Author
from tests.unit.engine.world import World

INVOICE, PRODUCT = EntityKind.INVOICE, EntityKind.PRODUCT
ANN = Author(who="Ann", why="As agreed")


def rule(world: World, kind: EntityKind = INVOICE) -> SyncRule:
    return world.connection.rules[kind]


def document(world: World, kind: EntityKind = INVOICE, **changes: object) -> Mapping[str, Any]:
    return {**written(rule(world, kind)), **changes}


def history(world: World, kind: EntityKind = INVOICE) -> list[tuple[int, RuleChange, str]]:
    return [(one.rule.version, one.change, one.who) for one in world.rules.history(world.id, kind)]
