"""Logs, metrics and their names, in one place. Ids are logged; bodies, tokens and customers' data never are."""

import copy
import logging
import traceback
import warnings
from collections.abc import Iterator

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from counterfoil.domain.errors import CounterfoilError

# Most invocations have nothing to count.
warnings.filterwarnings("ignore", "No application metrics to publish")


def told(error: BaseException | None) -> Iterator[str]:
    """An error by its type and the places it came through, then what caused it.

    Only our own errors speak for themselves: any other's text may quote a body or a customer.
    """
    while error:
        name = type(error).__name__
        yield f"{name}: {error}" if isinstance(error, CounterfoilError) else name
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__


def _discreet(record: logging.LogRecord) -> logging.LogRecord:
    """The record as it may be written down."""
    if not record.exc_info:
        return record
    written = copy.copy(record)
    written.exc_info = None
    written.error = list(told(record.exc_info[1]))
    return written


_TALKATIVE = ("boto3", "botocore", "httpcore", "httpx", "urllib3")
"""Below a warning these tell addresses, headers and bodies, and names are in the addresses of QuickBooks' queries.

Lambda's JSON logging writes down every logger's INFO: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
"""
for _name in _TALKATIVE:
    logging.getLogger(_name).setLevel(logging.WARNING)

logger = Logger()
logger.registered_handler.addFilter(_discreet)
metrics = Metrics()


def count(name: str, value: int = 1) -> None:
    """Add to a metric; nothing is sent for zero."""
    if value:
        metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)
