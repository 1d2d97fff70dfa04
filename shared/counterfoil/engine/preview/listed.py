"""Rows of a plan for people to look at: those of one action or kind, page by page, and what became of them."""

from collections.abc import Callable, Iterator
from datetime import datetime

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.plan_job import PlanJob, PlanRow, RowState, Tally, tallied
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import PlanStore

SHOWN = 50
_READ_TOGETHER, _MOST_READS = 500, 2
"""A page reads so many rows at most, and goes on where it stopped."""

type Wants = Callable[[PlanRow], bool]


@dataclass(frozen=True, slots=True)
class ListedRows:
    """Some rows in the plan's order, few where few fit; `last` is the record to go on behind, None at the end."""

    rows: tuple[PlanRow, ...]
    last: RecordRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What became of an applied plan so far: the rows that were done or refused, tallied, and those that had changed since.

    `changed` are the first rows of what had `moved`. `waiting` are those that were tried and wait; `under_way` counts those
    that were sent to work and not tried yet. `last_at` is when the last of them was worked through, None while none was.
    """

    done: tuple[Tally, ...]
    refused: tuple[Tally, ...]
    moved: tuple[Tally, ...]
    changed: tuple[PlanRow, ...]
    waiting: tuple[Tally, ...]
    under_way: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The rows of plans."""

    plans: PlanStore

    def wanted(
        self, job: PlanJob, wants: Wants, behind: RecordRef | None = None, limit: int = SHOWN, became: RowState | None = None
    ) -> ListedRows:
        """The next rows that are wanted, behind that of this record, of which this `became`; at most `limit`. At most two
        reads of the table.
        """
        found: list[PlanRow] = []
        listed = _listed_by(job, became)
        for _ in range(_MOST_READS):
            after = self.plans.token_behind(behind, listed) if behind else ""
            page = self.plans.page(job.connection_id, job.id, after, _READ_TOGETHER, listed)
            for row in (row for row in page.rows if wants(row) and _became(row, became)):
                if len(found) == limit:
                    return ListedRows(tuple(found), found[-1].ref)
                found.append(row)
            if not page.next_page:
                return ListedRows(tuple(found), None)
            behind = page.rows[-1].ref
        return ListedRows(tuple(found), behind)

    def results(self, job: PlanJob) -> Results:
        """Two reads of the table; of a plan that was applied before anybody counted, every row."""
        if job.to_do is None:
            return self._read(job)
        counts = self.plans.counts(job.connection_id, job.id, job.applied_at)
        of = counts.tallies
        changed = (
            self.plans.page(job.connection_id, job.id, "", SHOWN, RowState.CHANGED).rows if of[RowState.CHANGED] else ()
        )
        return Results(
            done=of[RowState.DONE],
            refused=of[RowState.REFUSED],
            moved=of[RowState.CHANGED],
            changed=changed,
            waiting=of[RowState.WAITING],
            under_way=max(job.to_do - counts.concluded, 0),
            last_at=counts.last_at,
        )

    def changed(self, job: PlanJob) -> tuple[PlanRow, ...]:
        """Every row that had changed since the plan."""
        pages = self._pages(job, _listed_by(job, RowState.CHANGED))
        return tuple(row for rows in pages for row in rows if _became(row, RowState.CHANGED))

    def _read(self, job: PlanJob) -> Results:
        rows = [row for page in self._pages(job) for row in page]
        of = {state: [row for row in rows if row.result and row.result.state is state] for state in RowState}
        return Results(
            done=tallied(of[RowState.DONE]),
            refused=tallied(of[RowState.REFUSED]),
            moved=tallied(of[RowState.CHANGED]),
            changed=tuple(of[RowState.CHANGED][:SHOWN]),
            waiting=tallied(of[RowState.WAITING]),
            under_way=sum(row.is_to_do(job.applied_at) for row in rows) if job.applied_at else 0,
            last_at=max((row.result.at for row in rows if row.result), default=None),
        )

    def _pages(self, job: PlanJob, became: RowState | None = None) -> Iterator[tuple[PlanRow, ...]]:
        after, more = "", True
        while more:
            page = self.plans.page(job.connection_id, job.id, after, _READ_TOGETHER, became)
            yield page.rows
            after, more = page.next_page, bool(page.next_page)


def _listed_by(job: PlanJob, became: RowState | None) -> RowState | None:
    """By what the store lists rows of which this became, None for all: of plans applied before anybody counted it cannot."""
    return None if became is RowState.DONE or job.to_do is None else became


def _became(row: PlanRow, state: RowState | None) -> bool:
    return state is None or (row.result is not None and row.result.state is state)
