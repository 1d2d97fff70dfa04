"""What a page of a rule asks the vendors, as far as they answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import System
from counterfoil.domain.rules import Holder
from counterfoil.domain.rules.faults_of_fields import VendorFields
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.engine.rules.known_fields import KnownFields
from counterfoil.engine.rules.standing import RuleStanding


@dataclass(slots=True)
class Asked:
    """The fields of both vendors; `silent` once one did not answer, for which nothing is offered then."""

    fields: KnownFields
    standing: RuleStanding
    source: System
    silent: bool = False

    def offered(self) -> Mapping[Holder, Mapping[str, VendorField]]:
        """What a condition may be about."""
        try:
            return self.fields.offered(self.standing.connection, self.standing.latest.rule, self.source)
        except VendorError:
            self.silent = True
            return {}

    def known(self) -> VendorFields:
        """What can be mapped."""
        try:
            return self.fields.mapped(self.standing.connection, self.standing.latest.rule)
        except VendorError:
            self.silent = True
            return {system: {} for system in System}
