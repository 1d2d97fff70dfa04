"""Sends messages to SQS until it has taken them all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.adapters.aws.backoff import Sleep, pauses
from counterfoil.engine.ports import QueueError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef as Entry
else:
    Entry = dict

LARGEST_CALL = 10
"""Messages a call, SQS's limit."""

_TRIES = 4


class SqsSender:
    """Up to ten messages a call."""

    def __init__(self, client: "SQSClient", sleep: Sleep) -> None:
        self._client, self._sleep = client, sleep

    def send(self, queue_url: str, entries: Sequence[Entry]) -> None:
        """One call, and again for what SQS did not take. Raises QueueError unless all were accepted."""
        pending = {str(number): entry | {"Id": str(number)} for number, entry in enumerate(entries)}
        for pause in pauses(_TRIES):
            refused = self._try_to_send(queue_url, list(pending.values()))
            if not refused:
                return
            pending = {number: pending[number] for number in refused}
            self._sleep(pause)
        raise QueueError(f"{len(pending)} of {len(entries)} messages were not accepted in {_TRIES} tries")

    def _try_to_send(self, queue_url: str, entries: Sequence[Entry]) -> list[str]:
        """Which entries were not accepted."""
        try:
            answer = self._client.send_message_batch(QueueUrl=queue_url, Entries=entries)
        except (ClientError, BotoCoreError) as error:
            raise QueueError("the queue did not answer") from error
        failed = answer.get("Failed", [])
        if blamed := [failure["Code"] for failure in failed if failure["SenderFault"]]:
            raise QueueError(f"the queue refused messages: {', '.join(blamed)}")
        return [failure["Id"] for failure in failed]
