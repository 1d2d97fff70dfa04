"""A plan that nobody could be woken for stands as it stood, so that the same can be asked for again."""

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanJob, PlanScope, PlanState
from counterfoil.engine.ports import QueueError
from tests.fake_plans import InMemoryPlanQueue
from tests.unit.engine.world import World


@pytest.mark.feature("X1")
def test_a_plan_that_could_not_be_applied_is_applied_when_asked_again(world: World) -> None:
    invoice = world.finalised()
    job = world.plan()
    world.wakes.broken = True
    with pytest.raises(QueueError):
        world.plans.apply(world.id, job.id)
    assert world.plans.get(world.id, job.id).state is PlanState.PLANNED
    world.wakes.broken = False
    world.apply(job)
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("X1")
def test_a_plan_that_could_not_go_on_may_be_let_go_on_again(world: World) -> None:
    invoice = world.finalised()
    world.quickbooks.dead = Failure(category=ErrorCategory.NEEDS_RECONNECT, cure=Cure.PERSON)
    job = world.plan()
    world.quickbooks.dead = None
    world.wakes.broken = True
    with pytest.raises(QueueError):
        world.plans.resume(world.id, job.id)
    again = world.plans.get(world.id, job.id)
    assert (again.state, again.trouble, again.tries) == (PlanState.STOPPED, job.trouble, job.tries)
    world.wakes.broken = False
    assert invoice in world.rows(world.planned(world.plans.resume(world.id, job.id)))


@pytest.mark.feature("X1")
def test_a_plan_that_was_never_begun_is_none(world: World) -> None:
    world.wakes.broken = True
    with pytest.raises(QueueError):
        world.plans.make(world.id, PlanScope())
    assert world.plans.get(world.id, "").state is PlanState.DISCARDED


@pytest.mark.feature("X1")
def test_a_plan_that_the_planner_was_faster_with_stays_with_it(world: World) -> None:
    """The queue took the message, and only its answer was lost."""
    invoice = world.finalised()
    job = world.plan()
    world.wakes = Hasty(world)
    with pytest.raises(QueueError):
        world.plans.apply(world.id, job.id)
    assert world.plans.get(world.id, job.id).state is PlanState.APPLIED
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


class Hasty(InMemoryPlanQueue):
    """Has done with a plan before it does not answer."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    def wake(self, job: PlanJob) -> None:
        super().wake(job)
        self._world.planned(job)
        raise QueueError("no answer")
