"""The engine's small ports in memory: clock, cursors, deliveries, reports, queue and notifier.

The larger stores are in `fake_stores` and `fake_outcomes`; the vendors' stand-ins are the twins. All are held to the same
contract suites as the real adapters. Small, typed, deterministic; for single-threaded tests.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.checks.check import Checked
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.ledgers import Ledgers
from counterfoil.engine.ports import (
    ChangeQueue,
    CheckStore,
    Clock,
    CursorStore,
    LedgerStore,
    Notifier,
    QueueError,
    Receipt,
    ReceivedMessages,
    ReportedLog,
    Systems,
    SystemsOpener,
)

EPOCH = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class FrozenClock(Clock):
    """A present that moves only when it is told to."""

    def __init__(self, now: datetime = EPOCH) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        """Let that much time pass."""
        self.now += by

    def sleep(self, seconds: float) -> None:
        """Stands in for `time.sleep`: takes no time, and moves the present."""
        self.now += timedelta(seconds=seconds)


class InMemoryCursorStore(CursorStore):
    """Cursors by connection and name."""

    def __init__(self) -> None:
        self._cursors: dict[tuple[str, str], str] = {}

    def get(self, connection_id: str, name: str) -> str:
        return self._cursors.get((connection_id, name), "")

    def every(self, connection_id: str) -> Mapping[str, str]:
        return {name: cursor for (owner, name), cursor in self._cursors.items() if owner == connection_id}

    def of(self, connection_ids: Sequence[str], name: str) -> Mapping[str, str]:
        return {one: self.get(one, name) for one in connection_ids}

    def put(self, connection_id: str, name: str, cursor: str) -> None:
        self._cursors[connection_id, name] = cursor

    def put_for(self, name: str, cursors: Mapping[str, str]) -> None:
        for connection_id, cursor in cursors.items():
            self.put(connection_id, name, cursor)

    def swap(self, connection_id: str, name: str, before: str, after: str) -> bool:
        swapped = self.get(connection_id, name) == before
        if swapped:
            self.put(connection_id, name, after)
        return swapped


class InMemoryCheckStore(CheckStore):
    """The results kept last, by connection."""

    def __init__(self) -> None:
        self._kept: dict[str, Checked] = {}

    def save(self, connection_id: str, checked: Checked) -> bool:
        before = self._kept.get(connection_id)
        if checked.revision != (before.revision if before else 0):
            return False
        self._kept[connection_id] = replace(checked, revision=checked.revision + 1)
        return True

    def latest(self, connection_id: str) -> Checked | None:
        return self._kept.get(connection_id)


class InMemoryLedgerStore(LedgerStore):
    """What was found, by connection and day."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[date, Ledgers]] = defaultdict(dict)

    def save(self, connection_id: str, ledgers: Ledgers) -> None:
        self._kept[connection_id][ledgers.at.date()] = ledgers

    def nights(self, connection_id: str, limit: int) -> Sequence[Ledgers]:
        return [one.in_short for one in self._newest_first(connection_id)[:limit]]

    def latest(self, connection_id: str) -> Ledgers | None:
        return next(iter(self._newest_first(connection_id)), None)

    def _newest_first(self, connection_id: str) -> list[Ledgers]:
        return sorted(self._kept[connection_id].values(), key=lambda one: one.at, reverse=True)


class InMemoryReportedLog(ReportedLog):
    """Never forgets."""

    def __init__(self) -> None:
        self._identities: set[str] = set()

    def seen(self, identity: str) -> bool:
        return identity in self._identities

    def remember(self, identity: str) -> bool:
        new = identity not in self._identities
        self._identities.add(identity)
        return new


class InMemoryReportMemory:
    """The port ReportMemory; never forgets by itself. `calls` counts how often it was asked."""

    def __init__(self) -> None:
        self._failures: dict[tuple[str, RecordRef], str] = {}
        self.calls = 0

    def failures(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, str]:
        self.calls += 1
        return {ref: self._failures[connection_id, ref] for ref in refs if (connection_id, ref) in self._failures}

    def remember(self, connection_id: str, failures: Mapping[RecordRef, str]) -> None:
        self.calls += 1
        self._failures |= {(connection_id, ref): failure for ref, failure in failures.items()}

    def forget(self, connection_id: str, refs: Sequence[RecordRef]) -> None:
        self.calls += 1
        for ref in refs:
            self._failures.pop((connection_id, ref), None)


class InMemoryChangeQueue(ChangeQueue):
    """What was sent, in order, until it is taken. Refuses everything while `broken`."""

    def __init__(self) -> None:
        self.batches: list[ChangeBatch] = []
        self.broken = False

    def send(self, batches: Sequence[ChangeBatch]) -> None:
        if self.broken:
            raise QueueError("the queue is broken")
        self.batches += batches

    def take(self) -> list[ChangeBatch]:
        """Everything that waits; it waits no longer."""
        taken, self.batches = self.batches, []
        return taken


class RecordingMessages(ReceivedMessages):
    """Remembers what was asked of the queue, and obeys unless it is `broken`."""

    def __init__(self) -> None:
        self.hidden: list[tuple[str, timedelta]] = []
        self.deleted: list[str] = []
        self.broken = False

    def hide(self, receipts: Sequence[Receipt], time: timedelta) -> bool:
        self.hidden += [(receipt.message_id, time) for receipt in receipts]
        return not self.broken

    def delete(self, receipts: Sequence[Receipt]) -> bool:
        self.deleted += [receipt.message_id for receipt in receipts]
        return not self.broken


class RecordingNotifier(Notifier):
    """Remembers (subject, text) of every message."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str]] = []

    def publish(self, subject: str, text: str) -> None:
        self.messages.append((subject, text))


class OpenedSystems(SystemsOpener):
    """The vendors given for each connection id."""

    def __init__(self, systems: Mapping[str, Systems]) -> None:
        self._systems = systems

    def __call__(self, connection: Connection) -> Systems:
        return self._systems[connection.id]
