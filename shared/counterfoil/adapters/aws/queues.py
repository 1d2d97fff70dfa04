"""The queues that carry work, on SQS FIFO: a queue per kind, a message group per connection."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import batched
from typing import TYPE_CHECKING

from counterfoil.adapters.aws.backoff import Sleep
from counterfoil.adapters.aws.messages import encode
from counterfoil.adapters.aws.sending import LARGEST_CALL, SqsSender
from counterfoil.adapters.runs import runs
from counterfoil.domain.change import LARGEST_BATCH, ChangeBatch
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.record import digest
from counterfoil.engine.ports import ChangeQueue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef as Entry
else:
    Entry = dict

_LARGEST_PAYLOAD = 256 * 1024


class SqsChangeQueue(ChangeQueue):
    """`queue_urls` has a queue for every kind."""

    def __init__(self, client: "SQSClient", queue_urls: Mapping[EntityKind, str], *, sleep: Sleep = time.sleep) -> None:
        self._sender, self._queue_urls = SqsSender(client, sleep), queue_urls

    def send(self, batches: Sequence[ChangeBatch]) -> None:
        """Batches of more than a hundred events are divided."""
        for kind in EntityKind:
            messages = [_entry(part) for batch in batches if batch.kind is kind for part in _divided(batch)]
            for call in _calls(_without_repeats(messages)):
                self._sender.send(self._queue_urls[kind], call)


def deduplication_id(batch: ChangeBatch) -> str:
    """What makes two batches the same to the queue: the very same movements of the same records.

    What a worker gives back untouched is told from what it was given.
    """
    events = sorted([str(event.ref), event.identity] for event in batch.events)
    distinct = [str(batch.continued)] if batch.continued else []
    return digest([batch.connection_id, batch.kind, *events, *distinct, *filter(None, [batch.plan])])


def _divided(batch: ChangeBatch) -> Iterator[ChangeBatch]:
    for events in batched(batch.events, LARGEST_BATCH, strict=False):
        yield replace(batch, events=events)


def _entry(batch: ChangeBatch) -> Entry:
    return {
        "Id": "",
        "MessageBody": encode(batch),
        "MessageGroupId": batch.connection_id,
        "MessageDeduplicationId": deduplication_id(batch),
    }


def _without_repeats(entries: Iterable[Entry]) -> list[Entry]:
    return list({entry["MessageDeduplicationId"]: entry for entry in entries}.values())


def _calls(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Runs of at most ten entries that stay below the largest payload together."""
    return runs(entries, most=LARGEST_CALL, room=_LARGEST_PAYLOAD, size=lambda entry: len(entry["MessageBody"].encode()))
