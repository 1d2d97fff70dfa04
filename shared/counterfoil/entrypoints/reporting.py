"""The table's stream calls: what newly fails, and what is solved."""

from functools import cache

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.bootstrap.reporting import ReportingBundle
from counterfoil.entrypoints import Answer, Event
from counterfoil.observability import count, function

_bundle = cache(ReportingBundle.deployed)


@function
def report_errors(event: Event, _context: LambdaContext) -> Answer:
    """Report what newly fails and what is solved, from the table's stream; all of one call together for a connection."""
    here = _bundle()
    images = [record["dynamodb"]["NewImage"] for record in event["Records"] if "NewImage" in record["dynamodb"]]
    outcomes, connections = here.read_images(images)
    reported = here.reporter.report(outcomes, connections)
    count("FailuresReported", reported.failing + reported.dead)
    count("FailuresSolved", reported.solved)
    return {}
