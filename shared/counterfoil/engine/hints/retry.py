"""Retrying on request: what fails or waits is enqueued at once, without waiting for its time or for the night."""

from collections.abc import Iterator, Sequence
from itertools import batched

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.values import dataclass
from counterfoil.engine.hints.batches import in_batches_as_applied
from counterfoil.engine.ports import ChangeQueue, Clock, LinkStore, OutcomeStore

_TROUBLED = (OutcomeStatus.FAILING, OutcomeStatus.WAITING)
_READ_TOGETHER = 300
_SENT_TOGETHER = 1_000


@dataclass(frozen=True, slots=True)
class Retried:
    """How many records were enqueued, and which of those asked for neither fail nor wait."""

    enqueued: int
    untroubled: tuple[RecordRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Has failing and waiting records of a connection tried again at once, whatever kept them from it before."""

    outcomes: OutcomeStore
    links: LinkStore
    queue: ChangeQueue
    clock: Clock

    def now(self, connection_id: str, category: ErrorCategory | None = None, records: Sequence[RecordRef] = ()) -> Retried:
        """Enqueue these records, by either side's reference; or all, or all of one category, of each kind the oldest first.

        May be repeated at any time: a record that is tried once too often is found as it was. Raises QueueError when not
        everything was enqueued.
        """
        if records:
            return self._retry_named(connection_id, records)
        return Retried(sum(self._retry_kind(connection_id, kind, category) for kind in EntityKind))

    def _retry_kind(self, connection_id: str, kind: EntityKind, category: ErrorCategory | None) -> int:
        troubled = (one for status in _TROUBLED for one in self._standing(connection_id, kind, status))
        chosen = [one for one in troubled if category in {None, one.category}]
        return self._enqueue(connection_id, sorted(chosen, key=lambda one: (one.waiting_since or one.at, one.ref)))

    def _standing(self, connection_id: str, kind: EntityKind, status: OutcomeStatus) -> Iterator[SyncOutcome]:
        after, more = "", True
        while more:
            page = self.outcomes.page(connection_id, kind, status, after, _READ_TOGETHER)
            yield from page.outcomes
            after, more = page.next_page, bool(page.next_page)

    def _retry_named(self, connection_id: str, records: Sequence[RecordRef]) -> Retried:
        """A linked record's outcome is kept under the record that its link began with."""
        found = self.links.find(connection_id, records)
        kept_under = {ref: {ref, *(link.source_ref for link in found.get(ref, ()))} for ref in records}
        latest = self.outcomes.latest(connection_id, sorted(set().union(*kept_under.values())))
        troubled = {ref: outcome for ref, outcome in sorted(latest.items()) if outcome.status in _TROUBLED}
        untroubled = tuple(ref for ref, kept in kept_under.items() if not kept & troubled.keys())
        return Retried(self._enqueue(connection_id, list(troubled.values())), untroubled)

    def _enqueue(self, connection_id: str, troubled: Sequence[SyncOutcome]) -> int:
        now = self.clock()
        for some in batched(troubled, _SENT_TOGETHER, strict=False):
            events = [ChangeEvent(one.ref, now, f"retry now:{one.ref}:{now.isoformat()}") for one in some]
            self.queue.send(in_batches_as_applied(connection_id, events, some))
        return len(troubled)
