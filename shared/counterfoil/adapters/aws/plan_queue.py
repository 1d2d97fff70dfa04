"""The queue that wakes the planner, on SQS FIFO: a message group for each connection, so that plans take turns."""

import time
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from counterfoil.adapters.aws.backoff import Sleep
from counterfoil.adapters.aws.sending import SqsSender
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.plan_job import PlanJob
from counterfoil.domain.records.record import digest
from counterfoil.engine.ports import PlanQueue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class Wake(BaseModel):
    """The wire format: which plan is to go on. Members keep their meaning for ever."""

    model_config = ConfigDict(extra="ignore", defer_build=True, hide_input_in_errors=True)

    connection_id: str
    plan_id: str


class SqsPlanQueue(PlanQueue):
    """The planner's queue."""

    def __init__(self, client: "SQSClient", queue_url: str, *, sleep: Sleep = time.sleep) -> None:
        self._sender, self._queue_url = SqsSender(client, sleep), queue_url

    def wake(self, job: PlanJob) -> None:
        message = Wake(connection_id=job.connection_id, plan_id=job.id)
        self._sender.send(
            self._queue_url,
            [
                {
                    "Id": "",
                    "MessageBody": message.model_dump_json(),
                    "MessageGroupId": job.connection_id,
                    "MessageDeduplicationId": digest([job.connection_id, job.id, str(job.revision)]),
                }
            ],
        )


def decode_wake(text: str) -> Wake:
    """The inverse. Raises InvalidValueError when `text` is no such message."""
    try:
        return Wake.model_validate_json(text)
    except ValidationError as error:
        raise InvalidValueError("no message for the planner") from error
