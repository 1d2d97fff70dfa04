"""How a record stood by itself holds no longer once its pair is told of under the other record."""

from collections.abc import Iterator, Mapping, Sequence

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.planning.decision import Adopt, Recover
from counterfoil.domain.texts import reasons
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context

_FOUND = (Adopt, Recover)


def newly_beside(cases: Sequence[Case]) -> dict[RecordRef, Case]:
    """The counterparts that were there already and were just linked, each with the case that tells of it from now on."""
    return {other: case for case in cases if _was_found(case) and (other := case.target_ref())}


def close_beside(context: Context, cases: Sequence[Case], latest: Mapping[RecordRef, SyncOutcome]) -> None:
    """Store that nothing is told under these counterparts any more, of which something was told; see `latest`."""
    closed = list(_closed(context, newly_beside(cases), latest))
    if closed:
        context.outcomes.record(closed)


def _closed(
    context: Context, beside: Mapping[RecordRef, Case], latest: Mapping[RecordRef, SyncOutcome]
) -> Iterator[SyncOutcome]:
    for ref in sorted(beside.keys() & latest.keys()):
        before, case = latest[ref], beside[ref]
        yield SyncOutcome(
            connection_id=before.connection_id,
            ref=ref,
            kind=ref.kind,
            status=OutcomeStatus.EXCLUDED,
            at=context.clock(),
            label=before.label,
            listing=before.listing,
            reasons=(reasons.TOLD_THERE(name=case.pair.name(case.ref.system), system=case.ref.system.brand),),
        )


def _was_found(case: Case) -> bool:
    linked = case.acted and case.link is not None and case.link.state is LinkState.LINKED
    return linked and case.decision is not None and any(isinstance(one, _FOUND) for one in case.decision.actions)
