"""Messages that Lambda has received from SQS on a worker's behalf."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import batched
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.engine.ports import Receipt, ReceivedMessages

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_LARGEST_CALL = 10


class SqsReceivedMessages(ReceivedMessages):
    """The port ReceivedMessages. A receipt's queue is an ARN, as Lambda's events have it, found among `queue_urls` by name.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html
    """

    def __init__(self, client: "SQSClient", queue_urls: Iterable[str]) -> None:
        self._client = client
        self._urls = {url.rpartition("/")[2]: url for url in queue_urls}

    def hide(self, receipts: Sequence[Receipt], time: timedelta) -> bool:
        seconds = {"VisibilityTimeout": int(time.total_seconds())}
        return _all_done(self._client.change_message_visibility_batch, self._calls(receipts, seconds))

    def delete(self, receipts: Sequence[Receipt]) -> bool:
        return _all_done(self._client.delete_message_batch, self._calls(receipts, {}))

    def _calls(self, receipts: Sequence[Receipt], how: Mapping[str, object]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """The address of a queue and up to ten of its entries, several times."""
        for queue in sorted({receipt.queue for receipt in receipts}):
            url = self._urls.get(queue.rpartition(":")[2], "")
            handles = [receipt.handle for receipt in receipts if receipt.queue == queue]
            for some in batched(handles, _LARGEST_CALL, strict=False):
                yield url, [{"Id": str(number), "ReceiptHandle": one, **how} for number, one in enumerate(some)]


def _all_done(operation: Callable[..., Any], calls: Iterable[tuple[str, list[dict[str, Any]]]]) -> bool:
    done = True
    for url, entries in calls:
        try:
            done = bool(url) and not operation(QueueUrl=url, Entries=entries).get("Failed") and done
        except (ClientError, BotoCoreError):
            done = False
    return done
