"""Polling of some connections, by one worker."""

from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import datetime, timedelta

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass
from counterfoil.engine.connections.profile import ProfileKeeper
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.hints.connection_poll import ConnectionPoll, Polled
from counterfoil.engine.hints.held_cursors import HeldCursors
from counterfoil.engine.hints.resuming import Resuming, cursor_name, kinds_of
from counterfoil.engine.hints.rounds import ALL, ASKED
from counterfoil.engine.hints.serving import raise_together, serve
from counterfoil.engine.hints.turns import HOLD, TURN, Taken, Turns
from counterfoil.engine.ports import (
    ChangeQueue,
    Clock,
    ConnectionStore,
    CursorStore,
    LinkStore,
    OutcomeStore,
    PollQueue,
    PollSlice,
    SystemsOpener,
)


@dataclass(slots=True)
class PolledSlice(Polled):
    """And how many connections were passed over, or given back; what was unexpected, by connection."""

    passed_over: int = 0
    given_back: int = 0
    defects: list[tuple[str, Exception]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poller:
    """Asks both vendors of a connection what changed, and once a day how their accounts are set up."""

    connections: ConnectionStore
    open_systems: SystemsOpener
    links: LinkStore
    outcomes: OutcomeStore
    cursors: CursorStore
    queue: ChangeQueue
    polls: PollQueue
    profiles: ProfileKeeper
    turns: Turns
    clock: Clock

    def poll(self, wanted: PollSlice, stop: Callable[[], bool] = lambda: False) -> PolledSlice:
        """Poll the connections of a slice that are active, one after the other, until `stop` says that time is up.

        Whom it did not get round to is given back as a slice of the same round, and so is, for later, who is still being
        polled for an earlier one. Nobody is polled twice in a round, nor for one that a later one has overtaken. What is
        unexpected at one connection keeps no other from being polled, and is returned. Raises QueueError.
        """
        polled = PolledSlice()
        latest = self.cursors.get(ALL, ASKED)
        if latest and wanted.asked_at < datetime.fromisoformat(latest):
            polled.passed_over = len(wanted.connection_ids)
            return polled
        stored = self.connections.some(wanted.connection_ids)
        active = [one for one in stored if one.state is ConnectionState.ACTIVE]
        busy = list[str]()
        served = serve(active, lambda one: self._poll_in_turn(one, wanted, polled, busy, stop), stop)
        left = [one.id for one in served.left]
        polled.defects, polled.given_back = served.defects, len(left) + len(busy)
        try:
            self.turns.close()
            self._give_back(wanted, left)
            self._give_back(wanted, busy, HOLD)
        except Exception as trouble:  # noqa: BLE001 - raised together with what would be lost otherwise
            raise_together([*(defect for _, defect in served.defects), trouble])
        return polled

    def start(self, connection: Connection) -> None:
        """Set the cursors of a new connection to the present, so that nothing from now on is missed. Raises VendorError."""
        systems = self.open_systems(connection)
        for system in System:
            if not self.cursors.get(connection.id, cursor_name(system)):
                page = systems[system].changed_since(kinds_of(connection), "", self.clock())
                self.cursors.put(connection.id, cursor_name(system), page.cursor)
        Resuming(self.cursors, CallUp(self.outcomes, self.queue, self.clock)).note(connection)

    def _give_back(self, wanted: PollSlice, connection_ids: Sequence[str], after: timedelta = timedelta()) -> None:
        if connection_ids:
            self.polls.ask([PollSlice(wanted.asked_at, tuple(connection_ids))], after)

    def _poll_in_turn(
        self, connection: Connection, wanted: PollSlice, polled: PolledSlice, busy: list[str], stop: Callable[[], bool]
    ) -> None:
        cursors = HeldCursors(self.cursors, connection.id)
        taken = self.turns.take(connection.id, cursors.get(connection.id, TURN), wanted.asked_at)
        if taken is not Taken.NOW:
            polled.passed_over += taken is Taken.PAST
            busy += [connection.id] if taken is Taken.BUSY else []
            return
        try:
            self._poll_of(connection, cursors, polled, stop).poll()
        except Exception:
            self.turns.give_up()
            raise
        self.turns.end()

    def _poll_of(
        self, connection: Connection, cursors: HeldCursors, polled: Polled, stop: Callable[[], bool]
    ) -> ConnectionPoll:
        return ConnectionPoll(
            connection=connection,
            connections=self.connections,
            open_systems=self.open_systems,
            links=self.links,
            outcomes=self.outcomes,
            cursors=cursors,
            queue=self.queue,
            profiles=self.profiles,
            clock=self.clock,
            polled=polled,
            stop=stop,
        )
