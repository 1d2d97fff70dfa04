"""How change batches go to SQS."""

from typing import Any

import pytest

from counterfoil.adapters.aws.queues import SqsChangeQueue, deduplication_id
from counterfoil.domain.change import ChangeBatch, ChangeEvent
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import QueueError
from tests.builders import NOON, hubspot
from tests.contract.stores.grounds import Ground
from tests.unit.aws.scripts import Script, refusal


def a_batch(size: int, *, first: int = 0, identity: str = "m", connection_id: str = "a") -> ChangeBatch:
    numbers = range(first, first + size)
    events = tuple(ChangeEvent(hubspot(EntityKind.INVOICE, f"{number}"), NOON, f"{identity}{number}") for number in numbers)
    return ChangeBatch(connection_id=connection_id, kind=EntityKind.INVOICE, events=events)


class Sender:
    """A queue whose calls are scripted and noted."""

    def __init__(self, ground: Ground, *answers: dict[str, Any] | None) -> None:
        client = ground.clients("sqs")
        self.pauses: list[float] = []
        self.script = Script(client, "SendMessageBatch", *answers)
        self.queue = SqsChangeQueue(client, ground.queue_urls, sleep=self.pauses.append)

    @property
    def sizes(self) -> list[int]:
        """How many messages each call carried."""
        return [len(request["Entries"]) for request in self.script.requests]


def failed(*ids: str, blame: bool = False) -> dict[str, Any]:
    """A partly failed call."""
    return {"Successful": [], "Failed": [{"Id": one, "SenderFault": blame, "Code": "InternalError"} for one in ids]}


def test_ten_messages_a_call_and_a_hundred_events_a_message(ground: Ground) -> None:
    sender = Sender(ground)

    sender.queue.send([a_batch(250), *(a_batch(1, first=1000 + number) for number in range(12))])

    assert sender.sizes == [10, 5]


def test_a_call_stays_below_the_largest_payload(ground: Ground) -> None:
    sender = Sender(ground)

    sender.queue.send([a_batch(100, first=100 * number, identity="x" * 900) for number in range(5)])

    assert sender.sizes == [2, 2, 1]


def test_the_group_is_the_connection(ground: Ground) -> None:
    sender = Sender(ground)

    sender.queue.send([a_batch(1), a_batch(1, connection_id="b")])

    (request,) = sender.script.requests
    assert [entry["MessageGroupId"] for entry in request["Entries"]] == ["a", "b"]


def test_equal_batches_travel_once(ground: Ground) -> None:
    sender = Sender(ground)

    sender.queue.send([a_batch(3), a_batch(3)])

    assert sender.sizes == [1]


def test_what_sqs_did_not_take_is_sent_again_alone(ground: Ground) -> None:
    sender = Sender(ground, failed("1", "2"), failed("2"))

    sender.queue.send([a_batch(1, first=number) for number in range(4)])

    assert sender.sizes == [4, 2, 1]
    assert len(sender.pauses) == 2


def test_what_is_never_taken_is_told(ground: Ground) -> None:
    sender = Sender(ground, *[failed("0")] * 9)

    with pytest.raises(QueueError, match="1 of 2 messages"):
        sender.queue.send([a_batch(1), a_batch(1, first=7)])


def test_a_message_that_is_our_fault_is_not_sent_again(ground: Ground) -> None:
    sender = Sender(ground, failed("0", blame=True))

    with pytest.raises(QueueError, match="InternalError"):
        sender.queue.send([a_batch(1)])

    assert sender.sizes == [1]


def test_a_queue_that_is_missing_is_told(ground: Ground) -> None:
    sender = Sender(ground, refusal("AWS.SimpleQueueService.NonExistentQueue"))

    with pytest.raises(QueueError):
        sender.queue.send([a_batch(1)])


def test_the_deduplication_id_depends_on_the_movements_alone() -> None:
    batch = a_batch(3)
    backwards = ChangeBatch(connection_id="a", kind=EntityKind.INVOICE, events=batch.events[::-1])

    assert deduplication_id(batch) == deduplication_id(backwards)
    others = [a_batch(3, identity="n"), a_batch(2), a_batch(3, first=1), a_batch(3, connection_id="b")]
    assert len({deduplication_id(one) for one in [batch, *others]}) == 5
    assert len(deduplication_id(batch)) <= 128
