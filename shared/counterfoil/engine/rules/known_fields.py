"""What a rule may name on a connection: the fields of both vendors, as they are there."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import CustomerOptions, Holder, SyncRule
from counterfoil.domain.rules.faults_of_clauses import AskedFields, holders_asked
from counterfoil.domain.rules.faults_of_fields import VendorFields
from counterfoil.domain.rules.members import asked_members
from counterfoil.domain.rules.vendor_field import OF_A_LINE_ITEM, VendorField, company_fields, of_either, of_line_items
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import Clock, PropertyCatalogue

KEPT_FOR = timedelta(minutes=10)
"""So long HubSpot is not asked again; QuickBooks' fields are as fresh as the company's profile."""

_KINDS = {Holder.CUSTOMER: EntityKind.CUSTOMER}
"""The kind of what QuickBooks' records are associated with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFields:
    """Asks for the fields of both vendors."""

    properties: PropertyCatalogue
    clock: Clock
    _kept: dict[tuple[str, EntityKind, Holder], tuple[datetime, Mapping[str, VendorField]]] = field(default_factory=dict)

    def mapped(self, connection: Connection, rule: SyncRule) -> VendorFields:
        """What mappings may name, by vendor and name. A call or two to HubSpot, or none. Raises VendorError.

        HubSpot is asked for the properties of line items only where a mapping names one.
        """
        company = connection.company
        named = any(one.hubspot.startswith(OF_A_LINE_ITEM) for one in rule.own_mappings)
        of_lines = of_line_items(self._properties(connection.id, rule.kind, Holder.LINE)) if named else {}
        return {
            System.HUBSPOT: {**self._hubspot(connection.id, rule, Holder.SELF), **of_lines},
            System.QUICKBOOKS: company_fields(rule.kind, company.custom_fields, company.lists, company.further_fields),
        }

    def asked(self, connection: Connection, rule: SyncRule) -> AskedFields:
        """What the rule's filters may ask for, of just those records that they ask about.

        One call to HubSpot for each sort of its records, or none. Raises VendorError.
        """
        return {
            (system, holder): self.offered(connection, rule, system, holder)
            for system, holder in sorted(holders_asked(rule))
        }

    def offered(self, connection: Connection, rule: SyncRule, system: System, holder: Holder) -> Mapping[str, VendorField]:
        """All that a filter for records of `system` may ask for of this sort of record. A call to HubSpot, or none.

        Raises VendorError.
        """
        if system is System.HUBSPOT:
            return self._hubspot(connection.id, rule, holder)
        kind, company = _KINDS.get(holder, rule.kind), connection.company
        return asked_members(kind, company.custom_fields, company.lists, company.further_fields)

    def _hubspot(self, connection_id: str, rule: SyncRule, holder: Holder) -> Mapping[str, VendorField]:
        """Where companies are customers, a customer is a contact or a company."""
        found = self._properties(connection_id, rule.kind, holder)
        options = rule.options
        if holder is not Holder.SELF or not (isinstance(options, CustomerOptions) and options.of_companies):
            return found
        return of_either(found, self._properties(connection_id, rule.kind, Holder.COMPANY))

    def _properties(self, connection_id: str, kind: EntityKind, holder: Holder) -> Mapping[str, VendorField]:
        key, now = (connection_id, kind, holder), self.clock()
        if key not in self._kept or now - self._kept[key][0] >= KEPT_FOR:
            self._kept[key] = (now, self.properties(connection_id, kind, holder))
        return self._kept[key][1]
