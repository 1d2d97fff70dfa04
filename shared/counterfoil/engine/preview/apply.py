"""Applying a plan: its rows are enqueued, page by page, for workers who do no more than each row promises."""

from collections.abc import Sequence
from dataclasses import replace

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.plan_job import PlanJob, PlanRow, PlanState, RowResult, RowState
from counterfoil.domain.texts import plans as texts
from counterfoil.domain.values import dataclass
from counterfoil.engine.capabilities import tried
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.ports import AccountProfiles, ChangeQueue, Clock, ConnectionStore, PlanStore, SystemsOpener

APPLIED_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Application:
    """Sends a plan's rows to work. The first plan of everything that is applied switches a new connection on."""

    accounts: AccountProfiles
    connections: ConnectionStore
    open_systems: SystemsOpener
    plans: PlanStore
    queue: ChangeQueue
    clock: Clock

    def go_on(self, job: PlanJob) -> PlanJob:
        """Enqueue the next page; the plan as stored. After a crash in between a page is enqueued once more.

        Raises VendorError, QueueError.
        """
        connection = self._started(self.connections.get(job.connection_id), job)
        if connection.state is not ConnectionState.ACTIVE:
            return self.plans.save(replace(job, state=PlanState.STOPPED, trouble=texts.NOT_CONNECTED()))
        page = self.plans.page(job.connection_id, job.id, job.after, APPLIED_TOGETHER)
        open_rows = [row for row in page.rows if row.is_applied and not _is_done(row)]
        rows = [row for row in open_rows if _is_allowed(job, row)]
        now = RowResult(RowState.CHANGED, self.clock(), why=(texts.OTHER_RULE(),))
        self.plans.conclude(job.connection_id, job.id, {row.ref: now for row in open_rows if not _is_allowed(job, row)})
        self._enqueue(job, rows)
        state = job.state if page.next_page else PlanState.APPLIED
        enqueued = job.enqueued + len(rows)
        return self.plans.save(replace(job, state=state, after=page.next_page, enqueued=enqueued, trouble="", tries=0))

    def _started(self, connection: Connection, job: PlanJob) -> Connection:
        """A connection that waits for its first plan begins now: HubSpot gets the properties that the product needs.

        What the portal refuses is tried where invoices come from QuickBooks.
        """
        if connection.state is not ConnectionState.PLANNED or not job.scope.is_everything:
            return connection
        self.open_systems(connection).display.prepare()
        return self.connections.save(replace(tried(connection, self.accounts), state=ConnectionState.ACTIVE))

    def _enqueue(self, job: PlanJob, rows: Sequence[PlanRow]) -> None:
        now = self.clock()
        events = [ChangeEvent(row.ref, now, f"plan:{job.id}:{row.ref}:{now.isoformat()}", called_up=True) for row in rows]
        if events:
            self.queue.send(in_batches(job.connection_id, events, plan=job.id))


def _is_allowed(job: PlanJob, row: PlanRow) -> bool:
    """Whether the rule that the row was decided under is still there."""
    return not row.rule_version or row.ref.kind in job.applied_under


def _is_done(row: PlanRow) -> bool:
    return row.result is not None and row.result.state is RowState.DONE
