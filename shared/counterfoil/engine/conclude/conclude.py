"""Tells how records stand: outcomes with cause and remedy, and the sync state that people see on the HubSpot invoice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.records.record import digest
from counterfoil.domain.texts import ERROR_TEXTS
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.call_invoices import call_invoices
from counterfoil.engine.conclude.call_payments import call_blamed_payments, call_payments
from counterfoil.engine.context import Context
from counterfoil.engine.ports import ShownState

_FIRST_RETRY = timedelta(seconds=30)
_LAST_RETRY = timedelta(hours=1)
_INVOICE_PAGE = "https://app.qbo.intuit.com/app/invoice?txnId="


def conclude(context: Context, cases: Sequence[Case]) -> None:
    """Record how the cases stand, where that is news, and show it on their HubSpot invoices.

    Invoices that are newly in sync, or newly fail for a payment, call for their payments first; payments that are told
    otherwise than their invoices call for those last. Raises VendorError when the payments cannot be asked for.
    """
    told = [case for case in cases if case.decision or case.failure]
    if not told:
        return
    latest = context.outcomes.latest(context.connection.id, [case.ref for case in told])
    _show(context, told, latest)
    outcomes = [(outcome_of(context, case, latest.get(case.ref)), case) for case in told]
    call_payments(context, [case for outcome, case in outcomes if _is_newly_in_sync(outcome, latest.get(outcome.ref))])
    call_blamed_payments(context, [case for outcome, case in outcomes if _is_news(outcome, latest.get(outcome.ref))])
    news = [outcome for outcome, case in outcomes if case.acted or _is_news(outcome, latest.get(outcome.ref))]
    if news:
        context.outcomes.record(news)
    call_invoices(context, outcomes)


def outcome_of(context: Context, case: Case, previous: SyncOutcome | None) -> SyncOutcome:
    """How a case stands."""
    decision, failure = case.decision, case.trouble
    outcome = SyncOutcome(
        connection_id=context.connection.id,
        ref=case.ref,
        kind=case.kind,
        status=_status(case, failure),
        at=context.clock(),
        counterpart=case.target_ref(),
        reasons=decision.reasons if decision else (),
    )
    return failing(outcome, failure, previous) if failure else outcome


def failing(outcome: SyncOutcome, failure: Failure, previous: SyncOutcome | None) -> SyncOutcome:
    """`outcome` with the failure told in the words of the catalogue; one that waiting may cure gets its next attempt."""
    text = ERROR_TEXTS[failure.category]
    attempts, retry_at, since = (0, None, None)
    if outcome.status is OutcomeStatus.WAITING:
        attempts, retry_at = _next_attempt(outcome.at, failure, previous)
        since = (previous.waiting_since if previous else None) or outcome.at
    return replace(
        outcome,
        category=failure.category,
        cause=text.cause,
        remedy=text.remedy,
        vendor_text=failure.text,
        request_ids=(failure.request_id,) if failure.request_id else (),
        attempts=attempts,
        retry_at=retry_at,
        waiting_since=since,
    )


def _next_attempt(now: datetime, failure: Failure, previous: SyncOutcome | None) -> tuple[int, datetime]:
    """How many tries were due so far, and when the next one is. Tries that other events make do not count or put it off."""
    soonest = now + (failure.retry_after or timedelta())
    waited = previous.attempts if previous and previous.status is OutcomeStatus.WAITING else 0
    if waited and previous and previous.retry_at and previous.retry_at > now:
        return waited, max(previous.retry_at, soonest)
    doubled: int = 2 ** min(waited, 16)
    return waited + 1, max(now + min(_FIRST_RETRY * doubled, _LAST_RETRY), soonest)


def standing(failure: Failure) -> OutcomeStatus:
    """Whether a record with this failure waits or needs a person. A dead grant is renewed for all records at once."""
    waits = failure.cure is not Cure.PERSON or failure.category is ErrorCategory.NEEDS_RECONNECT
    return OutcomeStatus.WAITING if waits else OutcomeStatus.FAILING


def _status(case: Case, failure: Failure | None) -> OutcomeStatus:
    if failure:
        return standing(failure)
    return case.decision.status if case.decision else OutcomeStatus.IN_SYNC


def _is_news(outcome: SyncOutcome, previous: SyncOutcome | None) -> bool:
    if previous is None or outcome.retry_at != previous.retry_at:
        return True
    if outcome.status is OutcomeStatus.IN_SYNC:
        return _is_newly_in_sync(outcome, previous)
    return _said(outcome) != _said(previous)


def _is_newly_in_sync(outcome: SyncOutcome, previous: SyncOutcome | None) -> bool:
    return outcome.status is OutcomeStatus.IN_SYNC and (previous is None or previous.status is not OutcomeStatus.IN_SYNC)


def _said(outcome: SyncOutcome) -> tuple[object, ...]:
    """What a person is told: the same failure is told once, however it was come by; anything else by its reasons."""
    return outcome.status, outcome.category, outcome.vendor_text, () if outcome.category else outcome.reasons


def _show(context: Context, cases: Sequence[Case], latest: Mapping[RecordRef, SyncOutcome]) -> None:
    """Bring the custom properties of HubSpot invoices up to date, where they would say something new."""
    states = {}
    for case in cases:
        ref = _hubspot_ref(case)
        if case.kind is not EntityKind.INVOICE or ref is None or System.HUBSPOT not in case.snapshots:
            continue
        previous = latest.get(case.ref)
        outcome = outcome_of(context, case, previous)
        if _says_news(case, outcome, previous):
            states[ref] = (case, _state(case, outcome))
    if not states:
        return
    _forget_shown(context, [case for case, _ in states.values()])
    refused = context.systems.display.show({ref: state for ref, (_, state) in states.items()})
    for ref, failure in refused.items():
        case, _ = states.pop(ref)
        case.failure = case.failure or failure
    _remember_shown(context, states)


def _forget_shown(context: Context, cases: Sequence[Case]) -> None:
    """What an invoice shows is in doubt from now until it is remembered, so that after a crash it is shown again."""
    _store_links(context, [(case, replace(case.link, shown="")) for case in cases if case.link and case.link.shown])


def _remember_shown(context: Context, states: Mapping[RecordRef, tuple[Case, ShownState]]) -> None:
    unlinked = [case for case, _ in states.values() if case.link is None]
    linked = [(case, replace(case.link, shown=_fingerprint(state))) for case, state in states.values() if case.link]
    overtaken = [*_store_links(context, linked), *unlinked]
    found = context.links.find(context.connection.id, [case.ref for case in overtaken]) if overtaken else {}
    for case in overtaken:  # another worker may have shown something newer before: whoever looks next shows it again
        case.link = next(iter(found.get(case.ref, ())), case.link)
    _forget_shown(context, overtaken)


def _store_links(context: Context, changed: Sequence[tuple[Case, Link]]) -> list[Case]:
    """Store the links; the cases whose link another worker has changed meanwhile."""
    stored = context.links.save([link for _, link in changed]) if changed else []
    for (case, _), link in zip(changed, stored, strict=True):
        case.link = link or case.link
    return [case for (case, _), link in zip(changed, stored, strict=True) if link is None]


def _says_news(case: Case, outcome: SyncOutcome, previous: SyncOutcome | None) -> bool:
    """Showing something changes the HubSpot invoice, which comes back as an event: it must not be said again then."""
    if outcome.status is OutcomeStatus.EXCLUDED and (previous is None or previous.status is OutcomeStatus.EXCLUDED):
        return False
    if case.link:
        return _fingerprint(_state(case, outcome)) != case.link.shown
    return previous is None or _said(outcome) != _said(previous)


def _state(case: Case, outcome: SyncOutcome) -> ShownState:
    side = case.pair.sides.get(System.QUICKBOOKS)
    error = f"{outcome.category}: {outcome.cause} {outcome.vendor_text}" if outcome.category else ""
    return ShownState(
        status=outcome.status,
        quickbooks_number=side.fields["number"] if side else "",
        quickbooks_balance=Decimal(side.fields["balance"]) if side else None,
        quickbooks_url=f"{_INVOICE_PAGE}{side.ref.id}" if side else "",
        error=error,
        synced_at=outcome.at,
    )


def _fingerprint(state: ShownState) -> str:
    """What the state says, whenever it was said."""
    balance = "" if state.quickbooks_balance is None else str(state.quickbooks_balance)
    return digest([state.status, state.quickbooks_number, balance, state.quickbooks_url, state.error])


def _hubspot_ref(case: Case) -> RecordRef | None:
    return case.link.ref(System.HUBSPOT) if case.link else case.ref if case.ref.system is System.HUBSPOT else None
