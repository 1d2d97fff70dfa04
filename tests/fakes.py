"""Every port of the engine in memory, but for the vendors, whose stand-ins are the twins.

Held to the same contract suites as the real adapters. Small, typed, deterministic; for single-threaded tests.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.checks.check import Checked
from counterfoil.domain.choices import Choices
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import ErrorCategory, UnknownConnectionError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.listing import sought
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.rules import RuleVersion
from counterfoil.domain.tally import Count, Day, Place, brought, moves
from counterfoil.engine.ports import (
    ChangeQueue,
    CheckStore,
    ChoiceStore,
    Clock,
    ConcurrentChangeError,
    ConnectionStore,
    CursorStore,
    DeliveryLog,
    LinkStore,
    Notifier,
    OutcomePage,
    OutcomeStore,
    QueueError,
    Receipt,
    ReceivedMessages,
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


class InMemoryConnectionStore(ConnectionStore):
    """Connections by id."""

    def __init__(self) -> None:
        self._connections: dict[str, Connection] = {}
        self._versions: dict[tuple[str, EntityKind], dict[int, RuleVersion]] = defaultdict(dict)

    def get(self, connection_id: str) -> Connection:
        if connection_id not in self._connections:
            raise UnknownConnectionError(f"no connection {connection_id!r}")
        return self._connections[connection_id]

    def find(self, system: System, account_ids: Sequence[str]) -> Mapping[str, tuple[Connection, ...]]:
        every = self.every()
        found = {account: tuple(one for one in every if one.account(system) == account) for account in account_ids}
        return {account: connections for account, connections in found.items() if connections}

    def every(self) -> Sequence[Connection]:
        return tuple(connection for _, connection in sorted(self._connections.items()))

    def save(self, connection: Connection, versions: Sequence[RuleVersion] = ()) -> Connection:
        before = self._connections.get(connection.id)
        if (before.revision if before else 0) != connection.revision:
            raise ConcurrentChangeError(f"connection {connection.id!r} is not at revision {connection.revision}")
        stored = replace(connection, revision=connection.revision + 1)
        if any(one.rule.version in self._versions[stored.id, one.rule.kind] for one in versions):
            raise ConcurrentChangeError(f"connection {connection.id!r} has such a version of a rule already")
        self._connections[stored.id] = stored
        for version in versions:
            self.keep_version(stored.id, version)
        return stored

    def keep_version(self, connection_id: str, version: RuleVersion) -> None:
        kept = self._versions[connection_id, version.rule.kind]
        if version.rule.version in kept:
            raise ConcurrentChangeError(f"connection {connection_id!r} has version {version.rule.version} already")
        kept[version.rule.version] = version

    def versions(self, connection_id: str, kind: EntityKind) -> Sequence[RuleVersion]:
        return tuple(version for _, version in sorted(self._versions[connection_id, kind].items(), reverse=True))


class InMemoryLinkStore(LinkStore):
    """Every taken ref points to the source ref under which its link is kept."""

    def __init__(self) -> None:
        self._links: dict[tuple[str, RecordRef], Link] = {}
        self._taken: dict[tuple[str, RecordRef], RecordRef] = {}
        self._parts: defaultdict[tuple[str, RecordRef], set[RecordRef]] = defaultdict(set)

    def find(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, tuple[Link, ...]]:
        found = {ref: self._find(connection_id, ref) for ref in refs}
        return {ref: links for ref, links in found.items() if links}

    def _find(self, connection_id: str, ref: RecordRef) -> tuple[Link, ...]:
        parts = self._parts.get((connection_id, ref.whole), ())
        taken = sorted(held for held in parts if ref in {held, held.whole})
        homes = [(connection_id, self._taken[connection_id, held]) for held in taken]
        return tuple(self._links[home] for home in homes if home in self._links)

    def reserve(self, links: Sequence[Link]) -> Sequence[Link | None]:
        return [self._store(link) if self._is_free(link) else None for link in links]

    def save(self, links: Sequence[Link]) -> Sequence[Link | None]:
        return [self._store(link) if self._is_next(link) else None for link in links]

    def move(self, link: Link, ref: RecordRef) -> Link | None:
        moved = replace(link, refs={**link.refs, ref.system: ref})
        if ref.system is not link.source:
            return self._store(moved) if self._is_next(moved) else None
        if not self._is_next(link) or (link.connection_id, ref) in self._taken:
            return None
        del self._links[link.connection_id, link.source_ref]
        ours = [taken for taken, home in self._taken.items() if taken[0] == link.connection_id and home == link.source_ref]
        self._taken |= dict.fromkeys(ours, ref)
        return self._store(moved)

    def hand_over(self, link: Link, ref: RecordRef) -> Link | None:
        left, moved = link.refs[ref.system], self.move(link, ref)
        if moved:
            del self._taken[link.connection_id, left]
            self._parts[link.connection_id, left.whole].discard(left)
        return moved

    def free(self, link: Link, ref: RecordRef) -> bool:
        if not self._is_next(link):
            return False
        for freed in link.refs.values():
            del self._taken[link.connection_id, freed]
            self._parts[link.connection_id, freed.whole].discard(freed)
        if ref == link.source_ref:
            del self._links[link.connection_id, link.source_ref]
        else:
            self._store(link.alone())
        return True

    def _is_free(self, link: Link) -> bool:
        return all((link.connection_id, ref) not in self._taken for ref in link.refs.values())

    def _is_next(self, link: Link) -> bool:
        stored = self._links.get((link.connection_id, link.source_ref))
        holders = {self._taken.get((link.connection_id, ref), link.source_ref) for ref in link.refs.values()}
        return stored is not None and stored.revision == link.revision and holders == {link.source_ref}

    def _store(self, link: Link) -> Link:
        stored = replace(link, revision=link.revision + 1)
        self._links[link.connection_id, link.source_ref] = stored
        for ref in link.refs.values():
            self._taken[link.connection_id, ref] = link.source_ref
            self._parts[link.connection_id, ref.whole].add(ref)
        return stored


class InMemoryChoiceStore(ChoiceStore):
    """Choices by connection and record."""

    def __init__(self) -> None:
        self._choices: dict[tuple[str, RecordRef], Choices] = {}

    def of(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Choices]:
        return {ref: self._choices[connection_id, ref] for ref in refs if (connection_id, ref) in self._choices}

    def save(self, changed: Sequence[Choices]) -> bool:
        stored = self._choices
        revisions = [stored[at].revision if (at := (one.connection_id, one.ref)) in stored else 0 for one in changed]
        if revisions != [one.revision for one in changed]:
            return False
        self._choices |= {(one.connection_id, one.ref): replace(one, revision=one.revision + 1) for one in changed}
        return True


class InMemoryOutcomeStore(OutcomeStore):
    """Nothing but every record's history, from which all else follows."""

    def __init__(self) -> None:
        self._history: defaultdict[tuple[str, RecordRef], dict[datetime, SyncOutcome]] = defaultdict(dict)

    def latest(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, SyncOutcome]:
        histories = {ref: self._history.get((connection_id, ref)) for ref in refs}
        return {ref: _newest(history) for ref, history in histories.items() if history}

    def record(self, outcomes: Sequence[SyncOutcome]) -> None:
        for outcome in outcomes:
            self._history[outcome.connection_id, outcome.ref].setdefault(outcome.at, outcome)

    def tally(self, connection_id: str) -> Mapping[Place, Count]:
        return moves((outcome, None) for outcome in self._current(connection_id))

    def days(self, connection_id: str, since: date) -> Sequence[Day]:
        histories = [one for (owner, _), one in self._history.items() if owner == connection_id]
        days = brought(pair for history in histories for pair in _successions(history))
        return [day for day in days.values() if day.day >= since]

    def page(
        self,
        connection_id: str,
        kind: EntityKind,
        status: OutcomeStatus,
        after: str,
        limit: int,
        *,
        category: ErrorCategory | None = None,
        since: datetime | None = None,
    ) -> OutcomePage:
        if after:
            RecordRef.parse(after.partition(" ")[2])
        standing = {
            _position(one): one
            for one in self._current(connection_id)
            if (one.kind, one.status) == (kind, status)
            and category in {None, one.category}
            and (since is None or one.at >= since)
        }
        newest_first = category is None
        ordered = sorted(standing, reverse=newest_first)
        behind = [place for place in ordered if place != after and (not after or (place < after) is newest_first)]
        here = behind[:limit]
        return OutcomePage(tuple(standing[place] for place in here), here[-1] if len(behind) > limit else "")

    def token_behind(self, outcome: SyncOutcome) -> str:
        return _position(outcome)

    def search(self, connection_id: str, kind: EntityKind, text: str, limit: int) -> Sequence[SyncOutcome]:
        beginning = sought(text)
        of_kind = [one for one in self._current(connection_id) if beginning and one.kind is kind]
        by_name = sorted((sought(one.listing.name), one.ref, one) for one in of_kind)
        by_detail = sorted((sought(one.listing.detail), one.ref, one) for one in of_kind)
        both = ([one for name, _, one in names if name.startswith(beginning)][:limit] for names in (by_name, by_detail))
        return list(dict.fromkeys(one for found in both for one in found))

    def activity(self, connection_id: str, ref: RecordRef, limit: int) -> Sequence[SyncOutcome]:
        history = self._history.get((connection_id, ref), {})
        return [history[at] for at in sorted(history, reverse=True)[:limit]]

    def due(self, connection_id: str, now: datetime, limit: int, after: str = "") -> Sequence[SyncOutcome]:
        behind = [one for one in self._current(connection_id) if one.due_place > after]
        due = [one for one in behind if one.retry_at and one.retry_at <= now]
        return sorted(due, key=lambda one: one.due_place)[:limit]

    def blocked(self, connection_id: str, prefix: str) -> Sequence[tuple[str, RecordRef]]:
        current = sorted(self._current(connection_id), key=lambda one: one.ref)
        return sorted((key, one.ref) for one in current for key in one.blockers if key.startswith(prefix))

    def _current(self, connection_id: str) -> list[SyncOutcome]:
        return [_newest(history) for (owner, _), history in self._history.items() if owner == connection_id]


def _successions(history: Mapping[datetime, SyncOutcome]) -> Iterator[tuple[SyncOutcome, SyncOutcome | None]]:
    """Each outcome with the one that it took the place of, as they were recorded; what came late took nobody's."""
    past: SyncOutcome | None = None
    for outcome in history.values():
        if past is None or past.at < outcome.at:
            yield outcome, past
            past = outcome


def _newest(history: Mapping[datetime, SyncOutcome]) -> SyncOutcome:
    """How a record stands; calls are kept with its activity only."""
    return replace(history[max(history)], calls=())


def _position(outcome: SyncOutcome) -> str:
    """Where an outcome stands among others, as text."""
    return f"{outcome.at.isoformat(timespec='microseconds')} {outcome.ref}"


class InMemoryCursorStore(CursorStore):
    """Cursors by connection and name."""

    def __init__(self) -> None:
        self._cursors: dict[tuple[str, str], str] = {}

    def get(self, connection_id: str, name: str) -> str:
        return self._cursors.get((connection_id, name), "")

    def put(self, connection_id: str, name: str, cursor: str) -> None:
        self._cursors[connection_id, name] = cursor


class InMemoryCheckStore(CheckStore):
    """The results kept last, by connection."""

    def __init__(self) -> None:
        self._kept: dict[str, Checked] = {}

    def save(self, connection_id: str, checked: Checked) -> None:
        self._kept[connection_id] = checked

    def latest(self, connection_id: str) -> Checked | None:
        return self._kept.get(connection_id)


class InMemoryDeliveryLog(DeliveryLog):
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
