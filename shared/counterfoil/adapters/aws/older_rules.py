"""Rules as they were stored before they were data with versions, as the data that says the same."""

from collections.abc import Mapping
from typing import Any

from counterfoil.adapters.aws.items import Item, plain
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.rules import Matching, predefined_mappings
from counterfoil.domain.rules.options import DEFAULT_OPTIONS


def of_today(connection: Mapping[str, Any]) -> Item:
    """The stored connection with rules in today's shape; those that have it stay as they are."""
    rules = {
        kind: rule if "mappings" in rule else _as_data(EntityKind(kind), rule) for kind, rule in connection["rules"].items()
    }
    return {**connection, "rules": rules}


def _as_data(kind: EntityKind, rule: Mapping[str, Any]) -> Item:
    kept = {name: rule[name] for name in ("kind", "direction", "switched_on_at", "winner") if name in rule}
    return kept | {
        "matching": plain(Matching(KINDS[kind].keys)),
        "mappings": plain(predefined_mappings(kind, frozenset(rule.get("left_out", ())))),
        "create": "when_needed" if rule.get("only_when_needed") else "always",
        "options": plain(DEFAULT_OPTIONS[kind]),
    }
