"""The cursors of one connection, read together."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from counterfoil.engine.ports import CursorStore


class HeldCursors(CursorStore):
    """The cursors as they were when the first of one connection was wanted; what is put is stored at once.

    For a single poll: what others move meanwhile is not seen.
    """

    def __init__(self, stored: CursorStore, connection_id: str) -> None:
        self._stored, self._connection_id = stored, connection_id

    @cached_property
    def _held(self) -> dict[str, str]:
        return dict(self._stored.every(self._connection_id))

    def get(self, connection_id: str, name: str) -> str:
        return self._held.get(name, "") if connection_id == self._connection_id else self._stored.get(connection_id, name)

    def every(self, connection_id: str) -> Mapping[str, str]:
        return self._held if connection_id == self._connection_id else self._stored.every(connection_id)

    def of(self, connection_ids: Sequence[str], name: str) -> Mapping[str, str]:
        return {one: self.get(one, name) for one in connection_ids}

    def put(self, connection_id: str, name: str, cursor: str) -> None:
        self._stored.put(connection_id, name, cursor)
        if connection_id == self._connection_id:
            self._held[name] = cursor

    def put_for(self, name: str, cursors: Mapping[str, str]) -> None:
        for connection_id, cursor in cursors.items():
            self.put(connection_id, name, cursor)

    def swap(self, connection_id: str, name: str, before: str, after: str) -> bool:
        swapped = self._stored.swap(connection_id, name, before, after)
        if swapped and connection_id == self._connection_id:
            self._held[name] = after
        return swapped
