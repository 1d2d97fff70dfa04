"""People who have plans made and apply them, and what an applied plan must leave behind."""

from collections.abc import Iterator, Mapping

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import UnknownPlanError
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.plan_job import PlanJob, PlanRow, PlanScope, PlanState
from tests.simulation.founding import Party
from tests.simulation.world import World

_APPLICABLE = {ConnectionState.PLANNED, ConnectionState.ACTIVE}
_OPEN = {OutcomeStatus.FAILING, OutcomeStatus.WAITING}


class Planning:
    """What people do with the plans of a world."""

    def __init__(self, world: World) -> None:
        self._world, self._plans = world, world.house.operator.plans

    def make(self, party: Party) -> None:
        """Somebody has everything planned, unless a plan is under way."""
        newest = self.newest(party)
        if newest is None or not newest.is_at_work:
            self._world.clock.advance(1)
            job = self._plans.make(party.connection.id, PlanScope())
            self._world.house.note(f"{party.connection.id} is planned: {job.id}")

    def apply(self, party: Party) -> None:
        """Somebody applies the newest plan, if it is finished."""
        newest, state = self.newest(party), self._state(party)
        if newest and newest.state in {PlanState.PLANNED, PlanState.APPLIED} and state in _APPLICABLE:
            self._plans.apply(party.connection.id, newest.id)
            self._world.house.note(f"plan {newest.id} of {party.connection.id} is applied")

    def newest(self, party: Party) -> PlanJob | None:
        """The newest plan of a connection."""
        try:
            return self._plans.get(party.connection.id, "")
        except UnknownPlanError:
            return None

    def rows(self, job: PlanJob) -> list[PlanRow]:
        """All rows of a plan."""
        return list(self._plans.rows(job))

    def _state(self, party: Party) -> ConnectionState:
        return self._world.house.operator.connections.get(party.connection.id).state


def left_to_plan(world: World) -> Iterator[str]:
    """What is still planned after a plan was applied to a world in which nothing moves: nothing may be."""
    planning = Planning(world)
    for party in world.parties:
        if world.house.operator.connections.get(party.connection.id).state is not ConnectionState.ACTIVE:
            continue
        for work in (planning.make, planning.apply, planning.make):
            work(party)
            world.drain()
            world.settle(reconcile=False)
        job = planning.newest(party)
        assert job is not None
        if job.state is not PlanState.PLANNED:
            yield f"{party.connection.id}: plan {job.id} is {job.state}: {job.trouble}"
        latest = world.house.operator.outcomes.latest(party.connection.id, [row.ref for row in planning.rows(job)])
        for row in planning.rows(job):
            if row.acts and not _is_open(row, latest):
                yield f"{party.connection.id}: {row.action} of {row.ref} is still planned: {' '.join(row.reasons)}"


def _is_open(row: PlanRow, latest: Mapping[RecordRef, SyncOutcome]) -> bool:
    """Whether people know that it is not done yet, and why."""
    outcome = latest.get(row.ref)
    return row.needed or row.category is not None or (outcome is not None and outcome.status in _OPEN)
