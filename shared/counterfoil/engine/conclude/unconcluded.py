"""How records stand that no case concludes: nothing could be done for them, or nothing is left to be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterfoil.domain.errors import ErrorCategory, Failure
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.planning.decision import status_of
from counterfoil.domain.texts import reasons
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.outcomes import failing, shown_of
from counterfoil.engine.ports import Clock, LinkStore, OutcomeStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconcluded:
    """Records outcomes of records that have no case."""

    links: LinkStore
    outcomes: OutcomeStore
    clock: Clock

    def postpone(self, connection_id: str, refs: Sequence[RecordRef], failure: Failure) -> None:
        """Nothing could be done for any of these records: each waits, with its next attempt visible, or needs a person.

        What is known of a record already is not recorded again, so that nobody is told twice.
        """
        found = self.links.find(connection_id, refs) if refs else {}
        sources = {link.source_ref for links in found.values() for link in links}
        concerned = sorted(sources | {ref for ref in refs if ref not in found})
        latest = self.outcomes.latest(connection_id, concerned) if concerned else {}
        outcomes = [
            failing(self._outcome(connection_id, ref, status_of(failure)), failure, latest.get(ref)) for ref in concerned
        ]
        self.outcomes.record([one for one in outcomes if not _is_known(one, latest.get(one.ref))])

    def close(self, connection_id: str, refs: Sequence[RecordRef], cases: Sequence[Case]) -> None:
        """A ref without a case (its parts or its link have one, or it is gone) waits or fails no longer."""
        concluded = {case.ref for case in cases}
        without_case = [ref for ref in refs if ref not in concluded]
        latest = self.outcomes.latest(connection_id, without_case) if without_case else {}
        reason = reasons.NOTHING_UNDER_THIS_REFERENCE()
        self.outcomes.record(
            [
                self._outcome(connection_id, ref, OutcomeStatus.EXCLUDED, reason)
                for ref, outcome in latest.items()
                if outcome.status in {OutcomeStatus.WAITING, OutcomeStatus.FAILING}
            ]
        )

    def _outcome(self, connection_id: str, ref: RecordRef, status: OutcomeStatus, *reasons: str) -> SyncOutcome:
        return SyncOutcome(
            connection_id=connection_id, ref=ref, kind=ref.kind, status=status, at=self.clock(), reasons=reasons
        )


def _is_known(outcome: SyncOutcome, previous: SyncOutcome | None) -> bool:
    """Whether the record is known to stand so, for a reason that trying again at its time does not change."""
    if previous is None or (previous.status, previous.category) != (outcome.status, outcome.category):
        return False
    lasting = outcome.status is OutcomeStatus.FAILING or outcome.category is ErrorCategory.SWITCHED_OFF
    return lasting and shown_of(previous) == shown_of(outcome)
