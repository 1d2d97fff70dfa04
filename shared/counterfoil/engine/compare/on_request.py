"""Compares the ledgers that somebody wants compared now, within minutes."""

from collections.abc import Callable
from datetime import timedelta

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Direction
from counterfoil.domain.values import dataclass
from counterfoil.engine.compare.tie_out import TieOut
from counterfoil.engine.compare.wanted import WantedComparisons
from counterfoil.engine.ports import Clock, ConnectionStore, SystemsOpener

LONGEST = timedelta(minutes=1)
"""So long one connection is compared while others wait; then it goes on the next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparesOnRequest:
    """Does what was asked for. A vendor that cannot be read ends it: the night compares again."""

    connections: ConnectionStore
    wanted: WantedComparisons
    open_systems: SystemsOpener
    tie_out: TieOut
    clock: Clock

    def go_on(self, out_of_time: Callable[[], bool]) -> int:
        """Go on with what is asked for; how many comparisons are done. Raises what was unexpected, in the end."""
        done, every = 0, self.connections.every()
        asked = self.wanted.asked([one.id for one in every])
        for connection in (one for one in every if one.id in asked):
            if out_of_time():
                break
            done += self._compare(connection, out_of_time)
        return done

    def _compare(self, connection: Connection, out_of_time: Callable[[], bool]) -> bool:
        end = self.clock() + LONGEST
        carries = connection.rule(EntityKind.INVOICE).direction is not Direction.OFF
        if connection.state is not ConnectionState.ACTIVE or not carries:
            self.wanted.done(connection.id)
            return False
        try:
            found = self.tie_out.go_on(
                connection, self.open_systems(connection), lambda: out_of_time() or self.clock() >= end
            )
        except VendorError:
            self.wanted.done(connection.id)
            return False
        if found:
            self.wanted.done(connection.id)
        return found is not None
