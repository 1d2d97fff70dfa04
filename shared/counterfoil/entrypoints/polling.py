"""The poller's schedules call."""

from functools import cache

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.bootstrap.polling import PollingBundle
from counterfoil.domain.errors import ErrorCategory
from counterfoil.entrypoints import Answer, Event, TimeLeft
from counterfoil.observability import count, function, logger

STOP_POLLING = 120_000
"""Milliseconds before the poller's end. What a page cut off had found is found again, since its cursor has not moved."""

STOP_HERALDING = 30_000
"""Longer than one message may take."""

_bundle = cache(PollingBundle.deployed)


@function
def poll(event: Event, context: LambdaContext) -> Answer:
    """Ask both vendors of every connection what changed, or enqueue only what is due, until the time is up."""
    return work_in_time(_bundle(), event, context)


def work_in_time(here: PollingBundle, event: Event, context: TimeLeft) -> Answer:
    """What a schedule's event asks for, at the given bundle."""
    return call_up_in_time(here, context) if event.get("only") == "due" else poll_in_time(here, context)


def call_up_in_time(here: PollingBundle, context: TimeLeft) -> Answer:
    """What is due is enqueued, with time in hand; then people are told what newly needs them."""
    enqueued = here.poller.call_up(lambda: context.get_remaining_time_in_millis() < STOP_POLLING)
    heralded = here.herald.go_round(lambda: context.get_remaining_time_in_millis() < STOP_HERALDING)
    count("NoticesSent", heralded.sent)
    count("NoticesRefused", len(heralded.refused))
    for connection_id, channel, _ in heralded.refused:
        logger.warning("a message was not taken", extra={"connection": connection_id, "channel": channel})
    for connection_id, defect in heralded.defects:
        logger.error("nobody could be told", extra={"connection": connection_id, "error": type(defect).__name__})
    count("ConnectionsNotTold", len(heralded.defects))
    return {"enqueued": enqueued}


def poll_in_time(here: PollingBundle, context: TimeLeft) -> Answer:
    """One poll at the given bundle, which ends with time in hand; then what somebody began to disconnect is ended."""
    polled = here.poller.poll(lambda: context.get_remaining_time_in_millis() < STOP_POLLING)
    here.disconnecting.finish()
    count("EventsPolled", polled.enqueued)
    count("EchoesSkipped", polled.echoes)
    for connection_id, failure in polled.failures:
        told = {"connection": connection_id, "category": failure.category, "code": failure.code}
        logger.warning("a vendor could not be polled", extra=told)
    count("PollsFailed", len(polled.failures))
    count("FaultsOfOurs", sum(failure.category is ErrorCategory.OUR_FAULT for _, failure in polled.failures))
    return {"enqueued": polled.enqueued, "echoes": polled.echoes, "failures": len(polled.failures)}
