"""Why an invoice is open over different amounts in the two systems."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from counterfoil.domain.identity import System
from counterfoil.domain.ledgers import Cause, Reason
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.money import ZERO
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.rules import SyncRule
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.compare.compared import Compared

RECENT = timedelta(days=1)
"""What moved since then may be under way: a night later it has been carried, or its outcome says why not."""


def reason_of(invoice: Compared, rule: SyncRule, now: datetime) -> Reason:
    """What explains the difference: what people were told of the invoice, that it is under way, or nothing."""
    outcome = invoice.outcome
    if outcome and outcome.status is OutcomeStatus.FAILING:
        return Reason(Cause.NEEDS_YOU, outcome.category)
    if outcome and outcome.status is OutcomeStatus.WAITING:
        return Reason(Cause.WAITING, outcome.category)
    cause = _quiet_cause(invoice, rule, now)
    return _of_payments(invoice.payments) if cause is Cause.UNEXPLAINED and invoice.payments else Reason(cause)


def _of_payments(payments: Sequence[SyncOutcome]) -> Reason:
    """What keeps a payment of the invoice from being in step, the worst first."""
    for status, cause in ((OutcomeStatus.FAILING, Cause.NEEDS_YOU), (OutcomeStatus.WAITING, Cause.WAITING)):
        if found := [one.category for one in payments if one.status is status]:
            return Reason(cause, found[0])
    return Reason(Cause.LEFT_OUT)


def _quiet_cause(invoice: Compared, rule: SyncRule, now: datetime) -> Cause:
    outcome = invoice.outcome
    if _is_left_out(invoice, rule):
        return Cause.LEFT_OUT
    if _is_under_way(invoice, now):
        return Cause.UNDER_WAY
    if outcome is None:
        return Cause.UNEXPLAINED
    if invoice.link is None or invoice.link.state is LinkState.CLOSED:
        return Cause.ENDED
    if invoice.is_accepted:
        return Cause.ACCEPTED
    less = (invoice.owed(System.QUICKBOOKS) or ZERO) < (invoice.owed(System.HUBSPOT) or ZERO)
    return Cause.SETTLED if less and outcome.remarks else Cause.UNEXPLAINED


def _is_left_out(invoice: Compared, rule: SyncRule) -> bool:
    """Whether its outcome says so, or it is too old or the rule too narrow for anybody to have looked at it."""
    if invoice.outcome:
        return invoice.outcome.status is OutcomeStatus.EXCLUDED
    if invoice.link:
        return False
    return all(
        one.modified_at < rule.switched_on_at or not rule.direction.carries_from(one.ref.system)
        for one in invoice.snapshots.values()
    )


def _is_under_way(invoice: Compared, now: datetime) -> bool:
    """Whether it has moved lately, and is not carried yet; what cannot be found any more is being looked for."""
    link = invoice.link
    if link and link.state is LinkState.CLOSED:
        return False
    if link and link.state is LinkState.LINKED and len(invoice.snapshots) < len(System):
        return True
    moved = [one for one in invoice.snapshots.values() if _differs_from_agreement(one, link)]
    return any(now - one.modified_at < RECENT for one in moved)


def _differs_from_agreement(snapshot: Snapshot, link: Link | None) -> bool:
    agreement = link.agreements.get(snapshot.ref.system) if link and link.state is LinkState.LINKED else None
    return agreement is None or agreement.version != snapshot.version
