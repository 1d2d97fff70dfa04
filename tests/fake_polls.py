"""Polls in memory: slices that are asked for, and a poller that polls every connection at once."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.polling import PolledSlice, Poller
from counterfoil.engine.hints.serving import raise_together
from counterfoil.engine.hints.turns import TURN
from counterfoil.engine.ports import PollQueue, PollSlice, QueueError


class InMemoryPollQueue(PollQueue):
    """The slices that were asked for and not taken yet."""

    def __init__(self) -> None:
        self._slices: list[PollSlice] = []
        self.pauses: list[timedelta] = []
        self.broken = False

    def ask(self, slices: Sequence[PollSlice], after: timedelta = timedelta()) -> None:
        if self.broken:
            raise QueueError("broken")
        self._slices += slices
        self.pauses += [after] * len(slices)

    def take(self) -> list[PollSlice]:
        """What was asked for since the last time."""
        taken, self._slices = self._slices, []
        return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class PollerOfAll(Poller):
    """Polls every connection where no slice is given, as a round of its own."""

    def poll(self, wanted: PollSlice | None = None, stop: Callable[[], bool] = lambda: False) -> PolledSlice:
        """Without a slice, what is unexpected is raised."""
        if wanted:
            return Poller.poll(self, wanted, stop)
        ids = tuple(one.id for one in self.connections.every())
        last = max(self.cursors.of(ids, TURN).values(), default="").partition(" ")[0]
        begun = datetime.fromisoformat(last) + timedelta(microseconds=1) if last else self.clock()
        polled = Poller.poll(self, PollSlice(max(begun, self.clock()), ids), stop)
        raise_together([defect for _, defect in polled.defects])
        return polled
