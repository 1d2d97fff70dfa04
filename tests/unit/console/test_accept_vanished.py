"""Most records of a side cannot be found: an administrator confirms that they were meant to go, and the check goes on."""

from dataclasses import replace
from typing import Any

import pytest

from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.role import Role
from infra.operator.accept_vanished import main
from tests.unit.console.clients import client_of
from tests.unit.console.house import Browser, House
from tests.unit.console.programs import program_of, read
from tests.unit.engine.world import World

pytestmark = pytest.mark.feature("X4")
ASKED = "All 7 were deleted on purpose"


@pytest.fixture
def world(house: House) -> World:
    """A connection that the console shows, and whose invoices were all deleted in HubSpot: the compare was halted."""
    world, product = World(), house.console.product
    shown: Any = product
    shown.cursors = world.cursors
    house.connections.save(replace(world.connections.get(world.id), revision=0))
    made = [world.finalised() for _ in range(7)]
    world.settle()
    for ref in made:
        world.hubspot.delete(ref)
    assert world.reconciler.reconcile().halted
    return world


def test_an_administrator_confirms_it_and_the_check_goes_on(
    world: World, house: House, dana: Browser, aisha: Browser
) -> None:
    page = dana.get(f"/c/{world.id}/needs-you").text
    assert "HubSpot: 7 of 7 linked records cannot be found." in page
    assert "The check for deleted records stopped" in dana.get(f"/c/{world.id}").text
    assert ASKED in page
    assert ASKED not in aisha.get(f"/c/{world.id}/needs-you").text
    assert aisha.post(f"/c/{world.id}/accept-vanished").status == 403

    answer = dana.post(f"/c/{world.id}/accept-vanished")

    page = dana.get(answer.location).text
    assert "The next check believes it, and closes their links." in page
    assert ASKED not in page
    entry = house.audit.entries[-1]
    assert (entry.action, entry.scope, entry.details) == (Action.VANISHED_ACCEPTED, world.id, {"what": "7 (HubSpot)"})
    done = world.reconciler.reconcile()
    assert (done.halted, done.vanished) == ([], 7)
    world.settle()
    assert "cannot be found" not in dana.get(f"/c/{world.id}/needs-you").text


def test_there_is_nothing_to_confirm_where_no_check_was_halted(world: World, house: House, dana: Browser) -> None:
    dana.post(f"/c/{world.id}/accept-vanished")
    world.reconciler.reconcile()
    noted = len(house.audit.entries)

    assert dana.post(f"/c/{world.id}/accept-vanished").location == f"/c/{world.id}/needs-you"

    assert len(house.audit.entries) == noted


def test_a_program_confirms_it_and_is_told_the_same_when_it_asks_again(world: World, house: House) -> None:
    program = program_of(house, Role.ADMINISTRATOR)
    first, again = (read(program.post(f"connections/{world.id}/accept-vanished", key="once")) for _ in range(2))
    assert first == again == {"accepted": ["HubSpot: 7 of 7 linked records cannot be found."]}
    assert [one.action for one in house.audit.entries].count(Action.VANISHED_ACCEPTED) == 1
    assert world.reconciler.reconcile().vanished == 7


def test_a_viewers_program_may_not(world: World, house: House) -> None:
    assert program_of(house, Role.VIEWER).post(f"connections/{world.id}/accept-vanished").status == 403
    assert world.reconciler.reconcile().halted


def test_the_command_confirms_it_through_the_console(world: World, house: House, capsys: pytest.CaptureFixture[str]) -> None:
    client = client_of(program_of(house, Role.ADMINISTRATOR))
    arguments = ["--connection", world.id, "--url", "https://console.example"]
    assert main(arguments, client_of=lambda _: client) == 0
    assert "7 of 7 linked records" in capsys.readouterr().out
    assert world.reconciler.reconcile().vanished == 7
    assert main(arguments, client_of=lambda _: client) == 1
    assert world.id in capsys.readouterr().err
