"""Messages that failed too often, on the page of a connection: counted, and worked on again by an administrator."""

import pytest

from counterfoil.domain.identity import EntityKind
from counterfoil_console.domain.audit import Action
from tests.builders import a_connection
from tests.console_builders import a_letter
from tests.unit.console.house import Browser, House

PAGE = "/c/62515-9130/connection"
REDRIVE = "/c/62515-9130/redrive"


@pytest.fixture
def stopped(house: House) -> House:
    """Three messages have failed too often, of two kinds."""
    house.connections.save(a_connection(id="62515-9130", portal_id="62515", realm_id="9130", revision=0))
    house.dead_letters.dead = {EntityKind.INVOICE: [a_letter(), a_letter()], EntityKind.PAYMENT: [a_letter()]}
    return house


def test_an_administrator_is_told_what_comes_of_it_and_has_them_worked_on_again(stopped: House, dana: Browser) -> None:
    page = " ".join(dana.get(PAGE).text.split())
    assert "3 messages about records, of whichever connection, failed fifty times" in page
    assert "Nothing is carried twice" in page
    assert f'action="{REDRIVE}"' in page

    done = dana.post(REDRIVE)
    assert "What had stopped for good is being worked on again." in dana.get(done.location).text
    assert stopped.dead_letters.total() == 0
    assert stopped.audit.entries[-1].action is Action.REDRIVEN
    assert REDRIVE not in dana.get(PAGE).text


def test_what_cannot_be_moved_stays_on_the_page(stopped: House, dana: Browser) -> None:
    stopped.dead_letters.stuck = {EntityKind.PAYMENT: "AccessDenied"}
    page = " ".join(dana.get(dana.post(REDRIVE).location).text.split())
    assert "1 message about records" in page
    assert "AccessDenied" not in page


@pytest.mark.usefixtures("stopped")
def test_a_viewer_is_not_asked_to_mend_anything(aisha: Browser) -> None:
    assert "failed fifty times" not in aisha.get(PAGE).text
    assert aisha.post(REDRIVE).status == 403


def test_where_nothing_stopped_nothing_is_said(stopped: House, dana: Browser) -> None:
    stopped.dead_letters.dead = {}
    assert "stopped for good" not in dana.get(PAGE).text


def test_what_cannot_be_noted_is_not_done(stopped: House, dana: Browser) -> None:
    stopped.audit.fails = True
    assert dana.post(REDRIVE).status == 500
    assert stopped.dead_letters.total() == 3
