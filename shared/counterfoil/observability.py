"""Logs, metrics and their names, in one place. Ids are logged; bodies, tokens and customers' data never are."""

import warnings

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

# Most invocations have nothing to count.
warnings.filterwarnings("ignore", "No application metrics to publish")

logger = Logger()
metrics = Metrics()


def count(name: str, value: int = 1) -> None:
    """Add to a metric; nothing is sent for zero."""
    if value:
        metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)
