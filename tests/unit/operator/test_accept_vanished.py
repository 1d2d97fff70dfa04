"""What an operator is told when accepting that records were deleted on purpose."""

import json

import pytest
from botocore.exceptions import NoRegionError

from counterfoil.engine.compare.acceptance import Acceptance
from infra.operator.accept_vanished import Deployed, main
from tests.unit.engine.world import World


@pytest.fixture
def world() -> World:
    return World()


def accept(world: World, connection_id: str) -> int:
    return main(["--connection", connection_id], lambda _: (world.connections, Acceptance(world.cursors)))


def test_what_was_accepted_is_told(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    made = [world.finalised() for _ in range(2)]
    world.settle()
    for ref in made:
        world.hubspot.delete(ref)
    assert world.reconciler.reconcile().halted
    assert accept(world, world.id) == 0
    told = {"connection": world.id, "accepted": ["HubSpot: 2 of 2 linked records cannot be found."]}
    assert json.loads(capsys.readouterr().out) == told
    assert world.reconciler.reconcile().vanished == 2


def test_nothing_to_accept_is_an_error(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert accept(world, world.id) == 1
    assert world.id in capsys.readouterr().err


def test_an_unknown_connection_is_named(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert accept(world, "nobody") == 1
    assert "'nobody'" in capsys.readouterr().err


def no_region(_stack: str) -> Deployed:
    raise NoRegionError


def test_what_aws_refuses_is_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--connection", "any"], no_region) == 1
    assert capsys.readouterr().err == "You must specify a region.\n"
