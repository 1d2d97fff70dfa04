"""Which field of one system stands for which of the other."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import field
from types import MappingProxyType
from typing import Literal

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.rules.direction import Direction
from counterfoil.domain.rules.vendor_field import OF_EACH_LINE
from counterfoil.domain.values import dataclass

DIRECTIONS = {
    frozenset(System): Direction.BOTH,
    frozenset({System.QUICKBOOKS}): Direction.HUBSPOT_TO_QUICKBOOKS,
    frozenset({System.HUBSPOT}): Direction.QUICKBOOKS_TO_HUBSPOT,
}
"""Which way a field goes, by the systems that it is written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMapping:
    """One field of both systems.

    A predefined one has the name of a field of `domain.kinds` as its id, and that field's direction; only its switch is a
    person's choice. One of a person's `own` names a property of each vendor, or, instead of HubSpot's, the `constant` that
    every record is given in QuickBooks. `choices` translate HubSpot's options into QuickBooks' values. A blank value
    overwrites nothing unless `blanks` say so. What is too long is refused, or shortened where it only `informs`.
    """

    id: str
    hubspot: str = ""
    quickbooks: str = ""
    direction: Direction = Direction.BOTH
    enabled: bool = True
    own: bool = False
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    blanks: Literal["keep", "clear"] = "keep"
    constant: str = ""
    informs: bool = False

    @property
    def of_each_line(self) -> bool:
        """Whether it gives each line of an invoice a value of its own, that of the line item."""
        return self.quickbooks.startswith(OF_EACH_LINE)

    def property_of(self, system: System) -> str:
        """The name of the vendor's property."""
        return self.hubspot if system is System.HUBSPOT else self.quickbooks


def predefined_mappings(kind: EntityKind, left_out: AbstractSet[str] = frozenset()) -> tuple[FieldMapping, ...]:
    """One mapping for each field of `kind` that is carried, switched on unless it is `left_out`."""
    return tuple(
        FieldMapping(id=row.name, direction=DIRECTIONS[row.written_to], enabled=row.name not in left_out)
        for row in KINDS[kind].fields
        if row.written_to
    )
