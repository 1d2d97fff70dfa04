"""The table's stream calls: what newly fails."""

from functools import cache

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.bootstrap.reporting import ReportingBundle
from counterfoil.entrypoints import Answer, Event
from counterfoil.observability import count, function

_bundle = cache(ReportingBundle.deployed)


@function
def report_errors(event: Event, _context: LambdaContext) -> Answer:
    """Tell people what newly fails, from the table's stream; all of one call in one message per connection."""
    here = _bundle()
    images = [record["dynamodb"]["NewImage"] for record in event["Records"] if "NewImage" in record["dynamodb"]]
    outcomes, connections = here.read_images(images)
    count("FailuresReported", here.reporter.report(outcomes, connections))
    return {}
