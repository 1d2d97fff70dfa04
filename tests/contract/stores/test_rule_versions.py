"""The contract of ConnectionStore: every version of a rule that ever was."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Clause, Direction, Filter, Group, Operator, RuleChange, RuleVersion
from counterfoil.engine.ports import ConcurrentChangeError
from tests.builders import NOON, a_connection, a_rule
from tests.contract.stores.backends import Backend

INVOICE, CUSTOMER = EntityKind.INVOICE, EntityKind.CUSTOMER
CLAUSE = Clause(field="hs_currency", operator=Operator.IS_ANY_OF, values=("USD", "CAD"))


def a_version(number: int, kind: EntityKind = INVOICE, **changes: object) -> RuleVersion:
    rule = a_rule(kind, version=number, filters=MappingProxyType({System.HUBSPOT: Filter((Group((CLAUSE,)),))}))
    values = {"rule": rule, "at": NOON, "who": "Ann", "why": "Only dollars", "change": RuleChange.SAVED, **changes}
    return RuleVersion(**values)  # type: ignore[arg-type]


def test_versions_come_back_as_they_were_stored_the_newest_first(backend: Backend) -> None:
    first, tenth = a_version(1, change=RuleChange.CONNECTED), a_version(10)
    stored = backend.connections.save(a_connection(), [first])
    backend.connections.save(stored, [tenth])
    assert backend.connections.versions(stored.id, INVOICE) == (tenth, first)
    assert backend.connections.versions(stored.id, CUSTOMER) == ()
    assert backend.connections.versions("another", INVOICE) == ()


def test_versions_of_several_rules_are_stored_with_their_connection(backend: Backend) -> None:
    stored = backend.connections.save(a_connection(), [a_version(1), a_version(1, CUSTOMER)])
    assert backend.connections.versions(stored.id, CUSTOMER) == (a_version(1, CUSTOMER),)
    assert backend.connections.versions(stored.id, INVOICE) == (a_version(1),)


def test_a_version_never_changes(backend: Backend) -> None:
    stored = backend.connections.save(a_connection(), [a_version(1)])
    another = replace(stored, rules={**stored.rules, INVOICE: a_rule(INVOICE, Direction.OFF)})

    with pytest.raises(ConcurrentChangeError):
        backend.connections.save(another, [a_version(2), a_version(1, why="Somebody else's")])

    assert backend.connections.get(stored.id) == stored
    assert backend.connections.versions(stored.id, INVOICE) == (a_version(1),)


def test_with_a_connection_that_has_moved_on_no_version_is_stored(backend: Backend) -> None:
    stored = backend.connections.save(a_connection())
    backend.connections.save(stored)

    with pytest.raises(ConcurrentChangeError):
        backend.connections.save(stored, [a_version(1)])

    assert backend.connections.versions(stored.id, INVOICE) == ()


def test_a_draft_is_a_version_that_is_not_current(backend: Backend) -> None:
    stored = backend.connections.save(a_connection(), [a_version(1)])
    draft = a_version(2, change=RuleChange.DRAFTED)

    backend.connections.keep_version(stored.id, draft)
    with pytest.raises(ConcurrentChangeError):
        backend.connections.keep_version(stored.id, replace(draft, who="Bob"))

    assert backend.connections.versions(stored.id, INVOICE) == (draft, a_version(1))
    assert backend.connections.get(stored.id) == stored
