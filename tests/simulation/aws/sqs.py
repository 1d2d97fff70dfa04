"""SQS queues in memory, and how Lambda takes messages from them.

Messages of a group come in order and one call at a time: while one of them is in flight, none of its group is given. What
is neither deleted nor given back comes again after the visibility time-out, and goes to the dead letters when it was taken
too often. A message sent twice within five minutes is one message. A standard queue has neither groups nor that memory:
there each message is a group of its own, and any of them may come first.
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from botocore.exceptions import ClientError

from tests.simulation.aws.deployed import DEPLOYED, QueueNumbers

Announce = Callable[[str], None]
_DEDUPLICATION = timedelta(minutes=5)
_LONGEST_HIDDEN = 43_200
"""Seconds."""


@dataclass(slots=True)
class Message:
    """One message of a queue. `faults` counts the times it was taken in vain through no fault of the product's."""

    id: str
    group: str
    body: str
    visible_at: datetime
    sent_at: datetime
    receives: int = 0
    faults: int = 0

    @property
    def receipt(self) -> str:
        """The handle of the latest receive; every receive has its own."""
        return f"{self.id}#{self.receives}"


@dataclass(slots=True)
class _Queue:
    numbers: QueueNumbers
    messages: list[Message] = field(default_factory=list)
    dead: list[Message] = field(default_factory=list)
    sent: dict[tuple[str, str], datetime] = field(default_factory=dict)


class FakeSqs:
    """The client for sending and for giving back, and Lambda's side for receiving.

    `mixes_groups` says whether a call with room left gets messages of further groups, as SQS may do.
    """

    def __init__(
        self, clock: Callable[[], datetime], announce: Announce, numbers: Mapping[str, QueueNumbers] = DEPLOYED.queues
    ) -> None:
        self._clock, self._announce = clock, announce
        self._queues = {url: _Queue(each) for url, each in numbers.items()}
        self._number = 0
        self._refused: set[str] = set()
        self.refuses: Callable[[], bool] = lambda: False
        self.mixes_groups = False

    def send_message_batch(self, *, QueueUrl: str, Entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:  # noqa: N803
        """Up to ten messages; `refuses` chooses some that are not taken at the first time."""
        self._announce(f"queue {QueueUrl} takes {len(Entries)}")
        refused = [entry for entry in Entries if self._refuse(_identity(entry))]
        taken = [entry for entry in Entries if entry not in refused]
        for entry in taken:
            self._send(self._queues[QueueUrl], entry)
        failed = [{"Id": entry["Id"], "SenderFault": False, "Code": "InternalError"} for entry in refused]
        return {"Successful": [{"Id": entry["Id"]} for entry in taken], "Failed": failed}

    def _refuse(self, identity: str) -> bool:
        if identity in self._refused or not self.refuses():
            return False
        self._refused.add(identity)
        return True

    def _send(self, queue: _Queue, entry: Mapping[str, Any]) -> None:
        now = self._clock()
        self._number += 1
        group = entry["MessageGroupId"] if queue.numbers.in_order else f"group-{self._number}"
        identity = _identity(entry)
        if queue.numbers.in_order and now - queue.sent.get((group, identity), now - _DEDUPLICATION) < _DEDUPLICATION:
            return
        queue.sent[group, identity] = now
        visible_at = now + timedelta(seconds=entry.get("DelaySeconds", 0))
        queue.messages.append(Message(f"message-{self._number}", group, entry["MessageBody"], visible_at, now))

    def take(self, queue_url: str) -> list[Message]:
        """Up to ten messages, of the first group that has any to give before others; they stay invisible for a while."""
        queue, now = self._queues[queue_url], self._clock()
        self._bury(queue, now)
        taken = self._next(queue, now)[: queue.numbers.most_messages]
        for message in taken:
            message.receives += 1
            message.visible_at = now + queue.numbers.visibility
        return taken

    def _next(self, queue: _Queue, now: datetime) -> list[Message]:
        blocked = {message.group for message in queue.messages if message.visible_at > now}
        free = [message for message in queue.messages if message.group not in blocked]
        first = [message for message in free if message.group == free[0].group]
        return first + [message for message in free if message.group != free[0].group] if self.mixes_groups else first

    def delete(self, queue_url: str, done: Sequence[Message]) -> None:
        """What was worked through."""
        self._announce(f"queue {queue_url} forgets {len(done)}")
        self._forget(self._queues[queue_url], {message.receipt for message in done})

    def receive_message(self, *, QueueUrl: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        """Up to ten messages, as `take` gives them."""
        taken = self.take(QueueUrl)
        return {"Messages": [{"Body": one.body, "ReceiptHandle": one.receipt} for one in taken]} if taken else {}

    def delete_message(self, *, QueueUrl: str, ReceiptHandle: str) -> None:  # noqa: N803
        """A message was worked through."""
        self._announce(f"queue {QueueUrl} forgets 1")
        self._forget(self._queues[QueueUrl], {ReceiptHandle})

    def delete_message_batch(self, *, QueueUrl: str, Entries: Sequence[Mapping[str, str]]) -> dict[str, Any]:  # noqa: N803
        """Messages were worked through."""
        self._announce(f"queue {QueueUrl} forgets {len(Entries)}")
        self._forget(self._queues[QueueUrl], {entry["ReceiptHandle"] for entry in Entries})
        return {"Successful": [{"Id": entry["Id"]} for entry in Entries], "Failed": []}

    def change_message_visibility(self, *, QueueUrl: str, ReceiptHandle: str, VisibilityTimeout: int) -> None:  # noqa: N803
        """A message in flight becomes visible in so many seconds from now. Raises ClientError for any other message."""
        self._announce(f"queue {QueueUrl} shows 1 in {VisibilityTimeout} s")
        if failure := self._show_in(QueueUrl, ReceiptHandle, VisibilityTimeout):
            raise ClientError({"Error": {"Code": failure, "Message": ReceiptHandle}}, "ChangeMessageVisibility")

    def change_message_visibility_batch(
        self,
        *,
        QueueUrl: str,  # noqa: N803
        Entries: Sequence[Mapping[str, Any]],  # noqa: N803
    ) -> dict[str, Any]:
        """Up to ten messages in flight become visible, each in its seconds from now."""
        self._announce(f"queue {QueueUrl} shows {len(Entries)} again")
        failures = {one["Id"]: self._show_in(QueueUrl, one["ReceiptHandle"], one["VisibilityTimeout"]) for one in Entries}
        return {
            "Successful": [{"Id": key} for key, code in failures.items() if not code],
            "Failed": [{"Id": key, "SenderFault": True, "Code": code} for key, code in failures.items() if code],
        }

    def _show_in(self, queue_url: str, receipt: str, seconds: int) -> str:
        """The code of what keeps it from being shown, "" when it will be."""
        found = next((one for one in self._queues[queue_url].messages if one.receipt == receipt), None)
        if not 0 <= seconds <= _LONGEST_HIDDEN:
            return "InvalidParameterValue"
        if found is None or found.visible_at <= self._clock():
            return "MessageNotInflight" if found else "ReceiptHandleIsInvalid"
        found.visible_at = self._clock() + timedelta(seconds=seconds)
        return ""

    def _forget(self, queue: _Queue, receipts: set[str]) -> None:
        """An old receipt deletes nothing: somebody else has the message by now."""
        queue.messages = [message for message in queue.messages if message.receipt not in receipts]

    def repeat_one(self, random: Random) -> None:
        """A message is delivered once more, as an at-least-once queue may do."""
        waiting = [(queue, message) for queue in self._queues.values() for message in queue.messages]
        if waiting:
            queue, message = random.choice(waiting)
            now = self._clock()
            queue.messages.append(Message(f"{message.id}'", message.group, message.body, now, now))

    def dead(self) -> list[Message]:
        """Every dead letter but those that were taken in vain only through faults."""
        return [
            message
            for queue in self._queues.values()
            for message in queue.dead
            if message.faults < queue.numbers.most_receives
        ]

    def waiting(self) -> int:
        """How many messages there are, visible or not."""
        return sum(len(queue.messages) for queue in self._queues.values())

    def next_to_show(self) -> datetime | None:
        """When the next message that is hidden becomes visible."""
        now = self._clock()
        return min((at for at in self._hidden() if at > now), default=None)

    def _hidden(self) -> Iterator[datetime]:
        return (message.visible_at for queue in self._queues.values() for message in queue.messages)

    def _bury(self, queue: _Queue, now: datetime) -> None:
        dead = [one for one in queue.messages if one.receives >= queue.numbers.most_receives and one.visible_at <= now]
        queue.dead += dead
        queue.messages = [one for one in queue.messages if one not in dead]


def _identity(entry: Mapping[str, Any]) -> str:
    """What makes two messages one; only FIFO queues are told."""
    return str(entry.get("MessageDeduplicationId", entry["MessageBody"]))
