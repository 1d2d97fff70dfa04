"""Calls for the invoices of payments that need a person, or need one no longer: they stand and fall with each other."""

from collections.abc import Mapping, Sequence

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.hints.batches import in_batches


def call_invoices(context: Context, outcomes: Sequence[tuple[SyncOutcome, Case]]) -> None:
    """Enqueue the invoices that are told otherwise than their payments, after those were recorded. Raises QueueError.

    It goes by how both stand, not by what has just changed, so that a call which a crash cut off is made up for. Both sides
    of the invoice are called for, since the balance that QuickBooks showed last may be older than the payment.
    """
    paid = [(invoice, outcome) for outcome, case in outcomes if (invoice := _invoice(case))]
    links = _links(context, [invoice for invoice, _ in paid]) if paid else {}
    latest = context.outcomes.latest(context.connection.id, sorted({link.source_ref for link in links.values()}))
    now = context.clock()
    events = [
        ChangeEvent(ref, now, f"payment:{outcome.ref}:{ref}:{now.isoformat()}")
        for invoice, outcome in paid
        if (link := links.get(invoice)) and _is_told_otherwise(outcome, latest.get(link.source_ref))
        for ref in link.refs.values()
    ]
    if events:
        context.queue.send(in_batches(context.connection.id, events))


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


def _links(context: Context, invoices: Sequence[RecordRef]) -> Mapping[RecordRef, Link]:
    """The link of each invoice that has one."""
    found = context.links.find(context.connection.id, sorted(set(invoices)))
    return {invoice: links[0] for invoice, links in found.items() if links}


def _is_told_otherwise(payment: SyncOutcome, invoice: SyncOutcome | None) -> bool:
    """Whether one needs a person and the other does not, or an invoice in sync lacks a remark of the payment's.

    Nothing is known of an invoice that was never told of.
    """
    if invoice is None:
        return False
    needy = OutcomeStatus.FAILING
    if (invoice.status is needy) != (payment.status is needy):
        return True
    return invoice.status is OutcomeStatus.IN_SYNC and not set(payment.remarks) <= set(invoice.remarks)
