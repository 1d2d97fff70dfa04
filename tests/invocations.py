"""Invocations of the sync functions, as Lambda makes them: what it hands over, and how long it waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.fakes import EPOCH

QUEUE = "arn:aws:sqs:us-east-1:123456789012:invoice"


@dataclass(slots=True)
class Invocation:
    """The context object, as far as it tells the time that is left."""

    clock: Callable[[], datetime] = lambda: EPOCH
    ends_at: datetime = EPOCH + timedelta(minutes=5)

    def get_remaining_time_in_millis(self) -> int:
        """Until it is ended."""
        return max(0, int((self.ends_at - self.clock()) / timedelta(milliseconds=1)))


def received(body: str, *, message_id: str = "m-1", handle: str = "", receives: int = 1) -> dict[str, Any]:
    """A message in a function's event; https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html."""
    return {
        "messageId": message_id,
        "receiptHandle": handle or message_id,
        "body": body,
        "attributes": {"ApproximateReceiveCount": str(receives)},
        "eventSource": "aws:sqs",
        "eventSourceARN": QUEUE,
    }
