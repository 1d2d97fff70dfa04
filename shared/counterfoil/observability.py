"""Logs, metrics and their names, in one place. Ids are logged; bodies, tokens and customers' data never are."""

import copy
import functools
import logging
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil import is_loaded
from counterfoil.domain.errors import CounterfoilError

# Most invocations have nothing to count.
warnings.filterwarnings("ignore", "No application metrics to publish")


type Handler = Callable[[Mapping[str, Any], LambdaContext], dict[str, Any]]


class UnexpectedError(Exception):
    """What left a function although nobody expected it: the name of its type. The log says where it happened."""


def told(error: BaseException | None) -> Iterator[str]:
    """An error by its type and the places it came through, then what caused it.

    Only our own errors speak for themselves: any other's text may quote a body or a customer.
    """
    while error:
        name = type(error).__name__
        yield f"{name}: {error}" if isinstance(error, CounterfoilError) else name
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield from told(one)
        error = error.__cause__ or error.__context__


def _discreet(record: logging.LogRecord) -> logging.LogRecord:
    """The record as it may be written down."""
    if not record.exc_info:
        return record
    written = copy.copy(record)
    written.exc_info = None
    written.error = list(told(record.exc_info[1]))
    return written


_TALKATIVE = ("boto3", "botocore", "httpcore2", "httpx2", "urllib3")
"""Below a warning these tell addresses, headers and bodies, and names are in the addresses of QuickBooks' queries.

Lambda's JSON logging writes down every logger's INFO: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
"""
for _name in _TALKATIVE:
    logging.getLogger(_name).setLevel(logging.WARNING)

logger = Logger()
logger.registered_handler.addFilter(_discreet)
metrics, shared_metrics = Metrics(), EphemeralMetrics(service="synchronisers")


def function(handler: Handler) -> Handler:
    """A Lambda function's outermost layer: its metrics are sent, its invocation's id is in every line of the log."""
    measured: Handler = metrics.log_metrics(shared_metrics.log_metrics(discreet(handler)), capture_cold_start_metric=True)
    injected: Handler = logger.inject_lambda_context(measured)
    return _loading(injected)


def _loading(handler: Handler) -> Handler:
    """With its first event a function has loaded what it needs."""
    once_loaded = functools.cache(is_loaded)

    @functools.wraps(handler)
    def run(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        try:
            return handler(event, context)
        finally:
            once_loaded()

    return run


def discreet(handler: Handler) -> Handler:
    """Lambda writes down the text of whatever leaves a handler.

    So only our own errors leave as they are: any other is logged as `told`, and leaves as an UnexpectedError.
    """

    @functools.wraps(handler)
    def run(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        try:
            return handler(event, context)
        except CounterfoilError:
            raise
        except Exception as error:
            logger.exception("the function failed")
            raise UnexpectedError(type(error).__name__) from None

    return run


def count_together(name: str, value: int = 1) -> None:
    """Add to a metric that all synchronisers share, so that one alarm watches them; nothing is sent for zero."""
    if value:
        shared_metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)


def count(name: str, value: int = 1) -> None:
    """Add to a metric; nothing is sent for zero."""
    if value:
        metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)
