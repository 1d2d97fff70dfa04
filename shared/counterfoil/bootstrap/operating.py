"""What an operator has who acts on what is stored; a vendor is called only for the properties that a rule may name."""

from collections.abc import Mapping
from functools import cached_property

from counterfoil.adapters.hubspot.fields import property_fields
from counterfoil.bootstrap.vendors import Vendors
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Holder
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.engine.choose.choosing import Choosing
from counterfoil.engine.compare.acceptance import Acceptance
from counterfoil.engine.hints.retry import Retry
from counterfoil.engine.preview.plans import Plans
from counterfoil.engine.rules.keeper import RuleKeeper
from counterfoil.engine.rules.known_fields import KnownFields


class OperatingBundle(Vendors):
    """Retries on request, has plans made and applied, keeps rules and what people decide.

    Accepts what was deleted on purpose.
    """

    @cached_property
    def retry(self) -> Retry:
        return Retry(outcomes=self.outcomes, links=self.links, queue=self.queue, clock=self._clock)

    @cached_property
    def choosing(self) -> Choosing:
        return Choosing(choices=self.choices, links=self.links, outcomes=self.outcomes, queue=self.queue, clock=self._clock)

    @cached_property
    def plans(self) -> Plans:
        return Plans(
            connections=self.connections,
            plans=self.plan_jobs,
            outcomes=self.outcomes,
            wakes=self.plan_queue,
            clock=self._clock,
        )

    @cached_property
    def fields(self) -> KnownFields:
        return KnownFields(properties=self._properties, clock=self._clock)

    def _properties(self, connection_id: str, kind: EntityKind, holder: Holder) -> Mapping[str, VendorField]:
        return property_fields(self._reach(connection_id, System.HUBSPOT), kind, holder)

    @cached_property
    def rules(self) -> RuleKeeper:
        return RuleKeeper(connections=self.connections, clock=self._clock, fields=self.fields)

    @cached_property
    def acceptance(self) -> Acceptance:
        return Acceptance(self.cursors)
