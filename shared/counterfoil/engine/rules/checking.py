"""Every fault of a rule on a connection: what is wrong by itself, and what only the vendors' fields show to be wrong."""

from collections.abc import Iterator

from counterfoil.domain.connection import INCOME_ACCOUNTS, Connection
from counterfoil.domain.errors import VendorError
from counterfoil.domain.rules import ProductOptions, SyncRule
from counterfoil.domain.rules.faults import Fault, faults_of
from counterfoil.domain.rules.faults_of_clauses import faults_of_clauses, labelled
from counterfoil.domain.rules.faults_of_fields import MOST_NAMES, faults_of_fields
from counterfoil.domain.texts import faults
from counterfoil.engine.rules.document import Document, places_of_mappings
from counterfoil.engine.rules.invalid import InvalidRuleError
from counterfoil.engine.rules.known_fields import KnownFields


def checked(fields: KnownFields, connection: Connection, rule: SyncRule, document: Document) -> SyncRule:
    """The rule, each clause with what its field is called.

    Raises InvalidRuleError with every fault of it, at the places that `document` has for them. What is wrong by itself is
    told even while HubSpot cannot be asked. Else raises VendorError.
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
    return labelled(rule, fields.asked(connection, rule))


def _of_accounts(connection: Connection, rule: SyncRule) -> Iterator[Fault]:
    """Accounts are as fresh as the company's profile."""
    account = rule.options.income_account if isinstance(rule.options, ProductOptions) else ""
    known = {number: name for name, number in connection.company.lists.get(INCOME_ACCOUNTS, {}).items()}
    if account and known and account not in known:
        names = [f"{name} ({number})" for number, name in known.items()][:MOST_NAMES]
        yield Fault("options.income_account", faults.NO_SUCH_ACCOUNT(value=account, names=names))


def _by_fields(fields: KnownFields, connection: Connection, rule: SyncRule, document: Document) -> Iterator[Fault]:
    """The vendors are asked as far as the rule names any fields."""
    yield from faults_of_clauses(rule, fields.asked(connection, rule))
    yield from _of_accounts(connection, rule)
    if rule.own_mappings:
        yield from faults_of_fields(rule, fields.mapped(connection, rule), places_of_mappings(document))
