"""Deleting a connection for good: all that is kept of it is erased, slice by slice. What people did stays in their trail."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from counterfoil.domain.connection import Connection, ConnectionState, Ending
from counterfoil.domain.errors import CounterfoilError, UnknownConnectionError
from counterfoil.domain.texts import refusals
from counterfoil.domain.values import dataclass
from counterfoil.engine.connections.disconnect import Disconnecting
from counterfoil.engine.connections.switching import changed
from counterfoil.engine.ports import Clock, ConnectionStore
from counterfoil.engine.ports.erasure import ErasureQueue, ErasureStore

QUIET = timedelta(minutes=16)
"""Longer than any function runs: whoever began before the end writes nothing after it any more."""


class NotConfirmedError(CounterfoilError):
    """What was typed is not what the connection is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleting:
    """Begins it. May be repeated."""

    connections: ConnectionStore
    disconnecting: Disconnecting
    queue: ErasureQueue
    clock: Clock

    def begin(self, connection_id: str, typed: str) -> Connection:
        """Disconnect, and have all that is kept erased; under way when this returns. `typed` must be its name.

        Raises UnknownConnectionError, NotConfirmedError or QueueError.
        """
        self.confirm(connection_id, typed)
        self.disconnecting.disconnect(connection_id)
        stored = changed(self.connections, connection_id, self._ended)
        self.queue.wake(connection_id, "")
        return stored

    def confirm(self, connection_id: str, typed: str) -> None:
        """Raises UnknownConnectionError, or NotConfirmedError unless its name was typed."""
        label = self.connections.get(connection_id).label
        if typed.strip() != label:
            raise NotConfirmedError(refusals.NOT_CONFIRMED(name=label))

    def _ended(self, connection: Connection) -> Connection:
        if connection.state is ConnectionState.BEING_DELETED:
            return connection
        ending = connection.ending or Ending(at=self.clock(), before=connection.state)
        return replace(connection, state=ConnectionState.BEING_DELETED, ending=replace(ending, at=self.clock()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Eraser:
    """Carries it out. Other connections stay untouched."""

    connections: ConnectionStore
    store: ErasureStore
    queue: ErasureQueue
    clock: Clock

    def go_on(self, connection_id: str, place: str, out_of_time: Callable[[], bool] = lambda: False) -> timedelta:
        """Erase from a place on as far as the time allows; what is left wakes another eraser.

        Zero when this was done, else how long to wait before trying again. Nothing is erased of a connection that nobody
        deleted. Raises QueueError.
        """
        try:
            connection = self.connections.get(connection_id)
        except UnknownConnectionError:
            return timedelta()
        if connection.state is not ConnectionState.BEING_DELETED or connection.ending is None:
            return timedelta()
        if (left := connection.ending.at + QUIET - self.clock()) > timedelta():
            return left
        if reached := self.store.erase(connection_id, place, out_of_time):
            self.queue.wake(connection_id, reached)
        else:
            self.store.forget(connection)
        return timedelta()
