"""What is told: work to the queues, news to people."""

from collections.abc import Sequence
from typing import Protocol

from counterfoil.domain.change import ChangeBatch


class QueueError(Exception):
    """Not everything could be enqueued; send it all again."""


class ChangeQueue(Protocol):
    """The queues that carry work, one FIFO queue per kind, one message group per connection."""

    def send(self, batches: Sequence[ChangeBatch]) -> None:
        """Enqueue the batches. A batch equal to one of the last minutes may be dropped by the queue.

        Raises QueueError unless every batch was accepted (some may have been).
        """
        ...


class Notifier(Protocol):
    """Tells people."""

    def publish(self, subject: str, text: str) -> None:
        """Send one message. Raises when it was not accepted."""
        ...
