"""Forgetting all that is kept of a connection."""

from collections.abc import Callable
from typing import Protocol

from counterfoil.domain.connection import Connection


class ErasureStore(Protocol):
    """All that the product keeps, by the connection that it is about."""

    def erase(self, connection_id: str, place: str, out_of_time: Callable[[], bool]) -> str:
        """Erase what is kept of a connection, but for the connection itself, from a place on; "" is the beginning.

        Where to go on, "" when nothing is left; one step is done at least. May be repeated from any place.
        """
        ...

    def forget(self, connection: Connection) -> None:
        """Erase the connection itself; nobody finds it any more."""
        ...


class ErasureQueue(Protocol):
    """Wakes whoever erases."""

    def wake(self, connection_id: str, place: str) -> None:
        """Let a connection be erased from a place on. Raises QueueError."""
        ...
