"""Polling: whatever a webhook should have told, asked for. Cursors move only after all that was found is enqueued."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from counterfoil.domain.blockers import PREFERENCES
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import Failure, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Agreement, Link
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.hints.dead_grant import note_dead_grant
from counterfoil.engine.hints.resuming import Resuming, cursor_name, kinds_of
from counterfoil.engine.hints.retries import Retries
from counterfoil.engine.hints.unannounced import Unannounced
from counterfoil.engine.ports import (
    ChangedRecord,
    ChangeQueue,
    Clock,
    ConnectionStore,
    CursorStore,
    LinkStore,
    OutcomeStore,
    RecordSystem,
    SystemsOpener,
)
from counterfoil.engine.profile import ProfileKeeper, expect_change

_MOST_PAGES = 50
_SERVED = "poll:served"
"""The name of the cursor that tells when a connection was last polled."""


@dataclass(slots=True)
class Polled:
    """What a poll did: events enqueued, echoes of our own writes left out, and vendors that could not be asked."""

    enqueued: int = 0
    echoes: int = 0
    failures: list[tuple[str, Failure]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poller:
    """Asks both vendors of every active connection what changed, and once a day how their accounts are set up.

    Enqueues what is due for another try as well, which is asked of it more often than a poll.
    """

    connections: ConnectionStore
    open_systems: SystemsOpener
    links: LinkStore
    outcomes: OutcomeStore
    cursors: CursorStore
    queue: ChangeQueue
    profiles: ProfileKeeper
    clock: Clock

    def poll(self, stop: Callable[[], bool] = lambda: False) -> Polled:
        """Poll the active connections, the one served longest ago first, until `stop` says that time is up.

        A vendor that cannot be asked holds back only its own cursor. What is unexpected at one connection keeps nobody else
        from being served: it is raised afterwards, several as an ExceptionGroup. Who was not reached is first next time.
        """
        polled = Polled()

        def poll(connection: Connection) -> None:
            self.cursors.put(connection.id, _SERVED, self.clock().isoformat())
            self._poll_connection(connection, polled, stop)

        _serve(self._longest_unserved_first(), poll, stop)
        return polled

    def call_up(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Enqueue what is due for another try, and say how many records that are; no vendor is asked.

        In the order of the polls, and with the same errors.
        """
        enqueued: list[int] = []
        _serve(self._longest_unserved_first(), lambda one: enqueued.append(self._retries.call_up(one.id)), stop)
        return sum(enqueued)

    def start(self, connection: Connection) -> None:
        """Set the cursors of a new connection to the present, so that nothing from now on is missed. Raises VendorError."""
        systems = self.open_systems(connection)
        for system in System:
            if not self.cursors.get(connection.id, cursor_name(system)):
                page = systems[system].changed_since(kinds_of(connection), "", self.clock())
                self.cursors.put(connection.id, cursor_name(system), page.cursor)
        self._resuming.note(connection)

    @property
    def _resuming(self) -> Resuming:
        return Resuming(self.cursors, CallUp(self.outcomes, self.queue, self.clock))

    @property
    def _retries(self) -> Retries:
        return Retries(self.outcomes, self.cursors, self.queue, self.clock)

    def _longest_unserved_first(self) -> list[Connection]:
        active = [one for one in self.connections.every() if one.state is ConnectionState.ACTIVE]
        return sorted(active, key=lambda one: (self.cursors.get(one.id, _SERVED), one.id))

    def _poll_connection(self, connection: Connection, polled: Polled, stop: Callable[[], bool]) -> None:
        polled.enqueued += self._retries.call_up(connection.id)
        polled.enqueued += self._resuming.note(connection)
        polled.enqueued += Unannounced(self.outcomes, self.cursors, self.queue, self.clock).call_up(connection)
        asks: list[Callable[[], object]] = [
            *(partial(self._poll_system, connection, system, polled, stop) for system in System),
            partial(self.profiles.refresh_when_due, connection),
        ]
        for ask in asks:
            try:
                ask()
            except VendorError as error:
                polled.failures.append((connection.id, error.failure))
                note_dead_grant(self.connections, connection, [error.failure])

    def _poll_system(self, connection: Connection, system: System, polled: Polled, stop: Callable[[], bool]) -> None:
        """What all kinds are asked about comes first: what lies behind then overlaps with it, and leaves no gap."""
        reached = self.open_systems(connection)[system]
        ask = partial(self._ask, connection, reached, polled=polled, stop=stop)
        if ask(kinds_of(connection), cursor_name(system)):
            self._resuming.catch_up(connection, system, ask)

    def _ask(
        self,
        connection: Connection,
        reached: RecordSystem,
        kinds: Sequence[EntityKind],
        name: str,
        *,
        polled: Polled,
        stop: Callable[[], bool],
    ) -> bool:
        """Page on from the cursor of this name; whether all was told that there is."""
        cursor = self.cursors.get(connection.id, name)
        for _ in range(_MOST_PAGES):
            page = reached.changed_since(kinds, cursor, self.clock())
            news = self._without_echoes(connection, reached, page.records)
            self._enqueue(connection, news, polled)
            self._call_up(connection, set(page.touched), polled)
            polled.echoes += len(page.records) - len(news)
            if page.cursor != cursor:
                self.cursors.put(connection.id, name, page.cursor)
            cursor = page.cursor
            if not page.more:
                return True
            if stop():
                break
        return False

    def _enqueue(self, connection: Connection, news: Sequence[ChangedRecord], polled: Polled) -> None:
        events = [ChangeEvent(one.ref, one.modified_at, f"poll:{one.ref}:{one.version}:{one.modified_at}") for one in news]
        if events:
            self.queue.send(in_batches(connection.id, events))
        polled.enqueued += len(events)

    def _call_up(self, connection: Connection, touched: set[str], polled: Polled) -> None:
        """What failed for something that changed beside the records; for the settings, once those were read."""
        if PREFERENCES in touched:
            expect_change(self.cursors, connection.id)
        others = touched - {PREFERENCES}
        polled.enqueued += CallUp(self.outcomes, self.queue, self.clock).blocked_by(connection.id, others)

    def _without_echoes(
        self, connection: Connection, reached: RecordSystem, records: Sequence[ChangedRecord]
    ) -> list[ChangedRecord]:
        """A record at the version that its link knows has nothing new, if we wrote it or versions are exact there."""
        links = self.links.find(connection.id, [one.ref for one in records]) if records else {}
        any_side = reached.traits.exact_versions
        return [one for one in records if not _is_known(one, links.get(one.ref, ()), any_side=any_side)]


def _serve(connections: Iterable[Connection], work: Callable[[Connection], None], stop: Callable[[], bool]) -> None:
    defects = list[Exception]()
    for connection in connections:
        if stop():
            break
        try:
            work(connection)
        except Exception as defect:  # noqa: BLE001 - raised below, after the others were served
            defects.append(defect)
    if defects:
        raise defects[0] if len(defects) == 1 else ExceptionGroup("connections that could not be served", defects)


def _is_known(record: ChangedRecord, links: Sequence[Link], *, any_side: bool) -> bool:
    system = record.ref.system
    return bool(links) and all(
        _is_agreed(record, link.agreements.get(system)) and (any_side or link.source is not system) for link in links
    )


def _is_agreed(record: ChangedRecord, agreement: Agreement | None) -> bool:
    if agreement is None or not agreement.version == record.version != "":
        return False
    return record.balance is None or record.balance == agreement.fields.get("balance")
