"""Nothing is written that a plan taken at that moment did not name: an observer takes one before every write."""

from collections.abc import Callable, Sequence
from functools import partial

import httpx2

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import System
from counterfoil.engine.slices import Slice
from tests.simulation.onlooker import ObservingBundle
from tests.simulation.planned import PlannedWrite, planned_writes
from tests.simulation.world import World
from tests.simulation.writes import Sort, writes_of

Planner = Callable[[Connection, Sequence[Slice]], set[PlannedWrite]]


class Observer:
    """Watches a world; `unplanned` names every write that no plan named: planners are asked until one names it."""

    def __init__(self, world: World, *planners: Planner) -> None:
        self._world, self._planners = world, planners
        self.unplanned: list[str] = []
        world.house.before_call = self._before_call

    def _before_call(self, system: System, account: str, request: httpx2.Request) -> None:
        if self._world.house.current is None:
            return
        writes = [one for one in writes_of(system, request) if one.sort in {Sort.RECORD, Sort.PART, Sort.UNKNOWN}]
        if not writes:
            return
        party = next(one for one in self._world.parties if account in {str(one.account.portal_id), one.account.realm_id})
        connection = self._world.house.operator.connections.get(party.connection.id)
        for planner in self._planners:
            planned = planner(connection, self._world.house.slices_at_work(connection.id))
            writes = [write for write in writes if not any(one.names(write) for one in planned)]
            if not writes:
                return
        self.unplanned += [f"{connection.id}: no plan named {write}" for write in writes]


def watched_by_plans(world: World) -> Observer:
    """A world in which every write is compared with the plan of its moment: the worker's, who may read one side only.

    Who was refused for a version that is no longer true reads both sides then, as a plan for people does at once.
    """
    here = ObservingBundle.of(world)
    return Observer(world, partial(planned_writes, here), partial(planned_writes, here, read_both=True))
