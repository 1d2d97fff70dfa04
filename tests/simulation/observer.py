"""Nothing is written that a plan taken at that moment did not name: an observer takes one before every write.

Between what a worker read and what it writes, a person may act or another worker may be faster: the vendor refuses what is
no longer true, or it is made good at once. A write is also named by what was planned when its worker began, and by what
followed from the links that were planned then.
"""

from collections.abc import Callable, Sequence
from functools import partial
from weakref import WeakKeyDictionary

import httpx2

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import System
from counterfoil.engine.work.slices import Slice
from tests.simulation.onlooker import ObservingBundle
from tests.simulation.planned import PlannedWrite, planned_writes
from tests.simulation.tasks import Task
from tests.simulation.world import World
from tests.simulation.writes import Sort, VendorWrite, writes_of

_OF_RECORDS = ("/crm/", "/v3/company/")
Planner = Callable[[Connection, Sequence[Slice]], set[PlannedWrite]]


class Observer:
    """Watches a world; `unplanned` names every write that no plan named: planners are asked until one names it."""

    def __init__(self, world: World, *planners: Planner) -> None:
        self._world, self._planners = world, planners
        self._at_first = WeakKeyDictionary[Task, set[PlannedWrite]]()
        self.unplanned: list[str] = []
        world.house.before_call, world.house.on_effect = self._before_call, self._at_begin

    def _at_begin(self, worker: Task) -> None:
        """Remember what is planned before a worker looks at anything: links are read before a vendor is asked."""
        if worker.function.endswith("_sync") and worker not in self._at_first:
            self._at_first[worker] = set()
            self._at_first[worker] = {
                write for party in self._world.parties for write in self._planned(party.connection.id, self._planners[0])
            }

    def _before_call(self, system: System, account: str, request: httpx2.Request) -> None:
        worker = self._world.house.current
        if worker is None or not request.url.path.startswith(_OF_RECORDS):
            return
        party = next(one for one in self._world.parties if account in {str(one.account.portal_id), one.account.realm_id})
        writes = [one for one in writes_of(system, request) if one.sort in {Sort.RECORD, Sort.PART, Sort.UNKNOWN}]
        for planner in self._planners if writes else ():
            writes = _unnamed(writes, self._planned(party.connection.id, planner))
            if not writes:
                return
        writes = _unnamed(writes, self._at_first.get(worker, set()))
        self.unplanned += [f"{party.connection.id}: no plan named {write}" for write in writes]

    def _planned(self, connection_id: str, planner: Planner) -> set[PlannedWrite]:
        slices = self._world.house.slices_at_work(connection_id)
        return planner(self._world.house.operator.connections.get(connection_id), slices) if slices else set()


def _unnamed(writes: Sequence[VendorWrite], planned: set[PlannedWrite]) -> list[VendorWrite]:
    return [write for write in writes if not any(one.names(write) for one in planned)]


def watched_by_plans(world: World) -> Observer:
    """A world in which every write is compared with the plan of its moment: the worker's, who may read one side only.

    Who was refused for a version that is no longer true reads both sides then, as a plan for people does at once.
    """
    here = ObservingBundle.of(world)
    return Observer(world, partial(planned_writes, here), partial(planned_writes, here, read_both=True))
