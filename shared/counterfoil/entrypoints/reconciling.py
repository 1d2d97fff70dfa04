"""The reconciler's schedule calls."""

from dataclasses import asdict
from functools import cache

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.bootstrap.reconciling import ReconcilingBundle
from counterfoil.engine.compare.compared_side import Reconciled
from counterfoil.engine.compare.reconcile import Reconciler
from counterfoil.entrypoints import Answer, Event, TimeLeft
from counterfoil.observability import count, function, logger

STOP_COMPARING = 180_000
"""Milliseconds before the reconciler's end: more than a page and a read may take at a vendor that is slow and throttles."""

_bundle = cache(ReconcilingBundle.deployed)


@function
def reconcile(_event: Event, context: LambdaContext) -> Answer:
    """Carry on comparing both ledgers with the links, for as long as this invocation lasts."""
    return compare(context, _bundle().reconciler)


def compare(context: TimeLeft, reconciler: Reconciler) -> Answer:
    """One invocation with the given reconciler. What was done is counted even if a connection raises at last."""
    done = Reconciled()
    try:
        reconciler.reconcile(lambda: context.get_remaining_time_in_millis() < STOP_COMPARING, done)
    finally:
        _report(done)
    return {"enqueued": done.enqueued, "failures": len(done.failures), "halted": len(done.halted)}


def _report(done: Reconciled) -> None:
    count("EventsReconciled", done.enqueued)
    count("RecordsVanished", done.vanished)
    count("DifferencesUnexplained", done.unexplained)
    count("ReconciliationsRefused", len(done.halted))
    for disappearance in done.halted:
        logger.warning("most linked records cannot be found", extra={"disappearance": asdict(disappearance)})
    for connection_id, failure in done.failures:
        logger.warning("a vendor could not be compared", extra={"connection": connection_id, "category": failure.category})
    count("ConnectionsNotCompared", len(done.defects))
    for connection_id, defect in done.defects:
        logger.error("a connection failed", extra={"connection": connection_id, "error": type(defect).__name__})
