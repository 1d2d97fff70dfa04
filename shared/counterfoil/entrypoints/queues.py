"""The queues call: work for the synchronisers."""

from datetime import timedelta
from functools import cache

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.bootstrap.work import WorkBundle
from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.errors import InvalidValueError, UnknownConnectionError
from counterfoil.engine.ports import Receipt
from counterfoil.engine.work.shift import Ended, Shift
from counterfoil.entrypoints import Answer, Event, TimeLeft
from counterfoil.entrypoints.receipts import receipt_of
from counterfoil.observability import count, count_together, function, logger

_bundle = cache(WorkBundle.deployed)


@function
def sync_records(event: Event, context: LambdaContext) -> Answer:
    """Work through up to ten queue messages, all of a connection's together; the messages that must come again."""
    return work_through(event, _bundle(), context)


def work_through(event: Event, here: WorkBundle, context: TimeLeft) -> Answer:
    """The messages of one call at the given bundle."""
    shift = Shift(here.worker, here.received, lambda: timedelta(milliseconds=context.get_remaining_time_in_millis()))
    readable: list[tuple[Receipt, ChangeBatch]] = []
    for record in event["Records"]:
        receipt = receipt_of(record)
        try:
            readable.append((receipt, here.decode(record["body"])))
        except InvalidValueError:
            logger.exception("a message cannot be read", extra={"message_id": receipt.message_id})
            shift.refuse(receipt)
    here.before_waiting = shift.show_life
    for ended in shift.work(readable):
        _tell(ended)
    count("HoldsLost", shift.lost_hold)
    return {"batchItemFailures": [{"itemIdentifier": receipt.message_id} for receipt in shift.failed]}


def _tell(ended: Ended) -> None:
    """What operators count, and read in the log."""
    connection, handled = {"connection": ended.connection_id}, ended.handled
    count("RecordsGivenBack", handled.given_back)
    if handled.exhausted:
        logger.error("records were given back too often", extra=connection | {"records": handled.exhausted})
    count_together("ContinuationsExhausted", handled.exhausted)
    count_together("RecordsFailedUnexpectedly", len(handled.odd))
    for ref, error in handled.odd:
        logger.error("a record failed unexpectedly", exc_info=error, extra=connection | {"record": str(ref)})
    if isinstance(ended.error, UnknownConnectionError):
        logger.warning("messages of a connection that is gone", extra=connection)
        count("EventsOfUnknownConnection", ended.events)
    elif ended.error:
        logger.error("a connection's messages failed", exc_info=ended.error, extra=connection)
        count_together("WorkFailed")
