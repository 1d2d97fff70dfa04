"""What an operator has: all that people decide, and the rules, for which a vendor is asked what properties it has."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from counterfoil.adapters.hubspot import counting as hubspot
from counterfoil.adapters.hubspot.fields import property_fields
from counterfoil.adapters.quickbooks import counting as quickbooks
from counterfoil.bootstrap.deciding import DecidingBundle
from counterfoil.bootstrap.trials import TrialsBundle
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Holder
from counterfoil.domain.rules.clauses import Narrowing
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.engine.ports import Counted
from counterfoil.engine.rules.counting import LimitCounts
from counterfoil.engine.rules.keeper import RuleKeeper
from counterfoil.engine.rules.known_fields import KnownFields


class OperatingBundle(DecidingBundle, TrialsBundle):
    """Decides, and keeps rules."""

    @cached_property
    def fields(self) -> KnownFields:
        return KnownFields(properties=self._properties, clock=self._clock)

    def _properties(self, connection_id: str, kind: EntityKind, holder: Holder) -> Mapping[str, VendorField]:
        return property_fields(self._reach(connection_id, System.HUBSPOT), kind, holder)

    @cached_property
    def limit_counts(self) -> LimitCounts:
        return LimitCounts(self._count, self._clock)

    def _count(
        self, connection: Connection, kind: EntityKind, source: System, limits: Narrowing, since: datetime
    ) -> Counted:
        http = self._reach(connection.id, source)
        if source is System.HUBSPOT:
            return hubspot.count_records(http, kind, limits, since)
        return quickbooks.count_records(http, connection.realm_id, kind, limits)

    @cached_property
    def rules(self) -> RuleKeeper:
        return RuleKeeper(connections=self.connections, portals=self, clock=self._clock, fields=self.fields)
