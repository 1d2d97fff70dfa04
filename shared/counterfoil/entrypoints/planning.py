"""The planner's queue calls: a plan is to go on."""

from functools import cache

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.bootstrap.planning import PlanningBundle
from counterfoil.domain.errors import InvalidValueError, UnknownConnectionError, UnknownPlanError
from counterfoil.engine.ports import Receipt
from counterfoil.engine.work.pauses import pause_before
from counterfoil.entrypoints import Answer, Event, TimeLeft
from counterfoil.entrypoints.receipts import receipt_of
from counterfoil.observability import count, count_together, function, logger

STOP_PLANNING = 120_000
"""Milliseconds before the planner's end: more than a slice may take at a vendor that is slow and throttles."""

_bundle = cache(PlanningBundle.deployed)


@function
def plan(event: Event, context: LambdaContext) -> Answer:
    """Bring the plan that a message names as far as this invocation lasts; a message that must come again."""
    return plan_in_time(event, _bundle(), context)


def plan_in_time(event: Event, here: PlanningBundle, context: TimeLeft) -> Answer:
    """One invocation at the given bundle. What fails is tried again after pauses that grow to a minute."""
    failed = [receipt for record in event["Records"] if not _went_on(record, receipt := receipt_of(record), here, context)]
    _tell(here)
    for receipt in failed:
        here.planner_messages.hide([receipt], pause_before(receipt.receives))
    return {"batchItemFailures": [{"itemIdentifier": receipt.message_id} for receipt in failed]}


def _tell(here: PlanningBundle) -> None:
    """Log once which records cannot be planned, and where each of them raised; an alarm sounds."""
    for connection_id, ref, error in here.oddly_planned:
        extra = {"connection": connection_id, "record": str(ref)}
        logger.error("a record cannot be planned", exc_info=error, extra=extra)
    count_together("RecordsFailedUnexpectedly", len(here.oddly_planned))
    here.oddly_planned.clear()


def _went_on(record: Event, receipt: Receipt, here: PlanningBundle, context: TimeLeft) -> bool:
    """Whether the message is dealt with."""
    try:
        wake = here.decode_wake(record["body"])
    except InvalidValueError:
        logger.exception("a message cannot be read", extra={"message_id": receipt.message_id})
        return False
    told = {"connection": wake.connection_id, "plan": wake.plan_id}
    try:
        job = here.planner.go_on(
            wake.connection_id, wake.plan_id, lambda: context.get_remaining_time_in_millis() < STOP_PLANNING
        )
    except (UnknownConnectionError, UnknownPlanError):
        logger.warning("a plan that is gone", extra=told)
        return True
    except Exception:  # noqa: BLE001 - logged, and tried again after a pause
        logger.exception("a plan failed", extra=told)
        count("PlansFailed")
        return False
    if job.trouble:
        logger.warning("a plan met trouble", extra=told | {"state": job.state, "tries": job.tries})
    return not (job.trouble and job.is_at_work)
