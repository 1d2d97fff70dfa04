"""Stores how records stand, where that is news, and calls up what waits for them."""

from collections.abc import Sequence
from dataclasses import replace

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM
from counterfoil.engine.case import Case, Withheld
from counterfoil.engine.conclude.beside import close_beside, newly_beside
from counterfoil.engine.conclude.call_blocked import call_blocked, call_read_only
from counterfoil.engine.conclude.call_invoices import call_invoices, call_unexplained, call_unpaid
from counterfoil.engine.conclude.call_left_out import call_left_out
from counterfoil.engine.conclude.call_payments import (
    call_blamed_payments,
    call_kept_payments,
    call_payments,
    call_repriced_payments,
    call_seen_payments,
)
from counterfoil.engine.conclude.call_released import call_released
from counterfoil.engine.conclude.calls import calls_by_case
from counterfoil.engine.conclude.display import show
from counterfoil.engine.conclude.outcomes import is_newly_in_sync, is_newly_unlinked, is_news, outcome_of
from counterfoil.engine.conclude.wanted import left_to_documents
from counterfoil.engine.conclude.whereabouts import show_whereabouts
from counterfoil.engine.context import Context
from counterfoil.engine.hints.batches import in_batches

_OPEN = {OutcomeStatus.WAITING, OutcomeStatus.FAILING}


def conclude(context: Context, cases: Sequence[Case]) -> None:
    """Store how the cases stand, where that is news, and show it on their HubSpot invoices and payments.

    Invoices that are newly in sync, or newly fail for a payment, call up their payments first, and payments that were taken
    back their invoices; payments that stand otherwise than their invoices call up those last. What a plan withholds stands
    as it stood, and so does what a document needs while another worker has it, and what a document waits for when it is
    asked for by itself. Raises VendorError when payments cannot be asked for.
    """
    done = [case for case in cases if not isinstance(case.event, Withheld)]
    if concluded := [case for case in done if case.ref != CUSTOM_LINE_ITEM and not _is_anothers(case)]:
        _conclude(context, concluded)
    call_blocked(context, done)
    if context.applied:
        _leave_to_live_sync(context, [case for case in cases if isinstance(case.event, Withheld)])
        context.applied.note(cases)


def _is_anothers(case: Case) -> bool:
    """What a document needs and another worker has: that one stores how it ends, and the document is what waits."""
    return case.needed and case.trouble is not None and case.trouble.category is ErrorCategory.IN_OTHER_HANDS


def _leave_to_live_sync(context: Context, withheld: Sequence[Case]) -> None:
    """What waits or fails under the plan, and is not as it was planned any more, is the live sync's from now on."""
    latest = context.outcomes.latest(context.connection.id, [case.ref for case in withheld]) if withheld else {}
    open_ones = [one for one in latest.values() if one.plan and one.status in _OPEN]
    if not open_ones:
        return
    now = context.clock()
    events = [ChangeEvent(one.ref, now, f"unplanned:{one.ref}:{now.isoformat()}", called_up=True) for one in open_ones]
    context.queue.send(in_batches(context.connection.id, events))
    context.outcomes.record([replace(one, at=now, plan="") for one in open_ones])


def _conclude(context: Context, concluded: Sequence[Case]) -> None:
    refs = {*(case.ref for case in concluded), *newly_beside(concluded)}
    latest = context.outcomes.latest(context.connection.id, sorted(refs))
    waited_for = left_to_documents(context, concluded, latest)
    concluded = [case for case in concluded if case.ref not in waited_for]
    call_unpaid(context, concluded)
    show(context, concluded, latest)
    show_whereabouts(context, concluded, latest)
    outcomes = [(outcome_of(context, case, latest.get(case.ref)), case) for case in concluded]
    newly = [case for outcome, case in outcomes if is_newly_in_sync(outcome, latest.get(outcome.ref))]
    call_payments(context, newly, latest)
    call_blamed_payments(context, [case for outcome, case in outcomes if is_news(outcome, latest.get(outcome.ref))])
    call_kept_payments(context, concluded)
    call_repriced_payments(context, concluded)
    stored = [(one, case) for one, case in outcomes if _is_to_be_stored(case, one, latest.get(one.ref))]
    news = [outcome for outcome, _ in stored]
    if news:
        calls = calls_by_case(context, concluded)
        context.outcomes.record([replace(one, calls=calls[one.ref]) for one in news])
    close_beside(context, concluded, latest)
    call_released(context, news)
    call_left_out(context, stored, latest)
    call_seen_payments(context, [case for _, case in stored], latest)
    call_invoices(context, outcomes)
    call_unexplained(context, stored, latest)
    call_read_only(context, news, latest)


def _is_to_be_stored(case: Case, outcome: SyncOutcome, previous: SyncOutcome | None) -> bool:
    """Whether it says anything new, or is what became of something that was done at a vendor or by a person."""
    return case.acted or is_newly_unlinked(case, previous) or is_news(outcome, previous)
