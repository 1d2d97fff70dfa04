"""Which way something is carried."""

from enum import StrEnum

from counterfoil.domain.identity import System


class Direction(StrEnum):
    """Which way a kind, or one of its fields, is carried."""

    OFF = "off"
    HUBSPOT_TO_QUICKBOOKS = "hubspot_to_quickbooks"
    QUICKBOOKS_TO_HUBSPOT = "quickbooks_to_hubspot"
    BOTH = "both"

    def carries_from(self, source: System) -> bool:
        """Whether changes made in `source` are carried to the other side."""
        return self in {Direction.BOTH, _ONE_WAY[source]}


_ONE_WAY = {System.HUBSPOT: Direction.HUBSPOT_TO_QUICKBOOKS, System.QUICKBOOKS: Direction.QUICKBOOKS_TO_HUBSPOT}
