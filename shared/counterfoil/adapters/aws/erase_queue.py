"""The queue that wakes the eraser, on SQS FIFO: a message group for each connection."""

import time
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from counterfoil.adapters.aws.backoff import Sleep
from counterfoil.adapters.aws.sending import SqsSender
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.records.record import digest
from counterfoil.engine.ports.erasure import ErasureQueue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class Erasure(BaseModel):
    """The wire format: what is erased, and from where on. Members keep their meaning for ever."""

    model_config = ConfigDict(extra="ignore", defer_build=True, hide_input_in_errors=True)

    connection_id: str
    place: str = ""


class SqsErasureQueue(ErasureQueue):
    """The eraser's queue."""

    def __init__(self, client: "SQSClient", queue_url: str, *, sleep: Sleep = time.sleep) -> None:
        self._sender, self._queue_url = SqsSender(client, sleep), queue_url

    def wake(self, connection_id: str, place: str) -> None:
        message = Erasure(connection_id=connection_id, place=place)
        self._sender.send(
            self._queue_url,
            [
                {
                    "Id": "",
                    "MessageBody": message.model_dump_json(),
                    "MessageGroupId": connection_id,
                    "MessageDeduplicationId": digest([connection_id, place]),
                }
            ],
        )


def decode_erasure(text: str) -> Erasure:
    """The inverse. Raises InvalidValueError when `text` is no such message."""
    try:
        return Erasure.model_validate_json(text)
    except ValidationError as error:
        raise InvalidValueError("no message for the eraser") from error
