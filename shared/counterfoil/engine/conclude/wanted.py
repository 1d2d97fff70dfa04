"""How a customer or an item stands that a document waits for is told with the document, which knows that it is needed."""

from collections.abc import Mapping, Sequence

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.planning.decision import status_of
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.hints.call_up import blocked_by


def left_to_documents(context: Context, cases: Sequence[Case], latest: Mapping[RecordRef, SyncOutcome]) -> set[RecordRef]:
    """The records that stand as a document found them, which waits for them still.

    Asked for by itself, such a record would be left out as one that nobody needs, or miss whoever might take the place of a
    lost counterpart: what a person is to choose from would be gone until the document is next tried.
    """
    keys = {str(ref): case.ref for case in cases if _may_be_wanted(case, latest.get(case.ref)) for ref in _refs(case)}
    wanted = {key for key, _ in blocked_by(context.outcomes, context.connection.id, keys)}
    return {keys[key] for key in wanted}


def _may_be_wanted(case: Case, latest: SyncOutcome | None) -> bool:
    """Whether it failed before and would not be in sync now either."""
    if case.needed or KINDS[case.kind].document or latest is None or latest.status is not OutcomeStatus.FAILING:
        return False
    if case.trouble:
        return status_of(case.trouble) is OutcomeStatus.FAILING
    return case.verdict is not None and case.verdict.status is OutcomeStatus.EXCLUDED


def _refs(case: Case) -> tuple[RecordRef, ...]:
    return tuple(case.link.refs.values()) if case.link else (case.ref,)
