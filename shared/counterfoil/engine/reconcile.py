"""Reconciliation: a full, resumable walk over both systems that enqueues whatever polling and webhooks missed."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterfoil.domain.change import ChangeEvent, ChangeOrigin
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.engine.batches import in_batches
from counterfoil.engine.polling import Polled, kinds_of
from counterfoil.engine.ports import (
    ChangedRecord,
    ChangeQueue,
    Clock,
    ConnectionStore,
    CursorStore,
    LinkStore,
    SystemsOpener,
)

_DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciler:
    """Compares every document of both systems with the links, by version, and has looked at what differs.

    Walks at most `pages` pages a run; the cursors remember where to go on, and begin anew when both walks are through.
    """

    connections: ConnectionStore
    open_systems: SystemsOpener
    links: LinkStore
    cursors: CursorStore
    queue: ChangeQueue
    clock: Clock
    pages: int = 200

    def reconcile(self) -> Polled:
        """Walk on through every active connection. A vendor that cannot be read is tried again at the next run."""
        done = Polled()
        for connection in self.connections.every():
            if connection.state is not ConnectionState.ACTIVE:
                continue
            for system in System:
                for kind in _documents(connection):
                    try:
                        self._walk(connection, system, kind, done)
                    except VendorError as error:
                        done.failures.append((connection.id, error.failure))
        return done

    def _walk(self, connection: Connection, system: System, kind: EntityKind, done: Polled) -> None:
        reached = self.open_systems(connection)[system]
        name = f"reconcile:{system}:{kind}"
        cursor = self.cursors.get(connection.id, name)
        after = "" if cursor == _DONE else cursor
        for _ in range(self.pages):
            page = reached.page(kind, after)
            self._enqueue(connection, page.records, done)
            after = page.cursor
            self.cursors.put(connection.id, name, after if page.more else _DONE)
            if not page.more:
                return

    def _enqueue(self, connection: Connection, records: Sequence[ChangedRecord], done: Polled) -> None:
        links = self.links.find(connection.id, [one.ref for one in records]) if records else {}
        odd = [one for one in records if not _agrees(one, links.get(one.ref, ())) and not _too_old(one, connection)]
        events = [ChangeEvent(one.ref, one.modified_at, f"reconcile:{one.ref}:{self.clock().isoformat()}") for one in odd]
        if events:
            self.queue.send(in_batches(connection.id, ChangeOrigin.RECONCILIATION, events))
        done.enqueued += len(events)


def _documents(connection: Connection) -> list[EntityKind]:
    return [kind for kind in kinds_of(connection) if kind in {EntityKind.INVOICE, EntityKind.PAYMENT}]


def _agrees(record: ChangedRecord, links: Sequence[Link]) -> bool:
    agreements = [link.agreements.get(record.ref.system) for link in links if link.state is LinkState.LINKED]
    return bool(agreements) and all(one is not None and one.version == record.version for one in agreements)


def _too_old(record: ChangedRecord, connection: Connection) -> bool:
    """Whether a record was last changed before the sync was switched on, so that no rule would carry it."""
    return record.modified_at < connection.rule(record.ref.kind).switched_on_at
