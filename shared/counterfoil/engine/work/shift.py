"""A worker's shift: the messages of one invocation, hidden from others only for as long as somebody works on them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta

from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.errors import UnknownConnectionError
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import Receipt, ReceivedMessages
from counterfoil.engine.work.pauses import pause_before
from counterfoil.engine.work.worker import Handled, Worker

HOLD = timedelta(seconds=60)
"""How long messages stay hidden after the last sign of life: so long a company waits for a worker that died.

A worker gives a sign before each request to a vendor, before each pause, and between slices. The longest silence is a
request of 35 seconds after a sign that was not renewed for being less than ten seconds old: 45 seconds.
"""
RENEW_AFTER = timedelta(seconds=10)
"""A sign of life sooner after the last one says nothing new."""

PATIENCE = timedelta(seconds=20)
"""So long a connection's messages wait for another connection's that came in the same call; then others may take them."""

Messages = Sequence[tuple[Receipt, ChangeBatch]]


@dataclass(frozen=True, slots=True)
class Ended:
    """How the work on one connection's messages ended: what became of its records, or the error that was raised."""

    connection_id: str
    events: int
    handled: Handled
    error: Exception | None = None


class Shift:
    """Works through the messages of one invocation, one connection after the other. `time_left` is the invocation's.

    `failed` are the messages that must come again. Nothing is begun in the second half of the time but what must be: a
    slice that fits into half of it always ends in time.
    """

    def __init__(self, worker: Worker, received: ReceivedMessages, time_left: Callable[[], timedelta]) -> None:
        self._worker, self._received, self._time_left = worker, received, time_left
        self._began = self._renewed = time_left()
        self._held: dict[str, Receipt] = {}
        self._waiting: dict[str, Messages] = {}
        self._ended: list[Ended] = []
        self.failed: list[Receipt] = []
        self.lost_hold = False

    def work(self, messages: Messages) -> list[Ended]:
        """Work on all messages, first on those given back most often; of others, first on who has the fewest events."""
        by_connection: dict[str, list[tuple[Receipt, ChangeBatch]]] = defaultdict(list)
        for receipt, batch in messages:
            by_connection[batch.connection_id].append((receipt, batch))
        self._held = {receipt.message_id: receipt for receipt, _ in messages}
        self._waiting = dict(sorted(by_connection.items(), key=_first_to_begin_with))
        self._renew()
        while self._waiting:
            connection_id = next(iter(self._waiting))
            self._work_on(connection_id, self._waiting.pop(connection_id))
        self.show_life()
        self._held = {}
        return self._ended

    def refuse(self, receipt: Receipt) -> None:
        """A message that nobody can read comes again at once, until it is among the dead letters."""
        self.failed.append(receipt)
        self._hide([receipt], timedelta())

    def show_life(self) -> None:
        """A sign of life, from the middle of the work: messages stay hidden, and nobody waits for long behind another."""
        if self._renewed - self._time_left() >= RENEW_AFTER:
            self._renew()
        if self._waiting and self._began - self._time_left() >= PATIENCE:
            waiting, self._waiting = self._waiting, {}
            for connection_id, messages in waiting.items():
                self._give_back(connection_id, messages)

    def _work_on(self, connection_id: str, messages: Messages) -> None:
        receipts, batches = [receipt for receipt, _ in messages], [batch for _, batch in messages]
        receives = max(receipt.receives for receipt in receipts)
        try:
            handled = self._worker.handle(connection_id, batches, self._is_half_over, receives)
        except UnknownConnectionError as error:
            self._end(connection_id, messages, error=error)
        except Exception as error:  # noqa: BLE001 - returned, after the other connections were served
            self._fail(connection_id, messages, error)
        else:
            self._end(connection_id, messages, handled)

    def _give_back(self, connection_id: str, messages: Messages) -> None:
        """Nothing was done for this connection: its records go into a message that another worker can take at once."""
        handled, batches = Handled(), [batch for _, batch in messages]
        try:
            refs = sorted({event.ref for batch in batches for event in batch.events})
            self._worker.give_back(connection_id, batches, [refs], handled)
        except Exception as error:  # noqa: BLE001 - this may come from the middle of another connection's work
            self._fail(connection_id, messages, error)
        else:
            self._end(connection_id, messages, handled)
            self._received.delete(self._let_go(messages))

    def _fail(self, connection_id: str, messages: Messages, error: Exception) -> None:
        receipts = self._let_go(messages)
        self.failed += receipts
        self._hide(receipts, pause_before(max(receipt.receives for receipt in receipts)))
        self._end(connection_id, messages, error=error)

    def _end(
        self, connection_id: str, messages: Messages, handled: Handled | None = None, error: Exception | None = None
    ) -> None:
        events = sum(len(batch.events) for _, batch in messages)
        self._ended.append(Ended(connection_id, events, handled or Handled(), error))

    def _let_go(self, messages: Messages) -> list[Receipt]:
        return [self._held.pop(receipt.message_id) for receipt, _ in messages]

    def _is_half_over(self) -> bool:
        self.show_life()
        return self._time_left() < self._began / 2

    def _renew(self) -> None:
        self._renewed = self._time_left()
        self._hide(list(self._held.values()), HOLD)

    def _hide(self, receipts: Sequence[Receipt], time: timedelta) -> None:
        self.lost_hold |= bool(receipts) and not self._received.hide(receipts, time)


def _first_to_begin_with(entry: tuple[str, Messages]) -> tuple[int, int]:
    batches = [batch for _, batch in entry[1]]
    return -max(batch.continued for batch in batches), sum(len(batch.events) for batch in batches)
