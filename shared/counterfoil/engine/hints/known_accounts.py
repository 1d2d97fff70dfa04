"""Whose accounts the vendors tell of, kept in mind for a minute."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import System
from counterfoil.engine.ports import Clock, ConnectionStore

KNOWN_FOR = timedelta(minutes=1)
"""So long a connection that was ended or added meanwhile is not noticed; what it misses is found by the next poll."""


class KnownAccounts:
    """The connections of accounts that nobody has ended. Accounts of nobody are looked up each time."""

    def __init__(self, connections: ConnectionStore, clock: Clock) -> None:
        self._connections, self._clock = connections, clock
        self._known: dict[tuple[System, str], tuple[datetime, Sequence[Connection]]] = {}

    def connected(self, system: System, accounts: Collection[str]) -> Mapping[str, Sequence[Connection]]:
        """By account; of a connection that was ended nothing is taken in, and its cursors stand."""
        now = self._clock()
        missing = sorted(one for one in accounts if not self._is_fresh(system, one, now))
        found = self._connections.find(system, missing) if missing else {}
        for account, some in found.items():
            self._known[system, account] = now, [one for one in some if one.ending is None]
        fresh = {one: self._known[system, one][1] for one in accounts if self._is_fresh(system, one, now)}
        return {account: some for account, some in fresh.items() if some}

    def _is_fresh(self, system: System, account: str, now: datetime) -> bool:
        known = self._known.get((system, account))
        return known is not None and now - known[0] < KNOWN_FOR
