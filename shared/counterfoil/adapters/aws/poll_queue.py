"""The queue that wakes those who poll, on a standard SQS queue: its messages need no order."""

import time
from collections.abc import Sequence
from datetime import timedelta
from itertools import batched
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from counterfoil.adapters.aws.backoff import Sleep
from counterfoil.adapters.aws.sending import LARGEST_CALL, SqsSender
from counterfoil.domain.errors import InvalidValueError
from counterfoil.engine.ports import PollQueue, PollSlice

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class _Slice(BaseModel):
    """The wire format: whom to poll, for which round. Members keep their meaning for ever."""

    model_config = ConfigDict(extra="ignore", defer_build=True, hide_input_in_errors=True)

    asked_at: AwareDatetime
    connection_ids: list[str]


class SqsPollQueue(PollQueue):
    """The queue of slices to poll."""

    def __init__(self, client: "SQSClient", queue_url: str, *, sleep: Sleep = time.sleep) -> None:
        self._sender, self._queue_url = SqsSender(client, sleep), queue_url

    def ask(self, slices: Sequence[PollSlice], after: timedelta = timedelta()) -> None:
        """One call per ten slices."""
        delay = int(after.total_seconds())
        for some in batched(slices, LARGEST_CALL, strict=False):
            self._sender.send(
                self._queue_url, [{"Id": "", "MessageBody": _encoded(one), "DelaySeconds": delay} for one in some]
            )


def decode_slice(text: str) -> PollSlice:
    """The slice in a message. Raises InvalidValueError when `text` is no such message."""
    try:
        message = _Slice.model_validate_json(text)
    except ValidationError as error:
        raise InvalidValueError("no message for whoever polls") from error
    return PollSlice(message.asked_at, tuple(message.connection_ids))


def _encoded(one: PollSlice) -> str:
    return _Slice(asked_at=one.asked_at, connection_ids=list(one.connection_ids)).model_dump_json()
