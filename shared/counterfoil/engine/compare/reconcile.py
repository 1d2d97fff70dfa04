"""Reconciliation: a full, resumable compare of both systems with the links, for whatever polling and webhooks missed."""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Direction
from counterfoil.domain.values import dataclass
from counterfoil.engine.compare.compared_side import ComparedSide, Reconciled
from counterfoil.engine.compare.comparison import Comparison
from counterfoil.engine.compare.progress import Progress, Stage, cursor_name
from counterfoil.engine.compare.telling import tell
from counterfoil.engine.compare.tie_out import TieOut
from counterfoil.engine.compare.vendor_pages import VendorPages
from counterfoil.engine.ports import (
    ChangeQueue,
    Clock,
    ConnectionStore,
    CursorStore,
    LinkStore,
    Notifier,
    OutcomeStore,
    ReportedLog,
    SystemsOpener,
)
from counterfoil.engine.ports.languages import Languages, english_only

TURN = timedelta(minutes=2)
"""How long one connection is compared while others wait. Longer than `LONGEST_WALK`, so that something is checked, too."""

_SERVED = "compare:served"
"""The name of the cursor that says when a connection last had a turn."""

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciler:
    """Compares every document of both systems with the links, and enqueues what differs or has vanished.

    A pass first checks, on both sides, that the linked records still exist; when too much has vanished it enqueues
    nothing and informs people, until an operator accepts it. Then it walks through all records of each side, comparing
    versions. After everybody's turn the ledgers are tied out. The cursor of a side moves only after enqueueing and says
    where the next turn goes on. A complete pass begins anew at the next run. For 10,000 linked invoices that all exist a
    pass makes 50 searches in HubSpot and 11 metered reads of QuickBooks; each further read confirms up to 300 records
    that seem to have vanished.
    """

    connections: ConnectionStore
    open_systems: SystemsOpener
    links: LinkStore
    outcomes: OutcomeStore
    cursors: CursorStore
    queue: ChangeQueue
    reported: ReportedLog
    notifier: Notifier
    clock: Clock
    tie_out: TieOut
    pages: int = 500
    """Of a side in one turn at most."""
    languages: Languages = english_only

    def reconcile(self, out_of_time: Callable[[], bool] = lambda: False, done: Reconciled | None = None) -> Reconciled:
        """Go on comparing the active connections until `out_of_time`, in turns, the one served longest ago first.

        Who is not through when its turn ends has another one after the others. A vendor that cannot be read holds back
        only itself. What is unexpected at one connection keeps no other from its turn: it is raised afterwards, several
        as an ExceptionGroup; what was done by then is counted in `done` all the same.
        """
        done = done or Reconciled()
        connections = self._longest_unserved_first()
        waiting = deque([*((self._compare, one) for one in connections), *((self._tie_out, one) for one in connections)])
        while waiting and not out_of_time():
            work, connection = waiting.popleft()
            try:
                if work(connection, self._turn(out_of_time, limited=bool(waiting)), done):
                    waiting.append((work, connection))
            except Exception as defect:  # noqa: BLE001 - raised below, after the others had their turn
                done.defects.append((connection.id, defect))
        if defects := [defect for _, defect in done.defects]:
            raise defects[0] if len(defects) == 1 else ExceptionGroup("connections that could not be compared", defects)
        return done

    def _longest_unserved_first(self) -> list[Connection]:
        active = [one for one in self.connections.every() if one.state is ConnectionState.ACTIVE]
        return sorted(active, key=lambda one: (self.cursors.get(one.id, _SERVED), one.id))

    def _turn(self, out_of_time: Callable[[], bool], *, limited: bool) -> Callable[[], bool]:
        """When a turn that begins now is over; without others who wait it lasts as long as the run."""
        end = self.clock() + TURN
        return lambda: out_of_time() or (limited and self.clock() >= end)

    def _compare(self, connection: Connection, is_over: Callable[[], bool], done: Reconciled) -> bool:
        """Give a connection its turn; whether another one would bring it further."""
        self.cursors.put(connection.id, _SERVED, self.clock().isoformat())
        sides = self._sides(connection, is_over)
        self._comparison(done).go_on(sides)
        return any(side.has_more_to_do for side in sides)

    def _tie_out(self, connection: Connection, is_over: Callable[[], bool], done: Reconciled) -> bool:
        """Add up what is open in both ledgers, if both could be read; whether another turn would bring it further.

        While no invoice is carried there is nothing to agree.
        """
        unreadable = connection.id in {one for one, _ in (*done.failures, *done.defects)}
        if unreadable or connection.rule(EntityKind.INVOICE).direction is Direction.OFF:
            return False
        try:
            ledgers = self.tie_out.go_on(connection, self.open_systems(connection), is_over)
        except VendorError as error:
            done.failures.append((connection.id, error.failure))
            return False
        if ledgers:
            done.unexplained += len(ledgers.unexplained)
            tell(connection, ledgers, self.reported, self.notifier, self.languages(connection.language))
        return ledgers is None

    def _sides(self, connection: Connection, is_over: Callable[[], bool]) -> list[ComparedSide]:
        """Both sides where they stopped, the one served longest ago first.

        One that is done begins anew, unless the other still has its pass to finish. Every beginning is stored before
        anything is read, so that a side for which no time is left now goes on at its next turn all the same.
        """
        systems = self.open_systems(connection)
        sides = [
            ComparedSide(
                connection=connection,
                system=system,
                pages=VendorPages(systems[system], self.clock, is_over),
                progress=Progress.parse(self.cursors.get(connection.id, cursor_name(system))),
                cursors=self.cursors,
                clock=self.clock,
                steps_left=self.pages,
                out_of_time=is_over,
            )
            for system in System
        ]
        if all(side.progress.stage is Stage.DONE or side.progress.unreadable for side in sides):
            for side in sides:
                if side.progress.stage is Stage.DONE:
                    side.begin_next_pass()
        return sorted(sides, key=lambda side: side.progress.served_at or _NEVER)

    def _comparison(self, done: Reconciled) -> Comparison:
        return Comparison(
            links=self.links,
            outcomes=self.outcomes,
            cursors=self.cursors,
            queue=self.queue,
            reported=self.reported,
            notifier=self.notifier,
            clock=self.clock,
            done=done,
            languages=self.languages,
        )
