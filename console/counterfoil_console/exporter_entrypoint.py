"""The exporter's queue calls: a file is to be made."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.domain.errors import InvalidValueError
from counterfoil.engine.ports import Receipt
from counterfoil.engine.work.pauses import pause_before
from counterfoil.observability import count, function, logger
from counterfoil_console.aws.exports import ExportMessage
from counterfoil_console.exporter_bootstrap import ExporterBundle

_bundle = cache(ExporterBundle.deployed)


@function
def export(event: Mapping[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Make the file that a message names; a message that must come again."""
    return export_with(event, _bundle())


def export_with(event: Mapping[str, Any], here: ExporterBundle) -> dict[str, Any]:
    """One invocation at the given bundle."""
    failed = [record["messageId"] for record in event["Records"] if not _is_made(record, here)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _is_made(record: Mapping[str, Any], here: ExporterBundle) -> bool:
    """Whether the message is dealt with; if not, it is hidden for a while."""
    receipt = Receipt(
        message_id=record["messageId"],
        queue=record["eventSourceARN"],
        handle=record["receiptHandle"],
        receives=int(record["attributes"]["ApproximateReceiveCount"]),
    )
    try:
        wanted = ExportMessage.of(record["body"])
        here.exporter.make(wanted.connection_id, wanted.job_id, receipt.receives)
    except InvalidValueError:
        logger.exception("a message cannot be read", extra={"message_id": receipt.message_id})
    except Exception:  # noqa: BLE001 - logged, and tried again after a pause
        logger.exception("an export failed", extra={"message_id": receipt.message_id})
        count("ExportsFailed")
    else:
        return True
    here.messages.hide([receipt], pause_before(receipt.receives))
    return False
