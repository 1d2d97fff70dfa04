"""The queues call: work for the synchronisers."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.bootstrap.work import WorkBundle
from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.errors import InvalidValueError, UnknownConnectionError
from counterfoil.entrypoints import Answer, Event
from counterfoil.observability import count, function, logger

_bundle = cache(WorkBundle.deployed)


@function
def sync_records(event: Event, _context: LambdaContext) -> Answer:
    """Work through up to ten queue messages, all of a connection's together; the messages that must come again."""
    return work_through(event, _bundle())


def work_through(event: Event, here: WorkBundle) -> Answer:
    """The messages of one call at the given bundle."""
    by_connection: dict[str, list[tuple[str, ChangeBatch]]] = defaultdict(list)
    failed: list[str] = []
    for record in event["Records"]:
        try:
            batch = here.decode(record["body"])
        except InvalidValueError:
            logger.exception("a message cannot be read", extra={"message_id": record["messageId"]})
            failed.append(record["messageId"])
        else:
            by_connection[batch.connection_id].append((record["messageId"], batch))
    for connection_id, messages in by_connection.items():
        if not _work(here, connection_id, [batch for _, batch in messages]):
            failed += [message_id for message_id, _ in messages]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _work(here: WorkBundle, connection_id: str, batches: Sequence[ChangeBatch]) -> bool:
    """Whether the connection's messages are done with. One connection's trouble never holds back another's messages."""
    try:
        here.worker.handle(connection_id, batches)
    except UnknownConnectionError:
        logger.warning("messages of a connection that is gone", extra={"connection": connection_id})
        count("EventsOfUnknownConnection", sum(len(batch.events) for batch in batches))
    except Exception:  # noqa: BLE001 - whatever it is, it is a defect: the queue keeps the messages, an alarm follows
        logger.exception("a connection's messages failed", extra={"connection": connection_id})
        count("WorkFailed")
        return False
    return True
