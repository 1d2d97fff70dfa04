"""Notes that a permission has ended, so that the connection rests until somebody renews it."""

from collections.abc import Iterable
from dataclasses import replace

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import ErrorCategory, Failure
from counterfoil.engine.ports import ConcurrentChangeError, ConnectionStore


def note_dead_grant(connections: ConnectionStore, connection: Connection, failures: Iterable[Failure | None]) -> None:
    """Let an active connection need to be renewed when one of the failures says so."""
    dead = any(failure and failure.category is ErrorCategory.NEEDS_RECONNECT for failure in failures)
    if not dead or connection.state is not ConnectionState.ACTIVE:
        return
    try:
        stored = connections.get(connection.id)
        if stored.revision == connection.revision:
            connections.save(replace(stored, state=ConnectionState.NEEDS_RECONNECT))
    except ConcurrentChangeError:
        return  # somebody has just changed the connection: perhaps renewed it; the next failure tells
