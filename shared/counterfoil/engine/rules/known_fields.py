"""What can be mapped on a connection: the fields of both vendors, as they are there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules.faults_of_fields import VendorFields
from counterfoil.domain.rules.vendor_field import VendorField, company_fields
from counterfoil.engine.ports import Clock, PropertyCatalogue

KEPT_FOR = timedelta(minutes=10)
"""So long HubSpot is not asked again; QuickBooks' fields are as fresh as the company's profile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFields:
    """Asks for the fields of both vendors."""

    properties: PropertyCatalogue
    clock: Clock
    _kept: dict[tuple[str, EntityKind], tuple[datetime, Mapping[str, VendorField]]] = field(default_factory=dict)

    def of(self, connection: Connection, kind: EntityKind) -> VendorFields:
        """The fields by vendor and name. One call to HubSpot, or none. Raises VendorError."""
        company = connection.company
        return {
            System.HUBSPOT: self._hubspot(connection.id, kind),
            System.QUICKBOOKS: company_fields(kind, company.custom_fields, company.lists),
        }

    def _hubspot(self, connection_id: str, kind: EntityKind) -> Mapping[str, VendorField]:
        key, now = (connection_id, kind), self.clock()
        if key not in self._kept or now - self._kept[key][0] >= KEPT_FOR:
            self._kept[key] = (now, self.properties(connection_id, kind))
        return self._kept[key][1]
