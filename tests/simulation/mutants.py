"""Bundles with one planted bug each: the simulator must notice every one of them."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from counterfoil.adapters.aws.cursors import DynamoCursorStore
from counterfoil.adapters.aws.links import DynamoLinkStore
from counterfoil.adapters.aws.outcomes import DynamoOutcomeStore
from counterfoil.adapters.aws.queues import SqsChangeQueue
from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Write
from counterfoil.engine.ports import RecordSystem, Systems

_numbers = itertools.count()


class _Markerless:
    """A vendor on whose records nothing shows who made them."""

    def __init__(self, inner: RecordSystem) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def read(self, kind: EntityKind, ids: Sequence[str]) -> Mapping[str, tuple[Snapshot, ...] | Failure]:
        """Records without their markers."""
        found = self._inner.read(kind, ids)
        return {key: one if isinstance(one, Failure) else tuple(replace(each, source=None) for each in one)
                for key, one in found.items()}  # fmt: skip


class _Keyless(_Markerless):
    """A vendor to which every try is a new request, and where nothing shows what an earlier try left."""

    def write(self, writes: Sequence[Write]) -> Mapping[str, Snapshot | Failure]:
        """Every key is a new one."""
        keys = {write.key: f"{next(_numbers):032x}" for write in writes}
        results = self._inner.write([replace(write, key=keys[write.key]) for write in writes])
        return {key: results[new] for key, new in keys.items()}

    def find_written(self, _writes: Sequence[Write], _since: datetime) -> Mapping[str, Snapshot | Failure]:
        """Nothing."""
        return {}


class NoWriteKey(Bundle):
    """Writes without a key."""

    def open_systems(self, connection: Connection) -> Systems:
        """QuickBooks without keys."""
        systems = super().open_systems(connection)
        keyless: Any = _Keyless(systems.quickbooks)
        return replace(systems, quickbooks=keyless)


class _Unreserved(DynamoLinkStore):
    """Nothing is stored until the counterpart exists."""

    def reserve(self, links: Sequence[Link]) -> Sequence[Link | None]:
        """Says yes, and forgets reservations."""
        return self._unless_reserved(links, super().reserve)

    def save(self, links: Sequence[Link]) -> Sequence[Link | None]:
        """Says yes to what is still a reservation."""
        return self._unless_reserved(links, super().save)

    def complete(self, links: Sequence[Link]) -> Sequence[Link | None]:
        """A link that was never stored is stored now, once its counterpart exists."""
        return self._unless_reserved(links, self._store)

    def _store(self, links: Sequence[Link]) -> Sequence[Link | None]:
        fresh = [link for link in links if not self.find(link.connection_id, [link.source_ref])]
        first = dict(zip(map(id, fresh), super().reserve([replace(link, revision=0) for link in fresh]), strict=True))
        later = [link for link in links if id(link) not in first]
        stored = dict(zip(map(id, later), super().complete(later), strict=True)) | first
        return [stored[id(link)] for link in links]

    def _unless_reserved(
        self, links: Sequence[Link], store: Callable[[Sequence[Link]], Sequence[Link | None]]
    ) -> Sequence[Link | None]:
        made = [link for link in links if link.state is not LinkState.RESERVED]
        stored = dict(zip(map(id, made), store(made), strict=True))
        return [stored[id(link)] if id(link) in stored else replace(link, revision=link.revision + 1) for link in links]


class NoReservation(Bundle):
    """Creates without reserving the link first, and so with nothing that an earlier try's record could belong to."""

    def open_systems(self, connection: Connection) -> Systems:
        """QuickBooks without markers."""
        systems = super().open_systems(connection)
        markerless: Any = _Markerless(systems.quickbooks)
        return replace(systems, quickbooks=markerless)

    @cached_property
    def links(self) -> DynamoLinkStore:
        return _Unreserved(self._table)


class _LaterThanKnown(SqsChangeQueue):
    """Believes clocks: what happened before the latest outcome was recorded must be known already."""

    outcomes: DynamoOutcomeStore

    def send(self, batches: Sequence[ChangeBatch]) -> None:
        """Only what is later."""
        super().send([later for batch in batches if (later := self._later(batch)).events])

    def _later(self, batch: ChangeBatch) -> ChangeBatch:
        known = self.outcomes.latest(batch.connection_id, [event.ref for event in batch.events])
        events = [one for one in batch.events if one.ref not in known or one.occurred_at > known[one.ref].at]
        return replace(batch, events=tuple(events))


class ClocksInsteadOfAgreement(Bundle):
    """Compares times instead of contents."""

    @cached_property
    def queue(self) -> SqsChangeQueue:
        known = super().queue
        queue = _LaterThanKnown(self._client("sqs"), known._queue_urls, sleep=self._sleep)  # noqa: SLF001
        queue.outcomes = self.outcomes
        return queue


class _EarlyCursors(DynamoCursorStore):
    """What was found is sent only after the cursor has moved."""

    held: list[ChangeBatch]
    queue: SqsChangeQueue

    def put(self, connection_id: str, name: str, cursor: str) -> None:
        """Move, then send."""
        super().put(connection_id, name, cursor)
        held, self.held = self.held, []
        self.queue.send(held)


class _Holding:
    """Keeps what a poll found until its cursor has moved."""

    def __init__(self, cursors: _EarlyCursors) -> None:
        self._cursors = cursors

    def send(self, batches: Sequence[ChangeBatch]) -> None:
        """Later."""
        self._cursors.held += batches


class CursorBeforeEnqueue(Bundle):
    """Moves the cursor before what was found is in the queue."""

    @cached_property
    def poller(self) -> Any:
        cursors = _EarlyCursors(self._table)
        cursors.held, cursors.queue = [], self.queue
        return replace(super().poller, cursors=cursors, queue=_Holding(cursors))


class _Silent(DynamoOutcomeStore):
    """Keeps what went wrong to itself."""

    def record(self, outcomes: Sequence[SyncOutcome]) -> None:
        """Only good news."""
        super().record([outcome for outcome in outcomes if outcome.status is not OutcomeStatus.WAITING])


class SwallowedError(Bundle):
    """Forgets that something must be tried again."""

    @cached_property
    def outcomes(self) -> DynamoOutcomeStore:
        return _Silent(self._table, sleep=self._sleep)


MUTANTS: tuple[type[Bundle], ...] = (
    NoWriteKey,
    NoReservation,
    ClocksInsteadOfAgreement,
    CursorBeforeEnqueue,
    SwallowedError,
)
