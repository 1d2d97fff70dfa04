"""Messages in a worker's hands: hidden, shown again and deleted as SQS does it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError, ParamValidationError

from counterfoil.adapters.aws.passing import is_passing
from counterfoil.adapters.aws.received import SqsReceivedMessages
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import Receipt
from tests.contract.stores.grounds import Ground
from tests.unit.aws.scripts import Script, refusal

HOUR = timedelta(hours=1)


class Consumer:
    """Receives from the queue of invoices."""

    def __init__(self, ground: Ground) -> None:
        self.sqs = ground.clients("sqs")
        self.url = ground.queue_urls[EntityKind.INVOICE]
        self.arn = f"arn:aws:sqs:us-east-1:123456789012:{self.url.rpartition('/')[2]}"
        self.messages = SqsReceivedMessages(self.sqs, ground.queue_urls.values())

    def send(self, *groups: str) -> None:
        for number, group in enumerate(groups):
            self.sqs.send_message(
                QueueUrl=self.url, MessageBody=group, MessageGroupId=group, MessageDeduplicationId=f"{group}{number}"
            )

    def receive(self) -> list[Receipt]:
        found = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get("Messages", [])
        return [Receipt(message_id=one["MessageId"], queue=self.arn, handle=one["ReceiptHandle"]) for one in found]


@pytest.fixture
def consumer(ground: Ground) -> Consumer:
    return Consumer(ground)


def ids(receipts: Sequence[Receipt]) -> list[str]:
    return [receipt.message_id for receipt in receipts]


def test_what_is_hidden_comes_again_when_its_time_is_over(consumer: Consumer) -> None:
    consumer.send("a")
    taken = consumer.receive()
    assert consumer.messages.hide(taken, HOUR)
    assert consumer.receive() == []
    assert consumer.messages.hide(taken, timedelta())
    assert ids(consumer.receive()) == ids(taken)


def test_what_is_deleted_frees_its_group(consumer: Consumer) -> None:
    consumer.send("a", "a")
    first = consumer.receive()
    assert consumer.messages.delete(first)
    assert not set(ids(consumer.receive())) & set(ids(first))


def test_ten_messages_a_call(consumer: Consumer) -> None:
    script = Script(consumer.sqs, "ChangeMessageVisibilityBatch", *[{"Successful": [], "Failed": []}] * 2)
    receipts = [Receipt(message_id=f"{number}", queue=consumer.arn, handle="h") for number in range(12)]
    assert consumer.messages.hide(receipts, HOUR)
    assert [len(request["Entries"]) for request in script.requests] == [10, 2]


FAILED = {"Successful": [], "Failed": [{"Id": "0", "SenderFault": True, "Code": "ReceiptHandleIsInvalid"}]}


@pytest.mark.parametrize("answer", [FAILED, refusal("RequestThrottled")])
def test_a_queue_that_does_not_obey_stops_nobody(consumer: Consumer, answer: dict[str, object]) -> None:
    consumer.send("a")
    taken = consumer.receive()
    Script(consumer.sqs, "ChangeMessageVisibilityBatch", answer)
    Script(consumer.sqs, "DeleteMessageBatch", answer)
    assert not consumer.messages.hide(taken, HOUR)
    assert not consumer.messages.delete(taken)


def test_a_queue_that_is_not_ours_is_left_alone(consumer: Consumer) -> None:
    elsewhere = Receipt(message_id="1", queue="arn:aws:sqs:us-east-1:123456789012:theirs.fifo", handle="h")
    assert not consumer.messages.hide([elsewhere], HOUR)


def error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "PutItem")


@pytest.mark.parametrize(
    "raised",
    [
        *map(error, ["ThrottlingException", "InternalServerError", "AccessDeniedException", "KMSInvalidStateException"]),
        EndpointConnectionError(endpoint_url="https://dynamodb"),
        BotoCoreError(),
        TimeoutError(),
    ],
)
def test_trouble_of_aws_passes(raised: Exception) -> None:
    assert is_passing(raised)


@pytest.mark.parametrize(
    "raised", [error("ValidationException"), ParamValidationError(report="no"), OverflowError(), KeyError("amount")]
)
def test_what_the_data_does_is_no_trouble_of_aws(raised: Exception) -> None:
    assert not is_passing(raised)
