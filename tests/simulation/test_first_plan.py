"""A new connection between the twins: nothing is written before a plan is applied, and nothing is lost meanwhile."""

import json
from collections.abc import Iterator
from datetime import timedelta

import httpx2
import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanState, RowAction
from infra.operator import explain
from infra.sandbox.kernel.faults import FaultKind
from tests.simulation.episodes import Episode
from tests.simulation.invariants import violations
from tests.simulation.planning import Planning, left_to_plan
from tests.simulation.world import World
from tests.simulation.writes import VendorWrite, writes_of


@pytest.fixture
def world() -> Iterator[World]:
    """One connection that waits for its first plan."""
    world = World(11, parties=1, and_start=False)
    yield world
    world.close()


@pytest.fixture
def written(world: World) -> list[VendorWrite]:
    """Every write of the bundle's, its own properties included."""
    writes: list[VendorWrite] = []

    def remember(system: System, _account: str, request: httpx2.Request) -> None:
        writes.extend(writes_of(system, request))

    world.house.before_call = remember
    return writes


def live(world: World) -> None:
    """An hour in which webhooks go out, polls come and everybody works."""
    for _ in range(4):
        world.house.vendors.pump()
        world.drain()
        world.house.ask_polls()
        world.house.reconcile()
        world.drain()
        world.clock.advance(900)


def state(world: World) -> ConnectionState:
    return world.house.operator.connections.get(world.parties[0].connection.id).state


@pytest.mark.feature("X1")
def test_nothing_is_written_before_the_first_plan_is_applied(world: World, written: list[VendorWrite]) -> None:
    party, planning = world.parties[0], Planning(world)
    invoice = party.person.finalise_new()
    live(world)
    planning.make(party)
    live(world)

    assert (written, state(world)) == ([], ConnectionState.PLANNED)
    job = planning.newest(party)
    assert job is not None
    assert job.state is PlanState.PLANNED
    (row,) = [row for row in planning.rows(job) if row.ref.kind is EntityKind.INVOICE and row.ref.id == invoice]
    assert (row.action, row.targets) == (RowAction.CREATE, (System.QUICKBOOKS,))


@pytest.mark.feature("X1", "O4")
def test_what_waited_for_the_first_plan_is_carried_once_it_is_applied(world: World) -> None:
    party, planning = world.parties[0], Planning(world)
    party.person.finalise_new()
    live(world)
    planning.make(party)
    live(world)
    party.person.finalise_new()  # after the plan: the live sync's
    party.person.edit_contact()
    live(world)

    planning.apply(party)
    world.settle()

    assert state(world) is ConnectionState.ACTIVE
    assert violations(world) == []
    assert list(left_to_plan(world)) == []


@pytest.mark.feature("X2")
def test_a_record_is_explained_with_the_calls_that_were_made_for_it(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    party, planning = world.parties[0], Planning(world)
    invoice = party.person.finalise_new()
    live(world)
    planning.make(party)
    live(world)
    planning.apply(party)
    world.settle()
    capsys.readouterr()

    here = world.house.operator
    assert (
        explain.main(
            ["--connection", party.connection.id, "--record", f"hubspot:invoice:{invoice}"], lambda _: here.explainer
        )
        == 0
    )

    told = json.loads(capsys.readouterr().out)
    carried = next(one for one in told["activity"] if one["status"] == OutcomeStatus.IN_SYNC)
    calls = {(one["system"], one["path"].rpartition("/")[2], one["status"]) for one in carried["calls"]}
    assert ("quickbooks", "invoice", 200) in calls
    assert all(one["request_id"] and "?" not in one["path"] for one in carried["calls"])
    assert told["link"]["state"] == "linked"
    assert {
        "field": "currency",
        "agreed": {"hubspot": "USD", "quickbooks": "USD"},
        "now": {"hubspot": "USD", "quickbooks": "USD"},
    } in told["fields"]


def test_a_plan_is_made_again_after_a_vendor_was_down(world: World) -> None:
    party, planning = world.parties[0], Planning(world)
    party.person.finalise_new()
    until = world.clock.now() + timedelta(minutes=5)
    world.episodes.append(Episode(system=System.QUICKBOOKS, until=until, kind=FaultKind.UNAVAILABLE))
    planning.make(party)
    live(world)

    job = planning.newest(party)
    assert job is not None
    assert (job.state, job.trouble) == (PlanState.PLANNED, "")
