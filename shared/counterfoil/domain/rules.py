"""What a connection wants: which kinds are carried, which way, and who wins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from counterfoil.domain.identity import EntityKind, System


class Direction(StrEnum):
    """Which way a kind is carried."""

    OFF = "off"
    HUBSPOT_TO_QUICKBOOKS = "hubspot_to_quickbooks"
    QUICKBOOKS_TO_HUBSPOT = "quickbooks_to_hubspot"
    BOTH = "both"

    def carries_from(self, source: System) -> bool:
        """Whether changes made in `source` are carried to the other side."""
        one_way = {System.HUBSPOT: Direction.HUBSPOT_TO_QUICKBOOKS, System.QUICKBOOKS: Direction.QUICKBOOKS_TO_HUBSPOT}
        return self in {Direction.BOTH, one_way[source]}


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRule:
    """How one kind is synced on one connection.

    `winner` counts only when both sides changed the same field since they last agreed. `left_out` fields are not carried
    either way. `only_when_needed`: new counterparts are made only for a document that needs them. `further`: properties of
    a vendor, by its own names, that are read beside the fields; snapshots show them as `extra`.
    """

    kind: EntityKind
    direction: Direction
    switched_on_at: datetime
    winner: System = System.HUBSPOT
    left_out: frozenset[str] = frozenset()
    only_when_needed: bool = False
    further: Mapping[System, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))


Further = Mapping[EntityKind, frozenset[str]]
"""The further properties of one vendor that rules name, by kind."""


def further_of(rules: Iterable[SyncRule], system: System) -> Further:
    """What the rules name of this vendor's further properties."""
    return {rule.kind: rule.further[system] for rule in rules if rule.further.get(system)}
