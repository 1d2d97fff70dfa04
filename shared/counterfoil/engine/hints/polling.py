"""Polling of all connections, and the calling up between the polls."""

from collections.abc import Callable, Iterable

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.hints.connection_poll import ConnectionPoll, Polled
from counterfoil.engine.hints.held_cursors import HeldCursors
from counterfoil.engine.hints.resuming import Resuming, cursor_name, kinds_of
from counterfoil.engine.hints.retries import Retries
from counterfoil.engine.ports import (
    ChangeQueue,
    Clock,
    ConnectionStore,
    CursorStore,
    LinkStore,
    OutcomeStore,
    SystemsOpener,
)
from counterfoil.engine.profile import ProfileKeeper

_SERVED = "poll:served"
"""The name of the cursor that tells when a connection was last polled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poller:
    """Asks both vendors of every active connection what changed, and once a day how their accounts are set up.

    Enqueues what is due for another try as well, which is asked of it more often than a poll.
    """

    connections: ConnectionStore
    open_systems: SystemsOpener
    links: LinkStore
    outcomes: OutcomeStore
    cursors: CursorStore
    queue: ChangeQueue
    profiles: ProfileKeeper
    clock: Clock

    def poll(self, stop: Callable[[], bool] = lambda: False) -> Polled:
        """Poll the active connections, the one served longest ago first, until `stop` says that time is up.

        What is unexpected at one connection keeps nobody else from being served: it is raised afterwards, several as an
        ExceptionGroup. Who was not reached is first next time.
        """
        polled = Polled()

        def poll(connection: Connection) -> None:
            self.cursors.put(connection.id, _SERVED, self.clock().isoformat())
            self._poll_of(connection, polled, stop).poll()

        _serve(self._longest_unserved_first(), poll, stop)
        return polled

    def call_up(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Enqueue what is due for another try, and say how many records that are; no vendor is asked.

        In the order of the polls, and with the same errors.
        """
        enqueued, retries = list[int](), Retries(self.outcomes, self.cursors, self.queue, self.clock)
        active = self._longest_unserved_first()
        waiting = self.outcomes.waiting([one.id for one in active], self.clock())
        concerned = (one for one in active if one.id in waiting)
        _serve(concerned, lambda one: enqueued.append(retries.call_up(one.id)), stop)
        return sum(enqueued)

    def start(self, connection: Connection) -> None:
        """Set the cursors of a new connection to the present, so that nothing from now on is missed. Raises VendorError."""
        systems = self.open_systems(connection)
        for system in System:
            if not self.cursors.get(connection.id, cursor_name(system)):
                page = systems[system].changed_since(kinds_of(connection), "", self.clock())
                self.cursors.put(connection.id, cursor_name(system), page.cursor)
        Resuming(self.cursors, CallUp(self.outcomes, self.queue, self.clock)).note(connection)

    def _longest_unserved_first(self) -> list[Connection]:
        active = [one for one in self.connections.every() if one.state is ConnectionState.ACTIVE]
        served = self.cursors.of([one.id for one in active], _SERVED)
        return sorted(active, key=lambda one: (served[one.id], one.id))

    def _poll_of(self, connection: Connection, polled: Polled, stop: Callable[[], bool]) -> ConnectionPoll:
        return ConnectionPoll(
            connection=connection,
            connections=self.connections,
            open_systems=self.open_systems,
            links=self.links,
            outcomes=self.outcomes,
            cursors=HeldCursors(self.cursors, connection.id),
            queue=self.queue,
            profiles=self.profiles,
            clock=self.clock,
            polled=polled,
            stop=stop,
        )


def _serve(connections: Iterable[Connection], work: Callable[[Connection], None], stop: Callable[[], bool]) -> None:
    defects = list[Exception]()
    for connection in connections:
        if stop():
            break
        try:
            work(connection)
        except Exception as defect:  # noqa: BLE001 - raised below, after the others were served
            defects.append(defect)
    if defects:
        raise defects[0] if len(defects) == 1 else ExceptionGroup("connections that could not be served", defects)
