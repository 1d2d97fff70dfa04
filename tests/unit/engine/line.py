"""A connection's work as SQS and Lambda bring it: FIFO queues, invocations that end, messages that come again.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from counterfoil.adapters.aws.queues import deduplication_id
from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.ports import QueueError, Receipt
from counterfoil.engine.work.shift import Ended, Shift
from counterfoil.engine.work.worker import Worker
from tests.fake_ledger import WorkerKilledError
from tests.fakes import FrozenClock
from tests.unit.engine.world import World

VISIBILITY = timedelta(minutes=30)
_MOST_MESSAGES = 10
_MOST_INVOCATIONS = 200


@dataclass(slots=True)
class Message:
    """One message, hidden until `visible_at`."""

    id: str
    batch: ChangeBatch
    visible_at: datetime
    receives: int = 0

    @property
    def group(self) -> tuple[str, str]:
        """What comes in order and one call at a time; a kind has a queue of its own."""
        return self.batch.kind, self.batch.connection_id


@dataclass(slots=True)
class Queue:
    """The ports ChangeQueue and ReceivedMessages. Refuses what is sent while `broken`."""

    clock: FrozenClock
    messages: list[Message] = field(default_factory=list)
    most_receives: int = 0
    broken: bool = False
    _sent: dict[str, datetime] = field(default_factory=dict)
    _number: int = 0

    def send(self, batches: Sequence[ChangeBatch]) -> None:
        if self.broken:
            raise QueueError("the queue is broken")
        for batch in batches:
            now, identity = self.clock(), deduplication_id(batch)
            if now - self._sent.get(identity, now - VISIBILITY) >= timedelta(minutes=5):
                self._number += 1
                self._sent[identity] = now
                self.messages.append(Message(f"m{self._number}", batch, now))

    def hide(self, receipts: Sequence[Receipt], time: timedelta) -> bool:
        handles = {receipt.handle for receipt in receipts}
        for message in self.messages:
            if _handle(message) in handles:
                message.visible_at = self.clock() + time
        return True

    def delete(self, receipts: Sequence[Receipt]) -> bool:
        """An old handle deletes nothing: somebody else has the message by now."""
        handles = {receipt.handle for receipt in receipts}
        self.messages = [message for message in self.messages if _handle(message) not in handles]
        return True

    def take(self, *, mixed: bool = False) -> list[Message]:
        """Up to ten messages of one kind that may be worked on now, of one connection unless `mixed`."""
        blocked = {message.group for message in self.messages if message.visible_at > self.clock()}
        free = [message for message in self.messages if message.group not in blocked]
        same = [one for one in free if (one.group[0] if mixed else one.group) in {free[0].group, free[0].group[0]}]
        for message in same[:_MOST_MESSAGES]:
            message.receives += 1
            self.most_receives = max(self.most_receives, message.receives)
            message.visible_at = self.clock() + VISIBILITY
        return same[:_MOST_MESSAGES]


@dataclass(slots=True)
class Line:
    """A world whose work goes through queues. Each call of QuickBooks takes `seconds`, a worker has `time_out`.

    `dies_at` is the call of the next worker at which it dies.
    """

    world: World
    seconds: float = 0.05
    time_out: timedelta = timedelta(minutes=5)
    dies_at: int = 0
    mixed: bool = False
    invocations: int = 0
    deaths: int = 0
    ended: list[Ended] = field(default_factory=list)
    queue: Queue = field(init=False)
    _ends_at: datetime = field(init=False)
    _shift: Shift | None = None

    def __post_init__(self) -> None:
        self.queue, self._ends_at = Queue(self.world.clock), self.world.clock()
        self.world.quickbooks.on_call = self._call
        self.world.hubspot.on_call = self._show_life

    @property
    def worker(self) -> Worker:
        """A worker that has just started."""
        worker = self.world.worker
        return replace(worker, contexts=replace(worker.contexts, queue=self.queue))

    def moved(self, refs: Sequence[RecordRef]) -> None:
        """A webhook's hints are in the queue."""
        self.world.clock.advance(timedelta(seconds=1))
        self.queue.send(self.world.batches(*refs))

    def statuses(self, refs: Sequence[RecordRef]) -> set[OutcomeStatus | None]:
        """How these records stand."""
        return {self.world.status(ref) for ref in refs}

    def invoke(self, worker: Worker | None = None) -> bool:
        """Lambda takes messages and calls a worker; False when there is nothing to take."""
        taken = self.queue.take(mixed=self.mixed)
        if not taken:
            return False
        self.invocations += 1
        self._ends_at = self.world.clock() + self.time_out
        self._shift = Shift(worker or self.worker, self.queue, lambda: self._ends_at - self.world.clock())
        receipts = [_receipt(message) for message in taken]
        try:
            self.ended += self._shift.work([(one, message.batch) for one, message in zip(receipts, taken, strict=True)])
        except WorkerKilledError:
            self.deaths += 1
        else:
            failed = {receipt.handle for receipt in self._shift.failed}
            self.queue.delete([receipt for receipt in receipts if receipt.handle not in failed])
        self._shift, self.dies_at = None, 0
        return True

    def drain(self) -> timedelta:
        """Until the queues are empty; how long it took."""
        began, clock = self.world.clock(), self.world.clock
        for _ in range(_MOST_INVOCATIONS):
            if not self.queue.messages:
                return clock() - began
            if not self.invoke():
                clock.now = min(message.visible_at for message in self.queue.messages if message.visible_at > clock())
        raise AssertionError(f"never empty: {len(self.queue.messages)} messages, {self.invocations} invocations")

    def _call(self) -> None:
        self._show_life()
        self.dies_at -= 1
        ends_at = self._ends_at if self._shift else datetime.max.replace(tzinfo=self.world.clock().tzinfo)
        self.world.clock.now = min(self.world.clock() + timedelta(seconds=self.seconds), ends_at)
        if self.world.clock() >= ends_at or self.dies_at == 0:
            raise WorkerKilledError

    def _show_life(self) -> None:
        if self._shift:
            self._shift.show_life()


def _handle(message: Message) -> str:
    return f"{message.id}#{message.receives}"


def _receipt(message: Message) -> Receipt:
    return Receipt(message_id=message.id, queue=message.batch.kind, handle=_handle(message), receives=message.receives)
