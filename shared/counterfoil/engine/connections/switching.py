"""What people decide about a connection as a whole: its name, and that nothing is carried for a while."""

from collections.abc import Callable
from dataclasses import replace

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import CounterfoilError
from counterfoil.domain.texts import refusals
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import ConcurrentChangeError, ConnectionStore

LONGEST_NAME = 60
_TRIES = 5
_RUNS = frozenset({ConnectionState.ACTIVE, ConnectionState.NEEDS_RECONNECT})


class SwitchRefusedError(CounterfoilError):
    """It cannot be done in the state that the connection is in; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switching:
    """Pauses, resumes and names connections, and says in which language their mails and chats are.

    All methods raise UnknownConnectionError.
    """

    connections: ConnectionStore

    def pause(self, connection_id: str) -> Connection:
        """Carry nothing any more, messages under way included, until it is resumed. Every rule keeps its own switch.

        What changes meanwhile waits, or is found by the first poll afterwards. Raises SwitchRefusedError.
        """

        def paused(connection: Connection) -> Connection:
            if connection.state in _RUNS:
                return replace(connection, state=ConnectionState.PAUSED)
            if connection.state is ConnectionState.PAUSED:
                return connection
            raise SwitchRefusedError(refusals.NOTHING_TO_PAUSE())

        return changed(self.connections, connection_id, paused)

    def resume(self, connection_id: str) -> Connection:
        """Carry again, and what changed meanwhile. Raises SwitchRefusedError."""

        def resumed(connection: Connection) -> Connection:
            if connection.state is ConnectionState.PAUSED:
                return replace(connection, state=ConnectionState.ACTIVE)
            if connection.state in _RUNS:
                return connection
            raise SwitchRefusedError(refusals.NOTHING_TO_RESUME())

        return changed(self.connections, connection_id, resumed)

    def rename(self, connection_id: str, name: str) -> Connection:
        """Call it so from now on; "" calls it by the company's name. Raises SwitchRefusedError for what is no name."""
        tidy = " ".join(name.split())
        if len(tidy) > LONGEST_NAME or not tidy.isprintable():
            raise SwitchRefusedError(refusals.NAME_TOO_LONG(most=LONGEST_NAME))
        return changed(self.connections, connection_id, lambda connection: replace(connection, name=tidy))

    def speak(self, connection_id: str, language: str) -> Connection:
        """Write its mails and chats in this language, one that has a catalogue; "" is English."""
        return changed(self.connections, connection_id, lambda connection: replace(connection, language=language))


def changed(connections: ConnectionStore, connection_id: str, change: Callable[[Connection], Connection]) -> Connection:
    """The connection with a change, as stored; whoever changed it meanwhile loses nothing: it is read anew."""
    for _ in range(_TRIES - 1):
        try:
            return _stored(connections, connection_id, change)
        except ConcurrentChangeError:
            continue
    return _stored(connections, connection_id, change)


def _stored(connections: ConnectionStore, connection_id: str, change: Callable[[Connection], Connection]) -> Connection:
    before = connections.get(connection_id)
    after = change(before)
    return before if after == before else connections.save(after)
