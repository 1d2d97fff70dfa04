"""Planted bugs by which nothing is doubled or lost, and yet something stands still."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from counterfoil.adapters.aws.cursors import DynamoCursorStore
from counterfoil.adapters.aws.outcomes import DynamoOutcomeStore
from counterfoil.adapters.aws.queues import SqsChangeQueue
from counterfoil.adapters.aws.received import SqsReceivedMessages
from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.compare.progress import Progress, cursor_name
from counterfoil.engine.ports import Receipt
from tests.simulation.aws.deployed import DEPLOYED, Deployed
from tests.simulation.promises import Promise

HALF_AN_HOUR = timedelta(minutes=30)
_FIRST_RETRY = timedelta(seconds=30)
_STARVED = cursor_name(System.QUICKBOOKS)
_JUST_COMPARED = str(Progress(served_at=datetime(2999, 1, 1, tzinfo=UTC)))
_ODD = 3
"""Of so many invoices one is odd."""


class _Unhidden(SqsReceivedMessages):
    """Leaves its messages hidden for as long as the queue says."""

    def hide(self, receipts: Sequence[Receipt], time: timedelta) -> bool:  # noqa: ARG002
        """Nothing is asked of the queue."""
        return True


class QueuesOwnTime(Bundle):
    """A worker that dies takes its messages along for all of the queue's visibility."""

    @cached_property
    def received(self) -> SqsReceivedMessages:
        return _Unhidden(self._client("sqs"), self._queue_urls.values())


class _Doubling(DynamoOutcomeStore):
    """Every try counts, the ones that met only another worker's or our own lease as well."""

    def record(self, outcomes: Sequence[SyncOutcome]) -> None:
        """With a next attempt that is twice as far away with each look."""
        super().record([self._put_off(outcome) for outcome in outcomes])

    def _put_off(self, outcome: SyncOutcome) -> SyncOutcome:
        known = self.latest(outcome.connection_id, [outcome.ref]).get(outcome.ref)
        if outcome.status is not OutcomeStatus.WAITING or known is None or known.status is not OutcomeStatus.WAITING:
            return outcome
        attempts = max(outcome.attempts, known.attempts + 1)
        return replace(outcome, attempts=attempts, retry_at=outcome.at + _FIRST_RETRY * 4**attempts)


class BackOffDoubledByLease(Bundle):
    """Backs off further whenever it looks, whether or not it tried anything."""

    @cached_property
    def outcomes(self) -> DynamoOutcomeStore:
        return _Doubling(self._table, sleep=self._sleep)


class _Fragile:
    """A worker that raises over an odd record, whatever else it was given."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def handle(self, connection_id: str, batches: Sequence[ChangeBatch], *more: Any, **named: Any) -> Any:
        """Raises TypeError."""
        refs = [event.ref for batch in batches for event in batch.events]
        if any(ref.kind is EntityKind.INVOICE and int(ref.id) % _ODD == 0 for ref in refs):
            raise TypeError
        return self._inner.handle(connection_id, batches, *more, **named)


class OddRecordRaises(Bundle):
    """One odd record is the trouble of all that came with it."""

    @cached_property
    def worker(self) -> Any:
        return _Fragile(super().worker)


class _Echoing:
    """A worker that calls up again whatever it has worked on."""

    def __init__(self, inner: Any, queue: SqsChangeQueue, clock: Callable[[], datetime]) -> None:
        self._inner, self._queue, self._clock = inner, queue, clock

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def handle(self, connection_id: str, batches: Sequence[ChangeBatch], *more: Any, **named: Any) -> Any:
        """And once more."""
        done = self._inner.handle(connection_id, batches, *more, **named)
        self._queue.send([self._again(batch) for batch in batches])
        return done

    def _again(self, batch: ChangeBatch) -> ChangeBatch:
        now = self._clock()
        return replace(batch, events=tuple(replace(one, identity=f"again:{one.ref}:{now}") for one in batch.events))


class CallsItself(Bundle):
    """Never comes to rest."""

    @cached_property
    def worker(self) -> Any:
        return _Echoing(super().worker, self.queue, self._clock)


class _Forgetful(DynamoCursorStore):
    """Keeps nothing of the compare of QuickBooks' side, which is therefore never begun before the other one's end."""

    def get(self, connection_id: str, name: str) -> str:
        """QuickBooks' side seems to have been compared just now."""
        return _JUST_COMPARED if name == _STARVED else super().get(connection_id, name)

    def put(self, connection_id: str, name: str, cursor: str) -> None:
        """Not for QuickBooks' side."""
        if name != _STARVED:
            super().put(connection_id, name, cursor)


class OneSideStarves(Bundle):
    """Compares one side for as long as it takes, the other one when there is time left."""

    @cached_property
    def cursors(self) -> DynamoCursorStore:
        return _Forgetful(self._table)


def hidden_for(span: timedelta) -> Deployed:
    """The template with another visibility time-out."""
    queues = {url: replace(numbers, visibility=span) for url, numbers in DEPLOYED.queues.items()}
    return replace(DEPLOYED, queues=queues)


@dataclass(frozen=True, slots=True)
class Idler:
    """A planted bug, the promise that it breaks, and the standstill in which it shows."""

    name: str
    promise: Promise
    shows: str
    make: type[Bundle] = Bundle
    numbers: Deployed = DEPLOYED


IDLERS = (
    Idler("visibility of half an hour", Promise.CARRIED_SOON, "a worker dies", QueuesOwnTime, hidden_for(HALF_AN_HOUR)),
    Idler("back-off doubled by a lease", Promise.CARRIED_SOON, "creates fail for an hour", BackOffDoubledByLease),
    Idler("an odd record raises", Promise.CARRIED_SOON, "an odd record", OddRecordRaises),
    Idler("a side starves", Promise.BOTH_SIDES_COMPARED, "short nights", OneSideStarves),
)
