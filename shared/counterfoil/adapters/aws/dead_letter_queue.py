"""What lies in a dead-letter queue, without customer data and without taking anything away."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from counterfoil.adapters.aws.messages import decode
from counterfoil.domain.errors import InvalidValueError
from counterfoil.engine.ports.dead_letters import Letter

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

LARGEST_RECEIVE = 10
"""Messages a call, SQS's limit."""

_LOOKING = 5
"""Seconds that a message is hidden while it is looked at."""

_EVERYWHERE = 1
"""Seconds of long polling, which asks all of SQS's servers; a short poll asks some and may find nothing.

See https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
"""


def count(sqs: "SQSClient", url: str) -> int:
    """How many messages lie in a queue, hidden ones included; approximate for a minute after a change."""
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return int(attributes["ApproximateNumberOfMessages"]) + int(attributes["ApproximateNumberOfMessagesNotVisible"])


def receive(sqs: "SQSClient", url: str, *, hidden_for: int) -> Sequence["MessageTypeDef"]:
    """Up to ten messages, in order within each group, hidden from others for so many seconds."""
    answer = sqs.receive_message(
        QueueUrl=url,
        MaxNumberOfMessages=LARGEST_RECEIVE,
        MessageSystemAttributeNames=["All"],
        VisibilityTimeout=hidden_for,
        WaitTimeSeconds=_EVERYWHERE,
    )
    return answer.get("Messages", [])


def look(sqs: "SQSClient", url: str) -> list[Letter]:
    """What can be said of the oldest messages; all are put back at once.

    A FIFO queue shows no more of a group while some of it are out, so of each connection only the first ten are seen.
    """
    seen: dict[str, MessageTypeDef] = {}
    try:
        while new := _new(receive(sqs, url, hidden_for=_LOOKING), seen):
            seen |= new
    finally:
        for message in seen.values():
            _put_back(sqs, url, message)
    return [_described(message) for message in seen.values()]


def _new(messages: Sequence["MessageTypeDef"], seen: Mapping[str, object]) -> dict[str, "MessageTypeDef"]:
    """Those not seen yet. In a long queue the first come back while the last are being received."""
    return {message["MessageId"]: message for message in messages if message["MessageId"] not in seen}


def _put_back(sqs: "SQSClient", url: str, message: "MessageTypeDef") -> None:
    with suppress(ClientError):  # it comes back by itself seconds later, or is back already, which is refused
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)


def _described(message: "MessageTypeDef") -> Letter:
    attributes = message["Attributes"]
    return Letter(
        message=message["MessageId"],
        connection=attributes["MessageGroupId"],
        records=_records(message["Body"]),
        sent_at=_moment(attributes["SentTimestamp"]),
        first_received_at=_moment(attributes["ApproximateFirstReceiveTimestamp"]),
        received=int(attributes["ApproximateReceiveCount"]),
    )


def _records(body: str) -> int | str:
    """How many records the message is about, or what keeps it from being read."""
    try:
        return len(decode(body).events)
    except InvalidValueError as error:
        return str(error)


def _moment(milliseconds: str) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) // 1000, UTC)
