"""The eraser's queue calls: a connection is to be erased."""

from functools import cache

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.bootstrap.erasing import ErasingBundle
from counterfoil.domain.errors import InvalidValueError
from counterfoil.engine.ports import Receipt
from counterfoil.engine.work.pauses import pause_before
from counterfoil.entrypoints import Answer, Event, TimeLeft
from counterfoil.entrypoints.receipts import receipt_of
from counterfoil.observability import count, function, logger

STOP_ERASING = 60_000
"""Milliseconds before the eraser's end: more than one page of the table takes."""

_bundle = cache(ErasingBundle.deployed)


@function
def erase(event: Event, context: LambdaContext) -> Answer:
    """Erase the connection that a message names as far as this invocation lasts; a message that must come again."""
    return erase_in_time(event, _bundle(), context)


def erase_in_time(event: Event, here: ErasingBundle, context: TimeLeft) -> Answer:
    """One invocation at the given bundle. What cannot begin yet comes again when it can."""
    failed = [receipt for record in event["Records"] if not _is_done(record, receipt := receipt_of(record), here, context)]
    return {"batchItemFailures": [{"itemIdentifier": receipt.message_id} for receipt in failed]}


def _is_done(record: Event, receipt: Receipt, here: ErasingBundle, context: TimeLeft) -> bool:
    """Whether the message is dealt with; if not, it is hidden until it is worth trying again."""
    pause = pause_before(receipt.receives)
    try:
        wanted = here.decode_erasure(record["body"])
        pause = here.eraser.go_on(
            wanted.connection_id, wanted.place, lambda: context.get_remaining_time_in_millis() < STOP_ERASING
        )
    except InvalidValueError:
        logger.exception("a message cannot be read", extra={"message_id": receipt.message_id})
    except Exception:  # noqa: BLE001 - logged, and tried again after a pause
        logger.exception("a connection could not be erased", extra={"message_id": receipt.message_id})
        count("ErasuresFailed")
    if pause:
        here.eraser_messages.hide([receipt], pause)
    return not pause
