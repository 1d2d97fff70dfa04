"""What a connection wants: which kinds are carried, which way, and who wins."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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
    either way. `only_when_needed`: new counterparts are made only for a document that needs them.
    """

    kind: EntityKind
    direction: Direction
    switched_on_at: datetime
    winner: System = System.HUBSPOT
    left_out: frozenset[str] = frozenset()
    only_when_needed: bool = False
