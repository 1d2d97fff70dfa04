"""Kinds that are switched off and on: where asking about each of them stopped, so that it goes on there.

A cursor moves on for all kinds together, while nobody asks about one that is off. So the cursors as they were when a kind
was asked about last are kept for it, and used up once it is on again.
"""

from collections.abc import Callable

from counterfoil.domain.blockers import rule_key
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Direction
from counterfoil.domain.traits import VendorTraits
from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.ports import CursorStore

_CARRIED = "poll:kinds"
"""The cursor that tells which kinds the last poll asked about, and which kinds lie behind."""


@dataclass(frozen=True, slots=True)
class Resuming:
    """Notes which kinds come and go; lets what was off for a while catch up."""

    cursors: CursorStore
    call_up: CallUp

    def note(self, connection: Connection) -> None:
        """Note which kinds are carried, before they are asked about; keeps the cursors for what has gone."""
        carried = kinds_of(connection)
        stored = self.cursors.get(connection.id, _CARRIED)
        before, behind = _parsed(stored) if stored else (carried, ())
        gone = [kind for kind in before if kind not in carried]
        for kind in gone:
            self._keep_cursors(connection, kind)
        still = [kind for kind in EntityKind if kind in gone or (kind in behind and self._lies_behind(connection, kind))]
        noted = f"{' '.join(carried)}/{' '.join(still)}"
        if noted != stored:
            self.cursors.put(connection.id, _CARRIED, noted)

    def call_up_left_out(self, connection: Connection) -> int:
        """Enqueue what was left out while its rule was off, and say how many records that are.

        A worker may have left it out between two polls, or only now, under a rule that has been changed meanwhile. Raises
        QueueError.
        """
        return self.call_up.blocked_by(connection.id, [rule_key(kind) for kind in kinds_of(connection)])

    def catch_up(
        self,
        connection: Connection,
        system: System,
        traits: VendorTraits,
        ask: Callable[[tuple[EntityKind, ...], str], bool],
    ) -> None:
        """Ask on for the kinds that lie behind: `ask` pages from the cursor of a name, and says whether all was shown."""
        _, behind = _parsed(self.cursors.get(connection.id, _CARRIED))
        for kind in behind:
            name = cursor_name(system, kind)
            if (
                kind in kinds_of(connection)
                and self.cursors.get(connection.id, name)
                and ask(_with(kind, connection, system, traits), name)
            ):
                self.cursors.put(connection.id, name, "")

    def _keep_cursors(self, connection: Connection, kind: EntityKind) -> None:
        """A kind that still lies behind stays where it is."""
        for system in System:
            if not self.cursors.get(connection.id, cursor_name(system, kind)):
                reached = self.cursors.get(connection.id, cursor_name(system))
                self.cursors.put(connection.id, cursor_name(system, kind), reached)

    def _lies_behind(self, connection: Connection, kind: EntityKind) -> bool:
        return any(self.cursors.get(connection.id, cursor_name(system, kind)) for system in System)


def kinds_of(connection: Connection) -> tuple[EntityKind, ...]:
    """The kinds that the connection carries at all."""
    return tuple(kind for kind in EntityKind if connection.rule(kind).direction is not Direction.OFF)


def asked_about(connection: Connection, system: System, traits: VendorTraits) -> tuple[EntityKind, ...]:
    """The kinds whose changes matter at `system`: those that are carried, and silent payments of invoices shown from it."""
    shows = traits.silent_payments and connection.rule(EntityKind.INVOICE).direction.carries_from(system)
    carried = kinds_of(connection)
    return tuple(kind for kind in EntityKind if kind in carried or (shows and kind is EntityKind.PAYMENT))


def _with(kind: EntityKind, connection: Connection, system: System, traits: VendorTraits) -> tuple[EntityKind, ...]:
    """A kind that lies behind, with the payments that lie behind with it though no rule carries them."""
    uncarried = set(asked_about(connection, system, traits)) - set(kinds_of(connection))
    return (kind, *uncarried) if kind is EntityKind.INVOICE else (kind,)


def cursor_name(system: System, kind: EntityKind | None = None) -> str:
    """Under which name the place in what changed at `system` is kept: of all kinds, or of one that lies behind."""
    return f"poll:{system}:{kind}" if kind else f"poll:{system}"


def _parsed(stored: str) -> tuple[tuple[EntityKind, ...], tuple[EntityKind, ...]]:
    carried, _, behind = stored.partition("/")
    return tuple(map(EntityKind, carried.split())), tuple(map(EntityKind, behind.split()))
