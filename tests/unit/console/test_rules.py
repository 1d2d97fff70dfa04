"""The rules in the console: what runs, since when and by whom; off at once, and on again."""

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Clause, Direction, FieldType, Filter, Group, Operator
from counterfoil.engine.rules.keeper import Author
from counterfoil_console.domain.audit import Action
from tests.builders import a_connection, a_rule
from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import spoken

INVOICE = EntityKind.INVOICE


@pytest.fixture
def connection_id(house: House) -> str:
    return house.connections.save(a_connection()).id


def test_every_rule_is_shown_with_its_way(aisha: Browser, connection_id: str) -> None:
    page = aisha.get(f"/c/{connection_id}/rules")
    assert page.status == 200
    assert "Invoices" in page.text
    assert "Turn off" not in page.text


@pytest.mark.feature("H6")
def test_a_rule_is_off_at_once_and_on_again(dana: Browser, house: House, connection_id: str) -> None:
    before = house.connections.get(connection_id).rule(INVOICE).direction
    off = dana.post(f"/c/{connection_id}/rules/invoice/off")
    assert off.location == f"/c/{connection_id}/rules?done=switched_off"
    assert house.connections.get(connection_id).rule(INVOICE).direction is Direction.OFF
    page = dana.get(off.location).text
    assert "The rule is off." in page
    assert "Dana Whitfield" in page

    dana.post(f"/c/{connection_id}/rules/invoice/on")

    assert house.connections.get(connection_id).rule(INVOICE).direction is before
    noted = [entry.action for entry in house.audit.entries[-2:]]
    assert noted == [Action.RULE_SWITCHED_OFF, Action.RULE_SWITCHED_ON]


def test_a_rule_that_never_was_on_says_what_to_do_first(dana: Browser, house: House, connection_id: str) -> None:
    house.console.rules.delete(connection_id, INVOICE, Author(who="Dana Whitfield", why="a test"))

    answer = dana.post(f"/c/{connection_id}/rules/invoice/on")

    assert answer.status == 409
    assert "The rule for invoices was never on since it was made: save one with a direction." in answer.text


@pytest.mark.parametrize("path", ["another/rules/invoice/off", "{id}/rules/payment/off", "{id}/rules/bill/on"])
def test_there_is_nothing_to_switch_elsewhere(dana: Browser, connection_id: str, path: str) -> None:
    assert dana.post(f"/c/{path.format(id=connection_id)}").status == 404


def test_a_rule_that_nobody_changed_is_dated_and_names_nobody(aisha: Browser, connection_id: str) -> None:
    told = " ".join(spoken(aisha.get(f"/c/{connection_id}/rules")).split())
    assert "no conditions 1 1 Jan" in told
    assert " , " not in told


def test_conditions_of_a_way_that_is_not_carried_are_not_counted(aisha: Browser, house: House) -> None:
    limits = Filter((Group((Clause(field="TxnDate", type=FieldType.DATE, operator=Operator.IS_KNOWN),)),))
    rule = a_rule(INVOICE, Direction.HUBSPOT_TO_QUICKBOOKS, filters={System.QUICKBOOKS: limits})
    connection_id = house.connections.save(a_connection(rules={INVOICE: rule})).id
    assert "no conditions" in spoken(aisha.get(f"/c/{connection_id}/rules"))
