"""What this process has written lately: what a vendor announces of it is dropped without looking anything up."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.identity import RecordRef
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.listed import amount_of
from counterfoil.engine.context import Context
from counterfoil.engine.hints.batches import announced_by

KEPT = timedelta(minutes=10)
"""Vendors announce within seconds, as a rule; what they announce later is looked up."""
MOST = 5_000
"""So many are kept in mind, those that were written last."""

_LAST_OF_A_SECOND = 999_999


class OwnWrites:
    """The counterparts that were written and are in step, each with the moment until which only we have changed it.

    Kept in the process alone: it repeats what the links say of a pair that is certain, see `engine.read.readings`.
    """

    def __init__(self) -> None:
        self._until: dict[tuple[str, RecordRef], datetime] = {}
        self._noted: dict[tuple[str, RecordRef], datetime] = {}

    def note(self, context: Context, cases: Sequence[Case]) -> None:
        """These were concluded just now."""
        now = context.clock()
        for case in cases:
            for ref, until in _written(context, case):
                key = context.connection.id, ref
                self._noted.pop(key, None)
                self._until[key], self._noted[key] = until, now
        for key in [*self._noted][: max(len(self._noted) - MOST, 0)]:
            del self._until[key], self._noted[key]

    def without_echoes(self, connection_id: str, batches: Sequence[ChangeBatch], now: datetime) -> list[ChangeBatch]:
        """The batches without what was announced of no other change than ours; none of them is empty."""
        echoes = {ref for ref, at in announced_by(batches).items() if self._is_ours(connection_id, ref, at, now)}
        rest = [
            replace(one, events=tuple(event for event in one.events if event.ref.whole not in echoes)) for one in batches
        ]
        return [one for one in rest if one.events]

    def _is_ours(self, connection_id: str, ref: RecordRef, at: datetime, now: datetime) -> bool:
        key = connection_id, ref
        return key in self._until and at <= self._until[key] and now - self._noted[key] <= KEPT


def _written(context: Context, case: Case) -> Iterator[tuple[RecordRef, datetime]]:
    """The counterpart of a pair of which nothing is in doubt, with the moment of our write. Shares of payments have none."""
    ref, link = case.target_ref(), case.link
    agreement = link.agreements.get(ref.system) if ref and link else None
    if ref is None or ref.part or agreement is None or agreement.modified_at is None:
        return
    if case.acted and case.trouble is None and not _is_remarked(case):
        whole_seconds = context.systems[ref.system].traits.whole_seconds
        at = agreement.modified_at
        yield ref, at.replace(microsecond=_LAST_OF_A_SECOND) if whole_seconds else at


def _is_remarked(case: Case) -> bool:
    amounts = {amount_of(case.kind, side) for side in case.pair.sides.values()}
    return len(amounts) > 1 or bool(case.verdict and case.verdict.remarks)
