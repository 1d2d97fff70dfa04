"""How a customer or an item stands that a document waits for is recorded with the document, which knows of the need."""

from collections.abc import Mapping, Sequence

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.planning.decision import status_of
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.listed import listing_from
from counterfoil.engine.context import Context
from counterfoil.engine.hints.call_up import blocked_by


def left_to_documents(context: Context, cases: Sequence[Case], latest: Mapping[RecordRef, SyncOutcome]) -> set[RecordRef]:
    """The records that stand as a document found them, which waits for them still, or is about to be told that it does;
    and the contacts whose documents go to another contact's customer, as they did before they moved.

    Asked for by itself, such a record would be left out as one that nobody needs, or miss whoever might take the place of a
    lost counterpart: what a person is to choose from would be gone. Another worker may have found it so and not have stored
    yet how its document stands; after the lease no worker is so late.
    """
    shared = {case.ref for case in cases if _still_shares(context, case, latest.get(case.ref))}
    doubtful = {case.ref: case for case in cases if _may_be_wanted(case, latest.get(case.ref))}
    recent = {ref for ref in doubtful if latest[ref].at + context.lease > context.clock()}
    keys = {str(part): ref for ref in doubtful.keys() - recent for part in _refs(doubtful[ref])}
    return shared | recent | {keys[key] for key, _ in blocked_by(context.outcomes, context.connection.id, keys)}


def _still_shares(context: Context, case: Case, latest: SyncOutcome | None) -> bool:
    """Whether a document found that its contact shares a customer, and neither the customer nor whom it is has changed.

    By itself such a contact looks for nobody, and would only be said to be needed by no document.
    """
    if case.needed or case.choices or case.ref not in context.moved or latest is None:
        return False
    shared = latest.status is OutcomeStatus.EXCLUDED and any(key.startswith(System.QUICKBOOKS) for key in latest.blockers)
    verdict = case.verdict if case.trouble is None else None
    unwanted = verdict is not None and verdict.status is OutcomeStatus.EXCLUDED and not verdict.blockers
    return shared and unwanted and listing_from(case) == latest.listing


def _may_be_wanted(case: Case, latest: SyncOutcome | None) -> bool:
    """Whether it failed as what a document needs, and would not be in sync by itself either."""
    if case.needed or latest is None or not latest.needed or latest.status is not OutcomeStatus.FAILING:
        return False
    if case.trouble:
        return status_of(case.trouble) is OutcomeStatus.FAILING
    return case.verdict is not None and case.verdict.status is OutcomeStatus.EXCLUDED


def _refs(case: Case) -> tuple[RecordRef, ...]:
    return tuple(case.link.refs.values()) if case.link else (case.ref,)
