"""One poll of one connection: whatever a webhook should have announced, asked for.

Cursors move only after all that was found is enqueued.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import partial

from counterfoil.domain.blockers import PREFERENCES
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Failure, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.tally import KindAndStatus
from counterfoil.domain.values import dataclass
from counterfoil.engine.connections.profile import ProfileKeeper
from counterfoil.engine.connections.profile_due import expect_change
from counterfoil.engine.hints.as_agreed import as_shown, is_as_agreed, is_as_seen
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.hints.dead_grant import note_dead_grant
from counterfoil.engine.hints.for_nobody import ForNobody
from counterfoil.engine.hints.held_cursors import HeldCursors
from counterfoil.engine.hints.resuming import Resuming, asked_about, cursor_name
from counterfoil.engine.hints.retries import Retries
from counterfoil.engine.hints.unannounced import Unannounced
from counterfoil.engine.ports import (
    ChangedRecord,
    ChangeQueue,
    Clock,
    ConnectionStore,
    LinkStore,
    OutcomeStore,
    RecordSystem,
    SystemsOpener,
)

_MOST_PAGES = 50


@dataclass(slots=True)
class Polled:
    """What polls did: events enqueued, echoes of our own writes left out, and vendors that could not be asked."""

    enqueued: int = 0
    echoes: int = 0
    failures: list[tuple[str, Failure]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionPoll:
    """Asks both vendors what changed, until `stop` says that time is up, and adds what came of it to `polled`."""

    connection: Connection
    connections: ConnectionStore
    open_systems: SystemsOpener
    links: LinkStore
    outcomes: OutcomeStore
    cursors: HeldCursors
    queue: ChangeQueue
    profiles: ProfileKeeper
    clock: Clock
    polled: Polled
    stop: Callable[[], bool]

    def poll(self) -> None:
        """A vendor that cannot be asked holds back only its own cursor."""
        self._resuming.note(self.connection)
        counts = self.outcomes.counts(self.connection.id)
        self.polled.enqueued += self._call_up_at_home(counts)
        asks: list[Callable[[], object]] = [
            *((self._call_up_addressed,) if (EntityKind.INVOICE, OutcomeStatus.FAILING) in counts else ()),
            *(partial(self._ask_system, system) for system in System),
            partial(self.profiles.refresh_when_due, self.connection, self.cursors),
        ]
        for ask in asks:
            try:
                ask()
            except VendorError as error:
                self.polled.failures.append((self.connection.id, error.failure))
                note_dead_grant(self.connections, self.connection, [error.failure])

    @property
    def _call_up(self) -> CallUp:
        return CallUp(self.outcomes, self.queue, self.clock)

    @property
    def _resuming(self) -> Resuming:
        return Resuming(self.cursors, self._call_up)

    def _call_up_at_home(self, counts: Mapping[KindAndStatus, int]) -> int:
        """What is due, or left out or failing for what no vendor tells of; nothing is looked for where nothing stands so."""
        retries = Retries(self.outcomes, self.cursors, self.queue, self.clock)
        unannounced = Unannounced(self.outcomes, self.cursors, self.queue, self.clock)
        standing = {status for _, status in counts}
        enqueued = retries.call_up(self.connection.id) if OutcomeStatus.WAITING in standing else 0
        enqueued += self._resuming.call_up_left_out(self.connection) if OutcomeStatus.EXCLUDED in standing else 0
        failing = {kind for kind, status in counts if status is OutcomeStatus.FAILING}
        return enqueued + unannounced.call_up(self.connection, failing)

    def _call_up_addressed(self) -> None:
        for_nobody = ForNobody(self.outcomes, self.cursors, self.queue, self.clock)
        hubspot = self.open_systems(self.connection)[System.HUBSPOT]
        self.polled.enqueued += for_nobody.call_up(self.connection.id, hubspot)

    def _ask_system(self, system: System) -> None:
        """What all kinds are asked about comes first: what lies behind then overlaps with it, and leaves no gap."""
        reached = self.open_systems(self.connection)[system]
        ask = partial(self._ask, reached)
        if ask(asked_about(self.connection, system, reached.traits), cursor_name(system)):
            self._resuming.catch_up(self.connection, system, reached.traits, ask)

    def _ask(self, reached: RecordSystem, kinds: Sequence[EntityKind], name: str) -> bool:
        """Page on from the cursor of this name; whether all was shown that there is."""
        cursor = self.cursors.get(self.connection.id, name)
        for _ in range(_MOST_PAGES):
            page = reached.changed_since(kinds, cursor, self.clock())
            news = self._without_echoes(reached, page.records)
            self._enqueue(news)
            self._call_up_touched(set(page.touched))
            self.polled.echoes += len(page.records) - len(news)
            if page.cursor != cursor:
                self.cursors.put(self.connection.id, name, page.cursor)
            cursor = page.cursor
            if not page.more:
                return not page.later
            if self.stop():
                break
        return False

    def _enqueue(self, news: Sequence[ChangedRecord]) -> None:
        events = [ChangeEvent(one.ref, one.modified_at, _id(one)) for one in news]
        if events:
            self.queue.send(in_batches(self.connection.id, events))
        self.polled.enqueued += len(events)

    def _call_up_touched(self, touched: set[str]) -> None:
        """What failed for something that changed beside the records; for the settings, once those were read."""
        if PREFERENCES in touched:
            expect_change(self.cursors, self.connection.id)
        self.polled.enqueued += self._call_up.blocked_by(self.connection.id, touched - {PREFERENCES})

    def _without_echoes(self, reached: RecordSystem, records: Sequence[ChangedRecord]) -> list[ChangedRecord]:
        """A record at the version that its link knows has nothing new, if we wrote it or versions are exact there.

        Nor has one that only our own showing has moved: the outcome keeps that where the link does not say it yet.
        """
        links = self.links.find(self.connection.id, [one.ref for one in records]) if records else {}
        any_side = reached.traits.exact_versions
        news = [one for one in records if not _is_known(one, links.get(one.ref, ()), any_side=any_side)]
        unsaid = {one.ref: link for one in news for link in links.get(one.ref, ()) if _may_be_said_beside(one, link)}
        sources = [link.source_ref for link in unsaid.values()]
        stand = self.outcomes.latest(self.connection.id, sources) if sources else {}
        shown = dict(zip(unsaid, as_shown([*unsaid.values()], stand), strict=True))
        return [one for one in news if one.ref not in shown or not is_as_seen(one, shown[one.ref])]


def _id(record: ChangedRecord) -> str:
    """Of what was reported; the queue lets nothing through twice that has the same."""
    return f"poll:{record.ref}:{record.version}:{record.modified_at}:{record.balance or ''}"


def _may_be_said_beside(record: ChangedRecord, link: Link) -> bool:
    """Whether an outcome may keep what the link does not say of an invoice."""
    return record.ref.system is System.HUBSPOT and link.kind is EntityKind.INVOICE and not link.seen


def _is_known(record: ChangedRecord, links: Sequence[Link], *, any_side: bool) -> bool:
    system = record.ref.system
    return bool(links) and all(
        (is_as_agreed(record, link.agreements.get(system)) and (any_side or link.source is not system))
        or is_as_seen(record, link)
        for link in links
    )
