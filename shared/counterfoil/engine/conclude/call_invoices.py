"""Calls for the invoices of payments: they stand and fall together, and HubSpot shows what QuickBooks' own ones owe."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.hints.batches import in_batches, in_batches_as_applied


def call_invoices(context: Context, outcomes: Sequence[tuple[SyncOutcome, Case]]) -> None:
    """Enqueue the invoices whose status contradicts their payments', or were settled, after those were recorded.

    Raises QueueError.

    It goes by how both stand, not by what has just changed, so that a call which a crash cut off is made up for. Both sides
    of the invoice are called for, since the balance that QuickBooks showed last may be older than the payment.
    """
    paid = [(invoice, outcome, case) for outcome, case in outcomes if (invoice := _invoice(case))]
    links = _links(context, [invoice for invoice, _, _ in paid]) if paid else {}
    latest = context.outcomes.latest(context.connection.id, sorted({link.source_ref for link in links.values()}))
    now = context.clock()
    events = [
        ChangeEvent(ref, now, f"payment:{outcome.ref}:{ref}:{now.isoformat()}", called_up=True)
        for invoice, outcome, payment in paid
        if (link := links.get(invoice))
        and (
            _is_told_otherwise(outcome, latest.get(link.source_ref))
            or _may_be_over(context, outcome, payment, latest.get(link.source_ref))
            or _has_settled(payment, link)
        )
        for ref in link.refs.values()
    ]
    if events:
        context.queue.send(in_batches(context.connection.id, events))


def call_unpaid(context: Context, cases: Sequence[Case]) -> None:
    """Enqueue the invoices that payments were taken back from, before those are recorded, which nothing would find again.

    Raises QueueError.
    """
    lost = {
        RecordRef(case.ref.system, EntityKind.INVOICE, case.ref.part): case.ref for case in cases if _is_taken_back(case)
    }
    now = context.clock()
    events = [
        ChangeEvent(ref, now, f"taken back:{lost[invoice]}:{ref}:{now.isoformat()}", called_up=True)
        for invoice, link in (_links(context, sorted(lost)) if lost else {}).items()
        for ref in link.refs.values()
    ]
    if events:
        context.queue.send(in_batches(context.connection.id, events))


def call_unexplained(
    context: Context, stored: Sequence[tuple[SyncOutcome, Case]], latest: Mapping[RecordRef, SyncOutcome]
) -> None:
    """Enqueue the invoices that were just recorded as waiting for a difference, though payments of theirs are in step.

    One of those may have been carried after the invoice was read, and have called for none: it was not known to wait. It is
    called for only once; what differs even then is tried at its time. Raises QueueError.
    """
    newly = [(one, case) for one, case in stored if _is_unexplained(one) and not _is_unexplained(latest.get(one.ref))]
    paid = [one for one, case in newly if _has_payments_in_step(case)]
    now = context.clock()
    events = [ChangeEvent(one.ref, now, f"unexplained:{one.ref}:{now.isoformat()}", called_up=True) for one in paid]
    if events:
        context.queue.send(in_batches_as_applied(context.connection.id, events, paid))


def _has_payments_in_step(case: Case) -> bool:
    known = [standing.outcome for standing in (case.payments or {}).values()]
    return any(one.status is OutcomeStatus.IN_SYNC for one in known if one)


def _is_taken_back(case: Case) -> bool:
    return bool(case.ref.part) and case.link is None and case.ref.system in case.gone


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
    """Whether one needs a person and the other does not, an invoice waits for what its payment has explained by now, or one
    in sync lacks a remark of the payment's.

    Nothing is known of an invoice without an outcome.
    """
    if invoice is None:
        return False
    needy = OutcomeStatus.FAILING
    if (invoice.status is needy) != (payment.status is needy) or _waits_for_payment(payment, invoice):
        return True
    return invoice.status is OutcomeStatus.IN_SYNC and not set(payment.remarks) <= set(invoice.remarks)


def _waits_for_payment(payment: SyncOutcome, invoice: SyncOutcome) -> bool:
    return _is_unexplained(invoice) and payment.status is OutcomeStatus.IN_SYNC


def _is_unexplained(invoice: SyncOutcome | None) -> bool:
    """Whether an invoice waits for a difference that nothing explains so far."""
    return invoice is not None and (invoice.status, invoice.category) == (OutcomeStatus.WAITING, ErrorCategory.TOTALS_DIFFER)


def _may_be_over(context: Context, payment: SyncOutcome, case: Case, invoice: SyncOutcome | None) -> bool:
    """Whether an invoice remarks on something else than its payment, which has moved: it may be what that said before."""
    if invoice is None or invoice.status is not OutcomeStatus.IN_SYNC:
        return False
    refs = {ref.whole for ref in (case.ref, *(case.link.refs.values() if case.link else ()))}
    return bool(refs & context.moved) and not set(invoice.remarks) <= set(payment.remarks)


def _has_settled(payment: Case, invoice: Link) -> bool:
    """Whether money went to an invoice of QuickBooks' own after what it owes was read: HubSpot shows what it owes.

    QuickBooks need not announce that a payment has changed an invoice. It tells times in whole seconds: what we ourselves
    paid there may be later than what was read in the same one, and so may a payment that is left out, of which no link
    remembers that its invoice was called for.
    """
    if invoice.source is not System.QUICKBOOKS:
        return False
    owed = invoice.agreements.get(System.QUICKBOOKS)
    settled_at, read_at = _moved_at(payment), owed.modified_at if owed else None
    if settled_at is None or read_at is None:
        return False
    is_theirs = payment.link is not None and payment.link.source is System.QUICKBOOKS
    return settled_at > read_at if is_theirs else settled_at >= read_at


def _moved_at(payment: Case) -> datetime | None:
    """When a payment last changed in QuickBooks; one that is carried nowhere tells it as it was read."""
    known = payment.link.agreements if payment.link else payment.snapshots
    side = known.get(System.QUICKBOOKS)
    return side.modified_at if side else None
