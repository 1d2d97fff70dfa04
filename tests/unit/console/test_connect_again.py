"""A connection whose permission is given again, by one vendor or for another account."""

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.identity import System
from tests.builders import a_connection
from tests.unit.console.consents import ACCOUNTS, ID, allow, come_back
from tests.unit.console.house import Browser, House, asked


@pytest.mark.feature("C4")
def test_one_account_is_connected_again_and_choices_survive(dana: Browser, house: House) -> None:
    connection = a_connection(id=ID, portal_id="62515", realm_id="9130", state=ConnectionState.NEEDS_RECONNECT, revision=0)
    house.connections.save(connection)
    house.vendors.grants[ID, System.HUBSPOT] = "kept"
    assert allow(dana, "quickbooks", connection=ID).location == f"/c/{ID}/connection?done=reconnected"
    assert house.vendors.grants == {(ID, System.HUBSPOT): "kept", (ID, System.QUICKBOOKS): "refresh-quickbooks"}
    assert house.connections.get(ID).rules == connection.rules


def test_another_account_is_not_taken_for_the_connections_own(dana: Browser, house: House) -> None:
    house.connections.save(a_connection(id=ID, portal_id="62515", realm_id="9130", revision=0))
    for vendor, account in (("hubspot", "999"), ("quickbooks", "888")):
        answer = allow(dana, vendor, connection=ID, account=account)
        assert answer.status == 409
        assert f"Sign in there to the account {ACCOUNTS[vendor]}" in answer.text
    assert house.vendors.grants == {}


@pytest.mark.parametrize(
    ("state", "there"),
    [(ConnectionState.NEEDS_RECONNECT, f"/c/{ID}/connection"), (ConnectionState.PLANNED, f"/connect?connection={ID}")],
)
def test_who_fails_to_connect_again_is_led_back_to_the_connection(
    dana: Browser, house: House, state: ConnectionState, there: str
) -> None:
    house.connections.save(a_connection(id=ID, portal_id="62515", realm_id="9130", state=state, revision=0))
    asked_for = asked(dana.get(f"/oauth/hubspot/start?connection={ID}"))["state"]
    denied = dana.get(f"/oauth/hubspot/callback?error=access_denied&state={asked_for}")
    answers = [denied, allow(dana, "hubspot", connection=ID, account="999")]
    for answer in answers:
        assert answer.status == 409
        assert f'href="{there}"' in answer.text
        assert "Not connected yet" not in answer.text


def test_a_connection_that_was_deleted_meanwhile_is_nowhere(dana: Browser, house: House) -> None:
    house.connections.save(a_connection(id=ID, portal_id="62515", realm_id="9130", revision=0))
    started = dana.get(f"/oauth/hubspot/start?connection={ID}")
    house.connections.erase(ID)
    assert come_back(dana, started, "hubspot").status == 404


def test_another_account_takes_the_place_of_one_that_was_connected_by_mistake(dana: Browser, house: House) -> None:
    allow(dana, "hubspot")
    allow(dana, "quickbooks")
    page = dana.get(f"/connect?connection={ID}").text
    assert 'href="/oauth/hubspot/start">Use another' in page
    assert allow(dana, "hubspot", account="62516").location == "/connect"
    assert allow(dana, "quickbooks").location == "/connect?connection=62516-9130"
    assert {one.id for one in house.connections.every()} == {ID, "62516-9130"}
