"""The contract of SystemsOpener: the bundle's over both twins, and the one in memory."""

from dataclasses import replace

import pytest

from counterfoil.adapters.quickbooks.mapping.product import product_document
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Clause, Filter, Group, Operator, ProductOptions
from tests.builders import a_product, a_rule
from tests.contract.accounts.offices import Doors, doors_in_memory, doors_on_the_twins


@pytest.fixture(params=[doors_on_the_twins, doors_in_memory])
def doors(request: pytest.FixtureRequest) -> Doors:
    made: Doors = request.param()
    return made


def test_opening_calls_nobody(doors: Doors) -> None:
    before = doors.calls()
    for connection in doors.connections:
        doors.open_systems(connection)
    assert doors.calls() == before


def test_each_connection_reaches_its_own_accounts(doors: Doors) -> None:
    for connection in doors.connections:
        hubspot = doors.open_systems(connection)[System.HUBSPOT]
        shown = [record.ref for record in hubspot.page(EntityKind.CUSTOMER, "").records]
        assert shown == [doors.customers[connection.id]]
        assert doors.open_systems(connection)[System.QUICKBOOKS].page(EntityKind.CUSTOMER, "").records == ()


def test_opened_again_it_is_the_same_account(doors: Doors) -> None:
    for connection in (*doors.connections, *doors.connections):
        customer = doors.customers[connection.id]
        assert customer.id in doors.open_systems(connection).hubspot.read(EntityKind.CUSTOMER, [customer.id])


def test_invoices_show_their_state_in_the_connections_own_portal(doors: Doors) -> None:
    for connection in doors.connections:
        assert doors.open_systems(connection).display.show({}).refused == {}


def test_the_bundle_reads_what_a_connections_rules_name() -> None:
    doors = doors_on_the_twins()
    connection, _ = doors.connections
    clause = Clause(field="lifecyclestage", operator=Operator.IS_KNOWN)
    rule = a_rule(EntityKind.CUSTOMER, filters={System.HUBSPOT: Filter((Group((clause,)),))})
    customer = doors.customers[connection.id]
    named = replace(connection, rules={**connection.rules, EntityKind.CUSTOMER: rule}, revision=connection.revision + 1)
    for opened, names in ((connection, set()), (named, {"lifecyclestage"})):
        found = doors.open_systems(opened).hubspot.read(EntityKind.CUSTOMER, [customer.id])[customer.id]
        assert isinstance(found, tuple)
        assert found[0].extra.keys() == names


@pytest.mark.feature("P4")
def test_new_items_get_the_income_account_that_the_rule_for_products_chose() -> None:
    connection, _ = doors_on_the_twins().connections
    chosen = a_rule(EntityKind.PRODUCT, options=ProductOptions(income_account="79"))
    ruled = replace(connection, rules={**connection.rules, EntityKind.PRODUCT: chosen})
    assert connection.company_as_ruled == connection.company
    assert product_document(a_product(), ruled.company_as_ruled)["IncomeAccountRef"] == {"value": "79"}
