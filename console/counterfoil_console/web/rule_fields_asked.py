"""What a page of a rule asks the vendors, as far as they answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from counterfoil.domain.errors import Cure, VendorError
from counterfoil.domain.identity import System
from counterfoil.domain.rules import Holder
from counterfoil.domain.rules.faults_of_fields import VendorFields
from counterfoil.domain.rules.faults_of_filters import holders_of
from counterfoil.domain.rules.vendor_field import VendorField, of_line_items
from counterfoil.engine.rules.known_fields import KnownFields
from counterfoil.engine.rules.standing import RuleStanding


@dataclass(slots=True)
class Asked:
    """The fields of both vendors; `silent` once one did not answer, `refused` once it did not allow to see some of them.

    What is not seen is not offered.
    """

    fields: KnownFields
    standing: RuleStanding
    source: System
    silent: bool = False
    refused: bool = False

    def offered(self) -> Mapping[Holder, Mapping[str, VendorField]]:
        """What a condition may be about, by whose it is."""
        holders = holders_of(self.standing.kind, self.source)
        found = {holder: self._of(self.source, holder) for holder in Holder if holder in holders}
        return {holder: fields for holder, fields in found.items() if fields}

    def _of(self, system: System, holder: Holder) -> Mapping[str, VendorField]:
        try:
            return self.fields.offered(self.standing.connection, self.standing.latest.rule, system, holder)
        except VendorError as error:
            self._note(error)
            return {}

    def known(self) -> VendorFields:
        """What can be mapped: of the records themselves, and of an invoice's line items."""
        try:
            found = self.fields.mapped(self.standing.connection, self.standing.latest.rule)
        except VendorError as error:
            self._note(error)
            return {system: {} for system in System}
        has_lines = Holder.LINE in holders_of(self.standing.kind, System.HUBSPOT)
        of_lines = of_line_items(self._of(System.HUBSPOT, Holder.LINE)) if has_lines else {}
        return {**found, System.HUBSPOT: {**found[System.HUBSPOT], **of_lines}}

    def _note(self, error: VendorError) -> None:
        """Waiting helps where it does not answer, and a person where it does not allow."""
        if error.failure.cure is Cure.PERSON:
            self.refused = True
        else:
            self.silent = True
