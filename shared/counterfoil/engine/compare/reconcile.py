"""Reconciliation: a full, resumable compare of both systems with the links, for whatever polling and webhooks missed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.compare.acceptance import Acceptance
from counterfoil.engine.compare.ledger import Ledger
from counterfoil.engine.compare.progress import Progress, Stage, cursor_name
from counterfoil.engine.compare.refusal import tell
from counterfoil.engine.compare.side import Reconciled, Side
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.ports import (
    ChangedRecord,
    ChangeQueue,
    Clock,
    ConnectionStore,
    CursorStore,
    DeliveryLog,
    LinkStore,
    Notifier,
    OutcomeStore,
    SystemsOpener,
)

_KNOWN_PAGE = 300
"""Known records looked at together: what one metered read of QuickBooks can confirm."""

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciler:
    """Compares every document of both systems with the links, and has looked at what differs or has vanished.

    A pass first checks, on both sides, that the linked records still exist; when too much is gone it enqueues nothing
    and tells people, until an operator accepts it. Then it walks through all records of each side, comparing versions.
    At most `pages` pages of a side and run; the cursor of a side moves only after enqueueing and says where the next run
    goes on. A complete pass begins anew at the next run. For 10,000 linked invoices that all exist a pass makes 50
    searches in HubSpot and 11 metered reads of QuickBooks; each further read confirms up to 300 records that seem gone.
    """

    connections: ConnectionStore
    open_systems: SystemsOpener
    links: LinkStore
    outcomes: OutcomeStore
    cursors: CursorStore
    queue: ChangeQueue
    reported: DeliveryLog
    notifier: Notifier
    clock: Clock
    pages: int = 500

    def reconcile(self, out_of_time: Callable[[], bool] = lambda: False) -> Reconciled:
        """Carry on the pass of every active connection until `out_of_time`, the one that waited longest first.

        A vendor that cannot be read holds back only itself and is tried again at the next run.
        """
        done = Reconciled()
        active = [one for one in self.connections.every() if one.state is ConnectionState.ACTIVE]
        for connection in sorted(active, key=self._finished_at):
            if out_of_time():
                break
            self._compare(self._sides(connection, out_of_time), done)
        return done

    def _finished_at(self, connection: Connection) -> datetime:
        """When the last pass ended on the side where that was longest ago."""
        return min(self._progress(connection, system).finished_at or _NEVER for system in System)

    def _progress(self, connection: Connection, system: System) -> Progress:
        return Progress.parse(self.cursors.get(connection.id, cursor_name(system)))

    def _sides(self, connection: Connection, out_of_time: Callable[[], bool]) -> list[Side]:
        """Both sides where they stopped. One that is done begins anew, unless the other still has its pass to finish."""
        systems = self.open_systems(connection)
        reached = {system: self._progress(connection, system) for system in System}
        anew = all(one.stage is Stage.DONE or one.unreadable for one in reached.values())
        return [
            Side(
                connection=connection,
                system=system,
                ledger=Ledger(systems[system], out_of_time),
                progress=one.begun() if anew and one.stage is Stage.DONE else one,
                pages=self.pages,
                out_of_time=out_of_time,
            )
            for system, one in reached.items()
        ]

    def _compare(self, sides: Sequence[Side], done: Reconciled) -> None:
        """Nothing is enqueued before both sides are checked, as far as they can be read."""
        readable = [side for side in sides if self._reads(side, self._check, done)]
        checked = [side for side in readable if side.progress.stage is Stage.CHECKED]
        refused = [side for side in checked if self._is_refused(side)]
        if refused:
            self._refuse(sides, refused, done)
        elif all(side.progress.stage is not Stage.CHECKING for side in readable):
            for side in checked:
                self._enqueue_vanished(side, done)
            for side in readable:
                self._reads(side, lambda side: self._walk(side, done), done)

    def _is_refused(self, side: Side) -> bool:
        return side.progress.is_suspicious and not Acceptance(self.cursors).covers(side.refusal)

    def _reads(self, side: Side, work: Callable[[Side], None], done: Reconciled) -> bool:
        """Whether the vendor could be read for this work."""
        try:
            work(side)
        except VendorError as error:
            done.failures.append((side.connection.id, error.failure))
            self._keep(side, replace(side.progress, unreadable=True))
            return False
        return True

    def _keep(self, side: Side, progress: Progress) -> None:
        self.cursors.put(side.connection.id, cursor_name(side.system), str(progress))
        side.progress = progress

    # Whether what is known is still there

    def _check(self, side: Side) -> None:
        """Whatever its outcome says, a record may be linked: all of them are looked at."""
        steps = [(kind, status) for kind in side.kinds for status in OutcomeStatus]
        while side.progress.stage is Stage.CHECKING and side.may_go_on():
            if side.progress.step < len(steps):
                self._check_page(side, *steps[side.progress.step])
            else:
                self._keep(side, side.progress.entered(Stage.CHECKED))

    def _check_page(self, side: Side, kind: EntityKind, status: OutcomeStatus) -> None:
        page = self.outcomes.page(side.connection.id, kind, status, side.progress.after, _KNOWN_PAGE)
        refs = self._linked_refs(side, [outcome.ref for outcome in page.outcomes])
        missing = side.ledger.missing(kind, {ref.id for ref in refs})
        gone = [ref for ref in refs if ref.id in missing]
        self._keep(side, side.progress.counted(kind, len(refs), gone).moved(page.next_page))

    def _linked_refs(self, side: Side, refs: Sequence[RecordRef]) -> list[RecordRef]:
        """The records of this side that these outcomes' links know."""
        found = self.links.find(side.connection.id, refs) if refs else {}
        links = {link.source_ref: link for some in found.values() for link in some if link.state is LinkState.LINKED}
        return sorted({ref.whole for link in links.values() if (ref := link.ref(side.system))})

    def _enqueue_vanished(self, side: Side, done: Reconciled) -> None:
        """A worker reads each once more, closes its link and tells a person.

        Only then an operator's word is used up: kept too long, it covers no more than these records.
        """
        gone = [RecordRef.parse(text) for text in side.progress.vanished]
        self._enqueue(side, [(ref, self.clock()) for ref in gone], done)
        done.vanished += len(gone)
        counted = side.refusal
        self._keep(side, side.progress.enqueued())
        Acceptance(self.cursors).use(counted, len(gone))

    def _refuse(self, sides: Sequence[Side], refused: Sequence[Side], done: Reconciled) -> None:
        """End the pass of the connection with nothing enqueued, and tell people, once a day."""
        refusals, now = [side.refusal for side in refused], self.clock()
        tell(refusals, self.reported, self.notifier, now)
        done.refusals += refusals
        for side in sides:
            self._keep(side, side.progress.finished(now))

    # What differs

    def _walk(self, side: Side, done: Reconciled) -> None:
        while side.progress.stage is Stage.WALKING and side.may_go_on():
            if side.progress.step < len(side.kinds):
                self._walk_page(side, side.kinds[side.progress.step], done)
            else:
                self._keep(side, side.progress.finished(self.clock()))

    def _walk_page(self, side: Side, kind: EntityKind, done: Reconciled) -> None:
        page = side.ledger.page(kind, side.progress.after)
        links = self.links.find(side.connection.id, [one.ref for one in page.records]) if page.records else {}
        odd = [one for one in page.records if not _agrees(one, links.get(one.ref, ()))]
        self._enqueue(side, [(one.ref, one.modified_at) for one in odd if not _too_old(one, side.connection)], done)
        self._keep(side, side.progress.moved(page.cursor if page.more else ""))

    def _enqueue(self, side: Side, moved: Sequence[tuple[RecordRef, datetime]], done: Reconciled) -> None:
        now = self.clock().isoformat()
        events = [ChangeEvent(ref, at, f"reconcile:{ref}:{now}") for ref, at in moved]
        if events:
            self.queue.send(in_batches(side.connection.id, events))
        done.enqueued += len(events)


def _agrees(record: ChangedRecord, links: Sequence[Link]) -> bool:
    agreements = [link.agreements.get(record.ref.system) for link in links if link.state is LinkState.LINKED]
    return bool(agreements) and all(one is not None and one.version == record.version for one in agreements)


def _too_old(record: ChangedRecord, connection: Connection) -> bool:
    """Whether a record was last changed before the sync was switched on, so that no rule would carry it."""
    return record.modified_at < connection.rule(record.ref.kind).switched_on_at
