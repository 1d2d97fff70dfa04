"""Which way a connection carries its records."""

import pytest

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Direction, FieldMapping, further_of, predefined_mappings
from tests.builders import a_connection, a_rule

ORDER_NUMBER = FieldMapping(id="order", hubspot="hs_purchase_order_number", quickbooks="CustomField.1", own=True)


def a_connection_with(invoices: Direction) -> Connection:
    rule = a_rule(EntityKind.INVOICE, invoices, mappings=(*predefined_mappings(EntityKind.INVOICE, {"memo"}), ORDER_NUMBER))
    return a_connection(rules={**a_connection().rules, EntityKind.INVOICE: rule})


@pytest.mark.parametrize(
    ("direction", "sources"),
    [
        (Direction.OFF, set()),
        (Direction.HUBSPOT_TO_QUICKBOOKS, {System.HUBSPOT}),
        (Direction.QUICKBOOKS_TO_HUBSPOT, {System.QUICKBOOKS}),
        (Direction.BOTH, set(System)),
    ],
)
def test_a_direction_carries_from_its_sources(direction: Direction, sources: set[System]) -> None:
    assert {system for system in System if direction.carries_from(system)} == sources


@pytest.mark.parametrize(
    ("invoices", "payments"),
    [
        (Direction.HUBSPOT_TO_QUICKBOOKS, Direction.BOTH),
        (Direction.BOTH, Direction.BOTH),
        (Direction.QUICKBOOKS_TO_HUBSPOT, Direction.OFF),
        (Direction.OFF, Direction.OFF),
    ],
)
def test_payments_follow_the_invoices(invoices: Direction, payments: Direction) -> None:
    rule = a_connection_with(invoices).rule(EntityKind.PAYMENT)
    assert (rule.kind, rule.direction, rule.left_out) == (EntityKind.PAYMENT, payments, frozenset())
    assert not any(rule.further(system) for system in System)


def test_what_the_rules_name_of_each_vendor() -> None:
    connection = a_connection_with(Direction.BOTH)
    rules = [connection.rule(kind) for kind in EntityKind]
    assert further_of(rules, System.HUBSPOT) == {EntityKind.INVOICE: frozenset({"hs_purchase_order_number"})}
    assert further_of(rules, System.QUICKBOOKS) == {EntityKind.INVOICE: frozenset({"CustomField.1"})}


def test_a_connection_has_an_account_in_each_system() -> None:
    connection = a_connection()
    assert [connection.account(system) for system in System] == [connection.portal_id, connection.realm_id]
