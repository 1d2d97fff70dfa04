"""What happens to all connections by schedule: rounds of polls asked for, and calling up between them."""

from collections.abc import Callable, Sequence
from itertools import batched

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.retries import Retries
from counterfoil.engine.hints.serving import raise_together, serve
from counterfoil.engine.hints.turns import TURN
from counterfoil.engine.ports import (
    ChangeQueue,
    Clock,
    ConnectionStore,
    CursorStore,
    OutcomeStore,
    PollQueue,
    PollSlice,
)

SLICE = 20
"""How many connections one message asks to poll: quiet ones take ten seconds, and a message's cost is shared by so many."""

ALL, ASKED = "all connections", "poll:asked"
"""Whose cursor, by which name, tells when the latest round was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """Has all active connections polled, and enqueues what is due for another try, which is asked of it more often."""

    connections: ConnectionStore
    outcomes: OutcomeStore
    cursors: CursorStore
    queue: ChangeQueue
    polls: PollQueue
    clock: Clock

    def ask(self) -> int:
        """Ask for a poll of every active connection, the one served longest ago first, and say how many those are.

        Whatever of an earlier round has not begun by then is overtaken. Raises QueueError; the earlier round stands then.
        """
        asked_at, active = self.clock(), self._longest_unserved_first()
        slices = [PollSlice(asked_at, tuple(one.id for one in some)) for some in batched(active, SLICE, strict=False)]
        self.polls.ask(slices)
        self.cursors.put(ALL, ASKED, asked_at.isoformat())
        return len(active)

    def call_up(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Enqueue what is due for another try, and say how many records that are; no vendor is asked.

        In the order of the polls, until `stop` says that time is up. What is unexpected at one connection keeps nobody else
        from being served: it is raised afterwards, several as an ExceptionGroup.
        """
        enqueued, retries = list[int](), Retries(self.outcomes, self.cursors, self.queue, self.clock)
        active = self._longest_unserved_first()
        waiting = self.outcomes.waiting([one.id for one in active], self.clock())
        concerned = [one for one in active if one.id in waiting]
        served = serve(concerned, lambda one: enqueued.append(retries.call_up(one.id)), stop)
        raise_together([defect for _, defect in served.defects])
        return sum(enqueued)

    def _longest_unserved_first(self) -> Sequence[Connection]:
        active = [one for one in self.connections.every() if one.state is ConnectionState.ACTIVE]
        served = self.cursors.of([one.id for one in active], TURN)
        return sorted(active, key=lambda one: (served[one.id], one.id))
