"""Rows of a plan for people to look at: those of one action or kind, page by page, and what became of them."""

from collections.abc import Callable, Iterator
from datetime import datetime

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.plan_job import PlanJob, PlanRow, RowState, Tally, tallied
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import PlanStore

SHOWN = 50
_READ_TOGETHER, _MOST_READS = 250, 4
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

    `waiting` counts those that were tried and wait, `under_way` those that were sent to work and not tried yet.
    `last_at` is when the last of them was worked through, None while none was.
    """

    done: tuple[Tally, ...]
    refused: tuple[Tally, ...]
    changed: tuple[PlanRow, ...]
    waiting: int
    under_way: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The rows of plans."""

    plans: PlanStore

    def wanted(self, job: PlanJob, wants: Wants, behind: RecordRef | None = None, limit: int = SHOWN) -> ListedRows:
        """The next rows that are wanted, behind that of this record; at most `limit`. At most four reads of the table."""
        found: list[PlanRow] = []
        for _ in range(_MOST_READS):
            after = self.plans.token_behind(behind) if behind else ""
            page = self.plans.page(job.connection_id, job.id, after, _READ_TOGETHER)
            for row in filter(wants, page.rows):
                if len(found) == limit:
                    return ListedRows(tuple(found), found[-1].ref)
                found.append(row)
            if not page.next_page:
                return ListedRows(tuple(found), None)
            behind = page.rows[-1].ref
        return ListedRows(tuple(found), behind)

    def results(self, job: PlanJob) -> Results:
        """Reads every row."""
        done: tuple[Tally, ...] = ()
        refused: tuple[Tally, ...] = ()
        changed: list[PlanRow] = []
        moments: list[datetime] = []
        waiting = under_way = 0
        for rows in self._pages(job):
            by_state = {state: [row for row in rows if row.result and row.result.state is state] for state in RowState}
            moments += [row.result.at for row in rows if row.result]
            done = tallied(by_state[RowState.DONE], done)
            refused = tallied(by_state[RowState.REFUSED], refused)
            changed += by_state[RowState.CHANGED]
            waiting += len(by_state[RowState.WAITING])
            under_way += sum(_is_under_way(row, job) for row in rows)
        last_at = max(moments, default=None)
        return Results(
            done=done, refused=refused, changed=tuple(changed), waiting=waiting, under_way=under_way, last_at=last_at
        )

    def _pages(self, job: PlanJob) -> Iterator[tuple[PlanRow, ...]]:
        after, more = "", True
        while more:
            page = self.plans.page(job.connection_id, job.id, after, _READ_TOGETHER)
            yield page.rows
            after, more = page.next_page, bool(page.next_page)


def _is_under_way(row: PlanRow, job: PlanJob) -> bool:
    """Whether it was sent to work when the plan was applied last, and nothing has come of it since."""
    if not row.is_applied or job.applied_at is None:
        return False
    return row.result is None or (row.result.state is not RowState.DONE and row.result.at < job.applied_at)
