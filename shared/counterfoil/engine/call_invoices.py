"""Calls for the invoices of payments that need a person, or need one no longer: they stand and fall with each other."""

from collections.abc import Mapping, Sequence

from counterfoil.domain.change import ChangeEvent, ChangeOrigin
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.batches import in_batches
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context


def call_invoices(context: Context, outcomes: Sequence[tuple[SyncOutcome, Case]]) -> None:
    """Enqueue the invoices that are told otherwise than their payments, after those were recorded. Raises QueueError.

    It goes by how both stand, not by what has just changed, so that a call which a crash cut off is made up for.
    """
    paid = [(invoice, outcome) for outcome, case in outcomes if (invoice := _invoice(case))]
    standing = _standing(context, [invoice for invoice, _ in paid]) if paid else {}
    now = context.clock()
    events = [
        ChangeEvent(invoice, now, f"payment:{outcome.ref}:{now.isoformat()}")
        for invoice, outcome in paid
        if invoice in standing and (standing[invoice] is OutcomeStatus.FAILING) != (outcome.status is OutcomeStatus.FAILING)
    ]
    if events:
        context.queue.send(in_batches(context.connection.id, ChangeOrigin.OPERATOR, events))


def _invoice(case: Case) -> RecordRef | None:
    """The invoice that a payment is on, or was on when it was last agreed upon."""
    if case.kind is not EntityKind.PAYMENT:
        return None
    agreed = case.link.agreements if case.link else {}
    shown = {system: side.fields for system, side in case.pair.sides.items()}
    for system in System:
        for fields in (shown.get(system), agreed[system].fields if system in agreed else None):
            if fields and fields.get("invoice"):
                return RecordRef(system, EntityKind.INVOICE, fields["invoice"])
    return None


def _standing(context: Context, invoices: Sequence[RecordRef]) -> Mapping[RecordRef, OutcomeStatus]:
    """How these invoices are told to stand, under whichever of their refs; absent where nothing is known."""
    links = context.links.find(context.connection.id, sorted(set(invoices)))
    sources = {invoice: found[0].source_ref for invoice, found in links.items() if found}
    latest = context.outcomes.latest(context.connection.id, sorted(set(sources.values())))
    return {invoice: latest[source].status for invoice, source in sources.items() if source in latest}
