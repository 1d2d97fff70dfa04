"""Calls up the records that failed for what people have changed: a name's holder, a customer made inactive."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from counterfoil.domain.blockers import SUBSCRIPTION, debt_key, touched_by
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.hints.call_up import CallUp


def call_blocked(context: Context, cases: Sequence[Case]) -> None:
    """Enqueue the records that failed for one of these, which somebody has changed. Raises QueueError.

    What was only read because a document needs it has not changed, and neither has what was called up itself. What was made
    for a document is no longer in this worker's hands: other documents may wait for that.
    """
    by_case = [(case, {ref.whole for ref in _refs(case)}) for case in cases if not case.needed]
    moved = [(case, refs) for case, refs in by_case if refs & context.moved]
    changed = {ref for _, refs in moved for ref in refs}
    keys = {key for ref in changed for key in touched_by(ref)} | {key for case, _ in moved for key in _debts(case)}
    keys |= {str(case.ref.whole) for case in cases if case.needed and case.acted}
    CallUp(context.outcomes, context.queue, context.clock).blocked_by(context.connection.id, keys, but=changed)


def call_read_only(context: Context, outcomes: Sequence[SyncOutcome], latest: Mapping[RecordRef, SyncOutcome]) -> None:
    """Enqueue whatever failed because the company was read-only, once one of them is in sync. Raises QueueError.

    Of many that fail for it only a few are tried, see `engine.hints.unannounced`.
    """
    carried = {one.ref for one in outcomes if one.status is OutcomeStatus.IN_SYNC and _was_read_only(latest.get(one.ref))}
    if carried:
        call_up = CallUp(context.outcomes, context.queue, context.clock)
        call_up.blocked_by(context.connection.id, [SUBSCRIPTION], but=carried)


def _was_read_only(previous: SyncOutcome | None) -> bool:
    return previous is not None and previous.category is ErrorCategory.SUBSCRIPTION_LAPSED


def _debts(case: Case) -> Iterator[str]:
    """The key of what is open with QuickBooks' customer of an invoice or payment: each key is looked up by itself."""
    snapshot = case.snapshots.get(System.QUICKBOOKS)
    if snapshot and isinstance(snapshot.record, Invoice | Payment) and snapshot.record.customer:
        yield debt_key(snapshot.record.customer)


def _refs(case: Case) -> Iterable[RecordRef]:
    return case.link.refs.values() if case.link else (case.ref,)
