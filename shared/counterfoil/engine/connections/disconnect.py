"""Disconnecting: nothing is carried any more, and both permissions are given up. What was chosen and linked stays."""

from dataclasses import replace

from counterfoil.domain.connection import Connection, ConnectionState, Ending
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass
from counterfoil.engine.connections.switching import changed
from counterfoil.engine.ports import Clock, ConnectionStore, Grants


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnecting:
    """Ends connections. May be repeated at any time, and goes on where it stopped."""

    connections: ConnectionStore
    grants: Grants
    clock: Clock

    def disconnect(self, connection_id: str) -> Connection:
        """Stop at once, tell both vendors, and erase the permissions; the connection as stored.

        A permission is erased as well when its vendor could not be told, and the connection's ending says so: a person has
        to end it there. Raises UnknownConnectionError.
        """
        return self._go_on(changed(self.connections, connection_id, self._ended))

    def finish(self) -> int:
        """Go on with what stopped on the way; how many connections that were."""
        begun = [one for one in self.connections.every() if one.ending and one.ending.open]
        for connection in begun:
            self._go_on(connection)
        return len(begun)

    def _ended(self, connection: Connection) -> Connection:
        if connection.ending:
            return connection
        ending = Ending(at=self.clock(), before=connection.state)
        return replace(connection, state=ConnectionState.DISCONNECTED, ending=ending)

    def _go_on(self, connection: Connection) -> Connection:
        """One vendor after the other; each is done with only once its permission is erased."""
        for system in sorted(connection.ending.open if connection.ending else ()):
            told = self._told(connection.id, system)
            self.grants.erase(connection.id, system)
            connection = self._without(connection.id, system, told=told)
        return connection

    def _told(self, connection_id: str, system: System) -> bool:
        try:
            return self.grants.revoke(connection_id, system)
        except VendorError:
            return False

    def _without(self, connection_id: str, system: System, *, told: bool) -> Connection:
        def closed(connection: Connection) -> Connection:
            return closed_for(connection, system, told=told)

        return changed(self.connections, connection_id, closed)


def closed_for(connection: Connection, system: System, *, told: bool) -> Connection:
    """The connection with nothing left to be given up at one vendor."""
    if connection.ending is None:
        return connection
    untold = connection.ending.untold - {system} if told else connection.ending.untold | {system}
    return replace(connection, ending=replace(connection.ending, open=connection.ending.open - {system}, untold=untold))
