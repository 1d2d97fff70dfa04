"""What is sent: work to the queues, news to people."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.values import dataclass


class QueueError(Exception):
    """Not everything could be enqueued; send it all again."""


class ChangeQueue(Protocol):
    """The queues that carry work, one FIFO queue per kind, one message group per connection."""

    def send(self, batches: Sequence[ChangeBatch]) -> None:
        """Enqueue the batches. A batch equal to one of the last minutes may be dropped by the queue.

        Raises QueueError unless every batch was accepted (some may have been).
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One receive of a message: what its queue needs to hide or delete it. `receives` counts how often it came so far."""

    message_id: str
    queue: str
    handle: str
    receives: int = 1


class ReceivedMessages(Protocol):
    """Messages that a worker has received and that are still in their queue, hidden from others for a while.

    While a message of a connection is hidden, its queue gives no other message of that connection to anybody. Nothing is
    raised when the queue does not do as asked: the message comes again earlier or later, and is worked through again.
    """

    def hide(self, receipts: Sequence[Receipt], time: timedelta) -> bool:
        """Hide the messages for so long from now, instead of what was left; zero shows them at once. Whether all are."""
        ...

    def delete(self, receipts: Sequence[Receipt]) -> bool:
        """Take the messages out of their queue. Whether all are."""
        ...


class Notifier(Protocol):
    """Tells people."""

    def publish(self, subject: str, text: str) -> None:
        """Send one message. Raises when it was not accepted."""
        ...
