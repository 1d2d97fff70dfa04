"""Plans that nobody wants: nothing of them is ever written."""

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.plan_job import PlanScope, PlanState
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil.engine.preview.plans import PlanRefusedError
from tests.unit.engine.world import World


@pytest.mark.feature("X1")
def test_what_is_discarded_cannot_be_applied(world: World) -> None:
    world.finalised()
    job = world.plan()

    assert world.plans.discard(world.id, job.id).state is PlanState.DISCARDED

    with pytest.raises(PlanRefusedError, match="Only a plan that is finished"):
        world.plans.apply(world.id, job.id)
    assert world.connection.state is ConnectionState.PLANNED
    assert (world.writes(), world.wakes.take(), world.queue.take()) == (0, [], [])


def test_discarding_again_and_resuming_change_nothing(world: World) -> None:
    job = world.plan()
    discarded = world.plans.discard(world.id, job.id)

    assert world.plans.discard(world.id, job.id) == discarded
    assert world.plans.resume(world.id, job.id) == discarded
    assert world.wakes.take() == []


def test_what_was_applied_cannot_be_discarded(world: World) -> None:
    world.finalised()
    applied = world.apply(world.plan())

    with pytest.raises(PlanRefusedError, match="what was applied cannot be discarded"):
        world.plans.discard(world.id, applied.id)
    assert world.plans.get(world.id, applied.id) == applied


def test_a_plan_is_made_no_further_once_it_is_discarded(world: World) -> None:
    world.finalised()
    job = world.plans.make(world.id, PlanScope())
    world.wakes.take()

    def meanwhile() -> bool:
        world.plans.discard(world.id, job.id)
        return False

    assert world.planner.go_on(world.id, job.id, meanwhile).state is PlanState.DISCARDED
    assert world.wakes.take() == []
    assert world.planner.go_on(world.id, job.id).state is PlanState.DISCARDED


def test_whoever_else_works_on_a_plan_is_let_finish(world: World) -> None:
    world.finalised()
    job = world.plans.make(world.id, PlanScope())

    def meanwhile() -> bool:
        world.plan_jobs.save(world.plans.get(world.id, job.id))
        return False

    with pytest.raises(ConcurrentChangeError):
        world.planner.go_on(world.id, job.id, meanwhile)
