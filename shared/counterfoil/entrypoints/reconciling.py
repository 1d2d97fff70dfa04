"""The reconciler's schedule calls."""

from dataclasses import asdict
from functools import cache

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.bootstrap.reconciling import ReconcilingBundle
from counterfoil.entrypoints import Answer, Event, TimeLeft
from counterfoil.observability import count, function, logger

STOP_COMPARING = 180_000
"""Milliseconds before the reconciler's end: more than a page may take at a vendor that is slow and throttles."""

_bundle = cache(ReconcilingBundle.deployed)


@function
def reconcile(_event: Event, context: LambdaContext) -> Answer:
    """Carry on comparing both ledgers with the links, for as long as this invocation lasts."""
    return reconcile_in_time(_bundle(), context)


def reconcile_in_time(here: ReconcilingBundle, context: TimeLeft) -> Answer:
    """One run at the given bundle, which ends with time in hand."""
    done = here.reconciler.reconcile(lambda: context.get_remaining_time_in_millis() < STOP_COMPARING)
    count("EventsReconciled", done.enqueued)
    count("RecordsVanished", done.vanished)
    count("ReconciliationsRefused", len(done.refusals))
    for refusal in done.refusals:
        logger.warning("most linked records cannot be found", extra={"refusal": asdict(refusal)})
    for connection_id, failure in done.failures:
        logger.warning("a vendor could not be compared", extra={"connection": connection_id, "category": failure.category})
    return {"enqueued": done.enqueued, "failures": len(done.failures), "refusals": len(done.refusals)}
