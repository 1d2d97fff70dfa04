"""Plans that are kept: how far each has come, its rows, and the waking of the planner."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.plan_job import PlanJob, PlanRow, ResultCounts, RowResult, RowState
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class RowPage:
    """Some rows of a plan, in its order, and the token of the next page ("" at the end)."""

    rows: tuple[PlanRow, ...]
    next_page: str


class PlanStore(Protocol):
    """Plans and their rows, kept for some months. Reads are strongly consistent."""

    def get(self, connection_id: str, plan_id: str) -> PlanJob:
        """The plan. Raises UnknownPlanError."""
        ...

    def newest(self, connection_id: str, limit: int) -> Sequence[PlanJob]:
        """The plans of a connection with the greatest ids, greatest first."""
        ...

    def save(self, job: PlanJob) -> PlanJob:
        """Store a new plan (revision 0) or the next revision of one; the stored one, its revision grown.

        Raises ConcurrentChangeError when the stored revision is not the given one.
        """
        ...

    def put_rows(self, connection_id: str, plan_id: str, rows: Sequence[PlanRow]) -> None:
        """Store the rows, each in place of an earlier one of its record. Any number; may be repeated."""
        ...

    def rows(self, connection_id: str, plan_id: str, refs: Collection[RecordRef]) -> Mapping[RecordRef, PlanRow]:
        """The rows of these records; absent where the plan has none."""
        ...

    def page(self, connection_id: str, plan_id: str, after: str, limit: int, became: RowState | None = None) -> RowPage:
        """Rows by kind, in the order in which kinds are carried, and by record. `after` is the previous page's token.

        Those of which this `became`, and no others; not of what is done, which most rows are in the end.
        """
        ...

    def token_behind(self, ref: RecordRef, became: RowState | None = None) -> str:
        """The token of the page that begins behind the row of this record, whether there is one or not."""
        ...

    def linked(self, connection_id: str, plan_id: str, refs: Collection[RecordRef]) -> Mapping[RecordRef, RecordRef]:
        """Of these records and places those that rows take (see `PlanRow`), each with the record of the last such row."""
        ...

    def conclude(
        self, connection_id: str, plan_id: str, results: Mapping[RecordRef, RowResult], applied_at: datetime | None = None
    ) -> None:
        """Note and count what became of rows; a record without a row is passed over.

        Those that were still to do when the plan was applied then are counted as concluded. May be repeated.
        """
        ...

    def counts(self, connection_id: str, plan_id: str, applied_at: datetime | None = None) -> ResultCounts:
        """What became of the rows, and how many of those that were to do then are concluded; one read, however many."""
        ...


class PlanQueue(Protocol):
    """Wakes the planner, which works on one plan of a connection at a time."""

    def wake(self, job: PlanJob) -> None:
        """Have the planner go on with this plan. Waking it twice for the same revision may count as once.

        Raises QueueError.
        """
        ...
