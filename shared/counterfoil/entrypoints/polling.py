"""The queue of polls calls: some connections are to be polled."""

from functools import cache

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.bootstrap.polling import PollingBundle
from counterfoil.domain.errors import ErrorCategory, InvalidValueError
from counterfoil.engine.hints.polling import PolledSlice
from counterfoil.engine.ports import Receipt
from counterfoil.engine.work.pauses import pause_before
from counterfoil.entrypoints import Answer, Event, TimeLeft
from counterfoil.entrypoints.receipts import receipt_of
from counterfoil.observability import count, function, logger

STOP_POLLING = 120_000
"""Milliseconds before the poller's end. What a page cut off had found is found again, since its cursor has not moved."""

_bundle = cache(PollingBundle.deployed)


@function
def poll(event: Event, context: LambdaContext) -> Answer:
    """Ask both vendors of the connections that a message names what changed; a message that must come again."""
    return poll_in_time(event, _bundle(), context)


def poll_in_time(event: Event, here: PollingBundle, context: TimeLeft) -> Answer:
    """One invocation at the given bundle. What fails is tried again after pauses that grow to a minute."""
    here.before_waiting = here.poller.turns.show_life
    failed = [receipt for record in event["Records"] if not _is_done(record, receipt := receipt_of(record), here, context)]
    for receipt in failed:
        here.poller_messages.hide([receipt], pause_before(receipt.receives))
    return {"batchItemFailures": [{"itemIdentifier": receipt.message_id} for receipt in failed]}


def _is_done(record: Event, receipt: Receipt, here: PollingBundle, context: TimeLeft) -> bool:
    """Whether the message is dealt with."""
    try:
        wanted = here.decode_slice(record["body"])
        polled = here.poller.poll(wanted, lambda: context.get_remaining_time_in_millis() < STOP_POLLING)
    except InvalidValueError:
        logger.exception("a message cannot be read", extra={"message_id": receipt.message_id})
        return False
    except Exception:  # noqa: BLE001 - logged, and tried again after a pause
        logger.exception("connections could not be polled", extra={"message_id": receipt.message_id})
        return False
    _tell(polled)
    return not polled.defects


def _tell(polled: PolledSlice) -> None:
    """What operators count, and read in the log."""
    count("EventsPolled", polled.enqueued)
    count("EchoesSkipped", polled.echoes)
    count("PollsPassedOver", polled.passed_over)
    count("PollsGivenBack", polled.given_back)
    for connection_id, failure in polled.failures:
        told = {"connection": connection_id, "category": failure.category, "code": failure.code}
        logger.warning("a vendor could not be polled", extra=told)
    count("PollsFailed", len(polled.failures))
    count("FaultsOfOurs", sum(failure.category is ErrorCategory.OUR_FAULT for _, failure in polled.failures))
    for connection_id, defect in polled.defects:
        logger.error("a connection could not be polled", exc_info=defect, extra={"connection": connection_id})
    count("PollsBroken", len(polled.defects))
