"""The poller's schedules call."""

from functools import cache

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.bootstrap.scheduling import SchedulingBundle
from counterfoil.entrypoints import Answer, Event, TimeLeft
from counterfoil.observability import count, function, logger

STOP_WORKING = 120_000
"""Milliseconds before the function's end. What somebody wants compared goes on a minute later."""

STOP_HERALDING = 30_000
"""Longer than one message may take."""

_bundle = cache(SchedulingBundle.deployed)


@function
def work_by_schedule(event: Event, context: LambdaContext) -> Answer:
    """Have every connection polled, or enqueue only what is due, until the time is up."""
    return work_in_time(_bundle(), event, context)


def work_in_time(here: SchedulingBundle, event: Event, context: TimeLeft) -> Answer:
    """What a schedule's event asks for, at the given bundle."""
    return call_up_in_time(here, context) if event.get("only") == "due" else ask_round(here)


def call_up_in_time(here: SchedulingBundle, context: TimeLeft) -> Answer:
    """What is due is enqueued, with time in hand; then people are told, and ledgers compared for whoever wants that now."""
    enqueued = here.rounds.call_up(lambda: context.get_remaining_time_in_millis() < STOP_WORKING)
    heralded = here.herald.go_round(lambda: context.get_remaining_time_in_millis() < STOP_HERALDING)
    count("NoticesSent", heralded.sent)
    count("NoticesRefused", len(heralded.refused))
    for connection_id, channel, _ in heralded.refused:
        logger.warning("a message was not taken", extra={"connection": connection_id, "channel": channel})
    for connection_id, defect in heralded.defects:
        logger.error("nobody could be told", extra={"connection": connection_id, "error": type(defect).__name__})
    count("ConnectionsNotTold", len(heralded.defects))
    here.compares_on_request.go_on(lambda: context.get_remaining_time_in_millis() < STOP_WORKING)
    return {"enqueued": enqueued}


def ask_round(here: SchedulingBundle) -> Answer:
    """Every connection is to be polled, by others; what somebody began to disconnect is ended here."""
    asked = here.rounds.ask()
    here.disconnecting.finish()
    count("PollsAsked", asked)
    return {"asked": asked}
