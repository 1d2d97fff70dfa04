"""How records stand that no case concludes: nothing could be done for them, or nothing is left to be done."""

from collections.abc import Sequence
from dataclasses import replace

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.listing import UNLISTED
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.planning.decision import status_of
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM
from counterfoil.domain.texts import reasons
from counterfoil.domain.values import dataclass
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.outcomes import failing, shown_of
from counterfoil.engine.ports import Clock, LinkStore, OutcomeStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconcluded:
    """Records outcomes of records that have no case. `plan` is the plan that is applied with them, "" for none."""

    links: LinkStore
    outcomes: OutcomeStore
    clock: Clock
    plan: str = ""

    def postpone(self, connection_id: str, refs: Sequence[RecordRef], failure: Failure, patience: int = 0) -> None:
        """Nothing could be done for any of these records: each waits, with its next attempt visible, or needs a person.

        One that is linked waits under the record that its pair started from, and under no other. With `patience` a record is
        tried again so often before a person is asked. What is known of a record already is not recorded again, so that
        nobody is told twice.
        """
        found = self.links.find(connection_id, refs) if refs else {}
        sources = {link.source_ref for links in found.values() for link in links}
        concerned = sorted(sources | {ref for ref in refs if ref not in found})
        latest = self.outcomes.latest(connection_id, concerned) if concerned else {}
        failures = {ref: _patient(failure, latest.get(ref), patience) for ref in concerned}
        stand = {ref: self._outcome(connection_id, ref, status_of(one), latest.get(ref)) for ref, one in failures.items()}
        outcomes = [failing(stand[ref], one, latest.get(ref)) for ref, one in failures.items()]
        self.outcomes.record([one for one in outcomes if not _is_known(one, latest.get(one.ref))])
        self._close(connection_id, [ref for ref in refs if ref in found and ref not in sources])

    def close(self, connection_id: str, refs: Sequence[RecordRef], cases: Sequence[Case]) -> None:
        """A ref without a case (its parts or its link have one, or it is gone) waits or fails no longer."""
        concluded = {case.ref for case in cases} - {CUSTOM_LINE_ITEM}  # which is no record that people are told of
        self._close(connection_id, [ref for ref in refs if ref not in concluded])

    def _close(self, connection_id: str, refs: Sequence[RecordRef]) -> None:
        latest = self.outcomes.latest(connection_id, refs) if refs else {}
        open_ones = [one for one in latest.values() if one.status in {OutcomeStatus.WAITING, OutcomeStatus.FAILING}]
        closed = [self._outcome(connection_id, one.ref, OutcomeStatus.EXCLUDED, one) for one in open_ones]
        self.outcomes.record([replace(one, reasons=(reasons.NOTHING_UNDER_THIS_REFERENCE(),)) for one in closed])

    def _outcome(
        self, connection_id: str, ref: RecordRef, status: OutcomeStatus, previous: SyncOutcome | None
    ) -> SyncOutcome:
        """It is called and listed as it was before, since nothing was read of it."""
        return SyncOutcome(
            connection_id=connection_id,
            ref=ref,
            kind=ref.kind,
            status=status,
            at=self.clock(),
            label=previous.label if previous else "",
            listing=previous.listing if previous else UNLISTED,
            plan=self.plan,
            showing=previous.showing if previous else None,
        )


def _patient(failure: Failure, previous: SyncOutcome | None, patience: int) -> Failure:
    """The failure as one that waiting may cure, until it was waited for often enough or a person knows of it."""
    known = previous is not None and previous.category is failure.category
    tries = previous.attempts if previous and known else 0
    asked = known and previous is not None and previous.status is OutcomeStatus.FAILING
    return failure if asked or tries >= patience else replace(failure, cure=Cure.WAITING)


def _is_known(outcome: SyncOutcome, previous: SyncOutcome | None) -> bool:
    """Whether the record is known to stand so, for a reason that trying again at its time does not change."""
    if previous is None or (previous.status, previous.category) != (outcome.status, outcome.category):
        return False
    lasting = outcome.status is OutcomeStatus.FAILING or outcome.category is ErrorCategory.SWITCHED_OFF
    return lasting and shown_of(previous) == shown_of(outcome)
