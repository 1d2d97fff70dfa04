"""Invoices whose balances differ although nothing is left to carry: told together with the payment that is the reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.planning.totals import told_apart
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context

_PATIENCE = 5
"""How many tries a difference may go unexplained before a person is asked; HubSpot's balance follows a payment late."""

Payments = Mapping[RecordRef, SyncOutcome | None]
"""How an invoice's payments stand, each by the ref it is told under; None for one that nobody has looked at yet."""


def explain_balances(context: Context, cases: Sequence[Case]) -> None:
    """Let an invoice fail when one of its payments needs a person, and be patient while one is under way.

    A difference that no payment explains is read once more from both sides, then waits, then is told to a person; but less
    owed in QuickBooks is a credit there, which is not HubSpot's to know. Raises VendorError.
    """
    differing = {case.ref: case for case in cases if _balances(case)}
    if not differing:
        return
    payments = _payments(context, differing)
    latest = context.outcomes.latest(context.connection.id, tuple(differing))
    for ref, case in differing.items():
        _explain(case, payments[ref], latest.get(ref))


def _balances(case: Case) -> str:
    """Both balances in a sentence; "" for a pair about which something else is to be told, or nothing."""
    if case.kind is not EntityKind.INVOICE or case.trouble or case.link is None or case.link.state is not LinkState.LINKED:
        return ""
    return told_apart("balance", {system: side.fields for system, side in case.pair.sides.items()})


def _explain(case: Case, payments: Payments, previous: SyncOutcome | None) -> None:
    standing = {outcome.status if outcome else OutcomeStatus.WAITING for outcome in payments.values()}
    blamed = [one for one in payments.values() if one and one.status is OutcomeStatus.FAILING]
    if blamed and (category := blamed[0].category):
        text = f"{_balances(case)} {blamed[0].ref}: {blamed[0].vendor_text}"
        case.failure = Failure(category=category, cure=Cure.PERSON, text=text)
        case.blamed = tuple(one.ref for one in blamed)
    elif standing - {OutcomeStatus.IN_SYNC}:
        _note(case, "A payment is under way or left out.")
    elif len(case.snapshots) < len(System):
        case.failure = _unexplained(case, Cure.READING)
    elif _owed(case, System.QUICKBOOKS) < _owed(case, System.HUBSPOT):
        _note(case, "Beside the payments, a credit is applied in QuickBooks.")
    else:
        tried = previous.attempts if previous else 0
        given_up = previous is not None and previous.category is ErrorCategory.TOTALS_DIFFER and not previous.retry_at
        case.failure = _unexplained(case, Cure.PERSON if given_up or tried >= _PATIENCE else Cure.WAITING)


def _owed(case: Case, system: System) -> Decimal:
    return Decimal(case.snapshots[system].fields["balance"])


def _note(case: Case, reason: str) -> None:
    if case.decision:
        case.decision = replace(case.decision, reasons=(*case.decision.reasons, f"{_balances(case)} {reason}"))


def _unexplained(case: Case, cure: Cure) -> Failure:
    text = f"{_balances(case)} No payment explains it."
    return Failure(category=ErrorCategory.TOTALS_DIFFER, cure=cure, text=text)


def _payments(context: Context, cases: Mapping[RecordRef, Case]) -> dict[RecordRef, Payments]:
    """The payments of each invoice on both sides, as they stand. HubSpot is asked; QuickBooks' invoices show theirs."""
    refs = {ref: _shown(case) for ref, case in cases.items()}
    ids = {found.id: ref for ref, case in cases.items() if (found := case.pair.sides[System.HUBSPOT].ref)}
    for invoice, payments in context.systems.hubspot.payments_of(sorted(ids)).items():
        refs[ids[invoice]] += [RecordRef(System.HUBSPOT, EntityKind.PAYMENT, payment) for payment in payments]
    told = _told_under(context, {ref for some in refs.values() for ref in some})
    known = {source for sources in told.values() for source in sources}
    latest = context.outcomes.latest(context.connection.id, sorted(known)) if known else {}
    return {invoice: {source: latest.get(source) for ref in some for source in told[ref]} for invoice, some in refs.items()}


def _shown(case: Case) -> list[RecordRef]:
    """The payments that the QuickBooks invoice itself shows, if it was read."""
    snapshot = case.snapshots.get(System.QUICKBOOKS)
    if snapshot is None:
        return []
    return [RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, one, snapshot.ref.id) for one in snapshot.paid_by]


def _told_under(context: Context, refs: Iterable[RecordRef]) -> dict[RecordRef, list[RecordRef]]:
    """The refs under which the payments' outcomes are kept: the source of their link, or their own."""
    wanted = sorted(refs)
    links = context.links.find(context.connection.id, wanted) if wanted else {}
    return {ref: [link.source_ref for link in links.get(ref, ())] or [ref] for ref in wanted}
