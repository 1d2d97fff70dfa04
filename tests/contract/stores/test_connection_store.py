"""The contract of ConnectionStore."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from counterfoil.domain.connection import CompanyProfile, ConnectionState, PortalProfile
from counterfoil.domain.errors import UnknownConnectionError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import (
    Clause,
    FieldMapping,
    FieldType,
    Filter,
    Group,
    Holder,
    Operator,
    predefined_mappings,
)
from counterfoil.engine.ports import ConcurrentChangeError
from tests.builders import a_connection, a_rule
from tests.contract.stores.backends import Backend

COMPANY = CompanyProfile(
    name="Craig's",
    multicurrency=True,
    closed_until=date(2025, 12, 31),
    income_account_id="79",
    terms=MappingProxyType({0: "1", 30: "3"}),
    payment_methods={"visa": "4"},
)
REGION = Filter(
    (
        Group((Clause(on=Holder.COMPANY, field="country", operator=Operator.IS_ANY_OF, values=("US", "CA")),)),
        Group((Clause(field="hs_balance_due", type=FieldType.NUMBER, operator=Operator.GREATER, values=("10",)),)),
    )
)
ORDER_NUMBER = FieldMapping(
    id="order_number", hubspot="hs_purchase_order_number", quickbooks="1", own=True, choices=MappingProxyType({"a": "b"})
)


def test_a_connection_comes_back_as_it_was_saved(backend: Backend) -> None:
    rules = {
        EntityKind.INVOICE: a_rule(
            EntityKind.INVOICE,
            winner=System.QUICKBOOKS,
            version=7,
            filters={System.HUBSPOT: REGION},
            mappings=(*predefined_mappings(EntityKind.INVOICE, {"memo", "number"}), ORDER_NUMBER),
            after_unmatch="keep",
        )
    }
    connection = a_connection(company=COMPANY, portal=PortalProfile(time_zone="US/Eastern"), rules=rules)

    stored = backend.connections.save(connection)

    assert stored == replace(connection, revision=1)
    assert backend.connections.get(connection.id) == stored


def test_an_unknown_connection_is_an_error(backend: Backend) -> None:
    with pytest.raises(UnknownConnectionError):
        backend.connections.get("nobody")


def test_some_come_in_the_order_in_which_they_were_asked_for(backend: Backend) -> None:
    saved = {one: backend.connections.save(a_connection(id=one)) for one in ("a", "b", "c")}
    assert list(backend.connections.some(["c", "never", "a"])) == [saved["c"], saved["a"]]
    assert list(backend.connections.some([])) == []


def test_it_is_found_by_both_accounts(backend: Backend) -> None:
    stored = backend.connections.save(a_connection())

    assert backend.connections.find(System.HUBSPOT, ["62515", "404"]) == {"62515": (stored,)}
    assert backend.connections.find(System.QUICKBOOKS, ["9130"]) == {"9130": (stored,)}
    assert backend.connections.find(System.QUICKBOOKS, ["62515"]) == {}


def test_a_portal_may_have_several_companies(backend: Backend) -> None:
    first = backend.connections.save(a_connection(id="a"))
    second = backend.connections.save(a_connection(id="b", realm_id="9131"))

    assert backend.connections.find(System.HUBSPOT, ["62515"]) == {"62515": (first, second)}
    assert backend.connections.find(System.QUICKBOOKS, ["9131"]) == {"9131": (second,)}
    assert backend.connections.every() == (first, second)


def test_every_reader_sees_the_next_revision(backend: Backend) -> None:
    first = backend.connections.save(a_connection())

    second = backend.connections.save(replace(first, state=ConnectionState.PAUSED))

    assert second.revision == 2
    assert backend.connections.get(first.id) == second
    assert backend.connections.find(System.HUBSPOT, ["62515"]) == {"62515": (second,)}
    assert backend.connections.every() == (second,)


@pytest.mark.parametrize("revision", [0, 2, 7])
def test_a_revision_that_is_not_the_stored_one_is_refused(backend: Backend, revision: int) -> None:
    stored = backend.connections.save(a_connection())

    with pytest.raises(ConcurrentChangeError):
        backend.connections.save(replace(stored, revision=revision, state=ConnectionState.PAUSED))

    assert backend.connections.get(stored.id) == stored


def test_a_connection_never_stored_has_no_next_revision(backend: Backend) -> None:
    with pytest.raises(ConcurrentChangeError):
        backend.connections.save(a_connection(revision=3))

    assert backend.connections.every() == ()
