"""What Lambda hands to a function beside the event, and how it hands over messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.simulation.aws.sqs import Message

ACCOUNT = "arn:aws:{service}:us-east-1:123456789012:{name}"


@dataclass(frozen=True, slots=True)
class Context:
    """The context object, as far as functions use it; its clock is the simulation's."""

    function_name: str
    ends_by: datetime
    clock: Callable[[], datetime]
    memory_limit_in_mb: int = 512
    function_version: str = "$LATEST"

    @property
    def aws_request_id(self) -> str:
        """Of this invocation."""
        return f"{self.function_name}-{self.ends_by:%d%H%M%S%f}"

    @property
    def invoked_function_arn(self) -> str:
        """Of the function."""
        return ACCOUNT.format(service="lambda", name=f"function:{self.function_name}")

    def get_remaining_time_in_millis(self) -> int:
        """How long until it is ended."""
        return max(0, int((self.ends_by - self.clock()) / timedelta(milliseconds=1)))


def queue_event(queue: str, messages: Sequence[Message]) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html"""
    return {"Records": [_record(queue, message) for message in messages]}


def _record(queue: str, message: Message) -> dict[str, Any]:
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt,
        "body": message.body,
        "attributes": {
            "ApproximateReceiveCount": str(message.receives),
            "SentTimestamp": str(int(message.sent_at.timestamp() * 1000)),
            "MessageGroupId": message.group,
        },
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": ACCOUNT.format(service="sqs", name=queue),
        "awsRegion": "us-east-1",
    }
