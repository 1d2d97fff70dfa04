"""Every fault of a rule on a connection: what is wrong by itself, and what only the vendors' fields show to be wrong."""

from collections.abc import Iterator

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import VendorError
from counterfoil.domain.rules import Fault, SyncRule, faults_of
from counterfoil.domain.rules.faults_of_clauses import faults_of_clauses
from counterfoil.domain.rules.faults_of_fields import faults_of_fields
from counterfoil.engine.rules.document import Document, places_of_mappings
from counterfoil.engine.rules.invalid import InvalidRuleError
from counterfoil.engine.rules.known_fields import KnownFields


def check(fields: KnownFields, connection: Connection, rule: SyncRule, document: Document) -> None:
    """Raises InvalidRuleError with every fault of a rule, at the places that `document` has for them.

    What is wrong by itself is told even while HubSpot cannot be asked. Else raises VendorError.
    """
    found = list(faults_of(rule))
    places = {fault.path for fault in found}
    try:
        found += [one for one in _by_fields(fields, connection, rule, document) if one.path not in places]
    except VendorError:
        if not found:
            raise
    if found:
        raise InvalidRuleError(found)


def _by_fields(fields: KnownFields, connection: Connection, rule: SyncRule, document: Document) -> Iterator[Fault]:
    """The vendors are asked as far as the rule names any fields."""
    yield from faults_of_clauses(rule, fields.asked(connection, rule))
    if rule.own_mappings:
        yield from faults_of_fields(rule, fields.mapped(connection, rule), places_of_mappings(document))
