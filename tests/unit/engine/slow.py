"""Vendors that take their time, and nights in which it runs out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.ports import ChangedPage, Systems
from tests.fake_systems import FakeSystem
from tests.fakes import FrozenClock
from tests.unit.engine.world import World

IDS_A_CALL = {System.HUBSPOT: 100, System.QUICKBOOKS: 1000}


class SlowSystem(FakeSystem):
    """A vendor that takes `seconds()` for every page, and for every read of as many ids as it takes at once."""

    def __init__(self, fast: FakeSystem, clock: FrozenClock, seconds: Callable[[], float]) -> None:
        super().__init__(fast.system, clock, records=fast.records)
        self._present, self._seconds = clock, seconds

    def read(self, kind: EntityKind, ids: Sequence[str]) -> Mapping[str, tuple[Snapshot, ...] | Failure]:
        for _ in range(-(-len(ids) // IDS_A_CALL[self.system])):
            self._present.sleep(self._seconds())
        return super().read(kind, ids)

    def page(self, kind: EntityKind, after: str) -> ChangedPage:
        self._present.sleep(self._seconds())
        return super().page(kind, after)


class Nights:
    """The compare of some connections, night after night, with vendors that take `seconds()` a call.

    `asked` are the connections and systems of each night that were asked for anything; `overtime` is the longest time
    for which a night went on after its end.
    """

    def __init__(self, worlds: Sequence[World], seconds: Callable[[], float]) -> None:
        self._first, self._worlds = worlds[0], {world.id: world for world in worlds}
        self._clock, self._seconds = worlds[0].clock, seconds
        self._opened: dict[tuple[str, System], SlowSystem] = {}
        self.asked: list[set[tuple[str, System]]] = []
        self.overtime = timedelta(0)

    def compare(self, length: timedelta) -> None:
        """One night of this length. Raises whatever the compare raises."""
        self._opened.clear()
        end = self._clock() + length
        try:
            replace(self._first.reconciler, open_systems=self._open).reconcile(lambda: self._clock() >= end)
        finally:
            self.asked.append({side for side, system in self._opened.items() if system.calls})
            self.overtime = max(self.overtime, self._clock() - end)
            self._clock.now = max(self._clock(), end) + timedelta(hours=23)

    def _open(self, connection: Connection) -> Systems:
        world = self._worlds[connection.id]
        hubspot, quickbooks = (
            self._opened.setdefault((world.id, fast.system), SlowSystem(fast, self._clock, self._seconds))
            for fast in (world.hubspot, world.quickbooks)
        )
        return Systems(hubspot, quickbooks, world.display)
