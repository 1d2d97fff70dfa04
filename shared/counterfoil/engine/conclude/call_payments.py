"""Calls for payments whose invoice has moved on: it has a counterpart now, or other balances than when they were refused, or
owes something of which a payment's rest was kept as credit; and for those that were only seen on it.
"""

from collections.abc import Container, Iterable, Mapping, Sequence

from counterfoil.domain.blockers import part_key
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.planning.decision import Update
from counterfoil.domain.planning.overpaid import has_rest
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.found_by import only_seen
from counterfoil.engine.context import Context
from counterfoil.engine.hints.batches import in_batches


def call_payments(context: Context, newly_in_sync: Iterable[Case], known: Container[RecordRef]) -> None:
    """Enqueue the payments of these invoices; they may have been left out while the invoice was.

    `known` are the records of which something was said before. Raises VendorError or QueueError, after which it must be done
    again.
    """
    cases = [case for case in newly_in_sync if case.link and case.link.state is LinkState.LINKED]
    for system in System:
        paid = sorted(ref.id for case in cases if (ref := _paid(case, system, known)))
        payments = context.systems[system].payments_of(paid) if paid else {}
        events = [
            _event(context, invoice, RecordRef(system, EntityKind.PAYMENT, payment))
            for invoice, ids in payments.items()
            for payment in ids
        ]
        _enqueue(context, events)


def call_repriced_payments(context: Context, cases: Iterable[Case]) -> None:
    """Enqueue the payments, in QuickBooks, of the invoices whose lines were just changed there.

    What is more than an invoice comes to now is kept as the customer's credit, and nothing announces that. Raises
    VendorError or QueueError, after which it must be done again.
    """
    changed = [case for case in cases if _was_changed(case, System.QUICKBOOKS)]
    paid = [ref.id for case in changed if (ref := _paid(case, System.QUICKBOOKS, ()))]
    payments = context.systems.quickbooks.payments_of(sorted(paid)) if paid else {}
    found = [
        (invoice, RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, one)) for invoice, ids in payments.items() for one in ids
    ]
    _enqueue(context, [_event(context, invoice, payment, called_up=True) for invoice, payment in found])


def _was_changed(case: Case, system: System) -> bool:
    actions = case.decision.actions if case.acted and case.decision else ()
    return any(isinstance(one, Update) and one.target is system and "lines" in one.fields for one in actions)


def call_blamed_payments(context: Context, told_anew: Iterable[Case]) -> None:
    """Enqueue the payments that these invoices fail for; what was too much may fit the balances as they are now.

    Raises QueueError, after which it must be done again.
    """
    events = [_event(context, case.ref.id, payment) for case in told_anew if case.verdict for payment in case.verdict.blames]
    _enqueue(context, events)


def call_kept_payments(context: Context, cases: Iterable[Case]) -> None:
    """Enqueue the payments that QuickBooks keeps in part as credit while their invoices, which moved, owe something there.

    Raises QueueError, after which it must be done again.
    """
    events = [_event(context, case.ref.id, ref) for case in cases if _moved_and_owes(context, case) for ref in _kept(case)]
    _enqueue(context, events)


def call_seen_payments(context: Context, recorded: Iterable[Case], latest: Mapping[RecordRef, SyncOutcome]) -> None:
    """Enqueue the payments by which invoices that were just recorded are found from now on.

    One that was taken back after its invoice was read, and before that could be found by it, calls up nothing. Raises
    QueueError.
    """
    events = [
        _event(context, case.ref.id, payment, called_up=True)
        for case in recorded
        for payment in only_seen(case)
        if case.ref not in latest or part_key(payment) not in latest[case.ref].blockers
    ]
    _enqueue(context, events)


def _moved_and_owes(context: Context, case: Case) -> bool:
    """What was only called up calls up nothing: a rest that cannot be put would be tried again and again."""
    snapshot = case.snapshots.get(System.QUICKBOOKS)
    moved = {case.ref, *(case.link.refs.values() if case.link else ())} & context.moved
    return bool(moved) and snapshot is not None and snapshot.fields.get("balance", "0") != "0"


def _kept(case: Case) -> list[RecordRef]:
    return sorted(ref for ref, standing in (case.payments or {}).items() if has_rest(ref, standing.agreed))


def _paid(case: Case, system: System, known: Container[RecordRef]) -> RecordRef | None:
    """The invoice at `system`, if it was read and something is paid of it, or may have been."""
    snapshot = case.snapshots.get(system)
    if case.kind is not EntityKind.INVOICE or snapshot is None or snapshot.fields["status"] == InvoiceStatus.VOIDED:
        return None
    is_paid = snapshot.fields["balance"] != snapshot.fields["total"] or _was_on_its_own(case, system, known)
    return snapshot.ref if is_paid else None


def _was_on_its_own(case: Case, system: System, known: Container[RecordRef]) -> bool:
    """Whether HubSpot's copy may have been paid while nobody looked after it: by now it shows what QuickBooks says."""
    return system is System.HUBSPOT is not case.ref.system and case.ref in known


def _enqueue(context: Context, events: Sequence[ChangeEvent]) -> None:
    if events:
        context.queue.send(in_batches(context.connection.id, events))


def _event(context: Context, invoice: str, payment: RecordRef, *, called_up: bool = False) -> ChangeEvent:
    now = context.clock()
    return ChangeEvent(payment, now, f"invoice:{invoice}:{payment}:{now.isoformat()}", called_up)
