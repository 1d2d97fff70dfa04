"""SQS FIFO queues in memory, and how Lambda takes messages from them.

Messages of a group come in order and one call at a time; what is not deleted comes again after the visibility time-out,
and goes to the dead letters when it was taken too often. A message sent twice within five minutes is one message.
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

Announce = Callable[[str], None]
VISIBILITY = timedelta(minutes=30)
MOST_RECEIVES = 5
MOST_MESSAGES = 10
_DEDUPLICATION = timedelta(minutes=5)


@dataclass(slots=True)
class Message:
    """One message of a queue. `deaths` counts the workers that died over it."""

    id: str
    group: str
    body: str
    visible_at: datetime
    receives: int = 0
    deaths: int = 0


@dataclass(slots=True)
class _Queue:
    messages: list[Message] = field(default_factory=list)
    dead: list[Message] = field(default_factory=list)
    sent: dict[tuple[str, str], datetime] = field(default_factory=dict)


class FakeSqs:
    """The client for sending, and Lambda's side for receiving."""

    def __init__(self, clock: Callable[[], datetime], announce: Announce) -> None:
        self._clock, self._announce = clock, announce
        self._queues: dict[str, _Queue] = {}
        self._number = 0
        self._refused: set[str] = set()
        self.refuses: Callable[[], bool] = lambda: False

    def send_message_batch(self, *, QueueUrl: str, Entries: Sequence[Mapping[str, str]]) -> dict[str, Any]:  # noqa: N803
        """Up to ten messages; `refuses` chooses some that are not taken at the first time."""
        self._announce(f"queue {QueueUrl} takes {len(Entries)}")
        refused = [entry for entry in Entries if self._refuse(entry["MessageDeduplicationId"])]
        taken = [entry for entry in Entries if entry not in refused]
        for entry in taken:
            self._send(self._queue(QueueUrl), entry["MessageGroupId"], entry["MessageDeduplicationId"], entry["MessageBody"])
        failed = [{"Id": entry["Id"], "SenderFault": False, "Code": "InternalError"} for entry in refused]
        return {"Successful": [{"Id": entry["Id"]} for entry in taken], "Failed": failed}

    def _refuse(self, identity: str) -> bool:
        if identity in self._refused or not self.refuses():
            return False
        self._refused.add(identity)
        return True

    def _send(self, queue: _Queue, group: str, identity: str, body: str) -> None:
        now = self._clock()
        if now - queue.sent.get((group, identity), now - _DEDUPLICATION) < _DEDUPLICATION:
            return
        queue.sent[group, identity] = now
        self._number += 1
        queue.messages.append(Message(f"message-{self._number}", group, body, now))

    def take(self, queue_url: str) -> list[Message]:
        """Up to ten messages of the first group that has any to give; they stay invisible for a while."""
        queue, now = self._queue(queue_url), self._clock()
        self._bury(queue, now)
        blocked = {message.group for message in queue.messages if message.visible_at > now}
        free = [message for message in queue.messages if message.group not in blocked]
        taken = [message for message in free if message.group == free[0].group][:MOST_MESSAGES]
        for message in taken:
            message.receives += 1
            message.visible_at = now + VISIBILITY
        return taken

    def delete(self, queue_url: str, done: Sequence[Message]) -> None:
        """What was worked through."""
        self._announce(f"queue {queue_url} forgets {len(done)}")
        queue = self._queue(queue_url)
        gone = {message.id for message in done}
        queue.messages = [message for message in queue.messages if message.id not in gone]

    def receive_message(self, *, QueueUrl: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        """Up to ten messages, as `take` gives them."""
        taken = self.take(QueueUrl)
        return {"Messages": [{"Body": one.body, "ReceiptHandle": one.id} for one in taken]} if taken else {}

    def delete_message(self, *, QueueUrl: str, ReceiptHandle: str) -> None:  # noqa: N803
        """A message was worked through."""
        queue = self._queue(QueueUrl)
        queue.messages = [message for message in queue.messages if message.id != ReceiptHandle]

    def change_message_visibility_batch(
        self,
        *,
        QueueUrl: str,  # noqa: N803
        Entries: Sequence[Mapping[str, Any]],  # noqa: N803
    ) -> dict[str, Any]:
        """Messages become visible again, each in its seconds from now."""
        seconds = {entry["ReceiptHandle"]: entry["VisibilityTimeout"] for entry in Entries}
        for message in self._queue(QueueUrl).messages:
            if message.id in seconds:
                message.visible_at = self._clock() + timedelta(seconds=seconds[message.id])
        return {"Successful": [{"Id": entry["Id"]} for entry in Entries]}

    def delete_message_batch(self, *, QueueUrl: str, Entries: Sequence[Mapping[str, str]]) -> dict[str, Any]:  # noqa: N803
        """Messages were worked through."""
        for entry in Entries:
            self.delete_message(QueueUrl=QueueUrl, ReceiptHandle=entry["ReceiptHandle"])
        return {"Successful": [{"Id": entry["Id"]} for entry in Entries]}

    def repeat_one(self, random: Random) -> None:
        """A message is delivered once more, as an at-least-once queue may do."""
        waiting = [(queue, message) for queue in self._queues.values() for message in queue.messages]
        if waiting:
            queue, message = random.choice(waiting)
            queue.messages.append(Message(f"{message.id}'", message.group, message.body, self._clock()))

    def dead(self) -> list[Message]:
        """Every dead letter but those of which every worker died."""
        return [message for queue in self._queues.values() for message in queue.dead if message.deaths < MOST_RECEIVES]

    def waiting(self) -> int:
        """How many messages there are, visible or not."""
        return sum(len(queue.messages) for queue in self._queues.values())

    def _bury(self, queue: _Queue, now: datetime) -> None:
        dead = [one for one in queue.messages if one.receives >= MOST_RECEIVES and one.visible_at <= now]
        queue.dead += dead
        queue.messages = [one for one in queue.messages if one not in dead]

    def _queue(self, url: str) -> _Queue:
        return self._queues.setdefault(url, _Queue())
