"""Applying a plan: its rows are enqueued, page by page, for workers who do no more than each row promises."""

from collections.abc import Sequence
from dataclasses import replace

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanJob, PlanRow, PlanState, RowAction, RowResult, RowState
from counterfoil.domain.texts import plans as texts
from counterfoil.domain.values import dataclass
from counterfoil.engine.connections.capabilities import tried
from counterfoil.engine.connections.profile_due import expect_reading
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.ports import (
    AccountProfiles,
    ChangeQueue,
    Clock,
    ConnectionStore,
    CursorStore,
    OutcomeStore,
    PlanStore,
    SystemsOpener,
)

APPLIED_TOGETHER = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Sends a plan's rows to work. The first plan of everything that is applied switches a new connection on.

    What is in step by the plan, but stands otherwise by a former rule, is sent as well: no change would ever tell of it.
    """

    accounts: AccountProfiles
    connections: ConnectionStore
    cursors: CursorStore
    open_systems: SystemsOpener
    plans: PlanStore
    outcomes: OutcomeStore
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
        left = [row for row in page.rows if not _is_done(row)]
        outdated = self._outdated(job, left)
        open_rows = [row for row in left if row.is_applied or row.ref in outdated]
        rows = [row for row in open_rows if _is_allowed(job, row)]
        now = RowResult(RowState.CHANGED, self.clock(), why=(texts.OTHER_RULE(),))
        outdone = {row.ref: now for row in open_rows if not _is_allowed(job, row)}
        self.plans.conclude(job.connection_id, job.id, outdone, job.applied_at)
        self._enqueue(job, rows)
        state = job.state if page.next_page else PlanState.APPLIED
        enqueued, to_do = job.enqueued + len(rows), (job.to_do or 0) + sum(_was_to_do(job, row) for row in page.rows)
        sent = replace(job, state=state, after=page.next_page, enqueued=enqueued, to_do=to_do)
        return self.plans.save(replace(sent, trouble="", tries=0))

    def _started(self, connection: Connection, job: PlanJob) -> Connection:
        """A connection that waits for its first plan begins now: HubSpot gets the properties that the product needs.

        What the portal refuses is tried where invoices come from QuickBooks. The next poll checks both accounts anew.
        """
        if connection.state is not ConnectionState.PLANNED or not job.scope.is_everything:
            return connection
        self.open_systems(connection).display.prepare()
        expect_reading(self.cursors, connection.id)
        return self.connections.save(replace(tried(connection, self.accounts), state=ConnectionState.ACTIVE))

    def _outdated(self, job: PlanJob, rows: Sequence[PlanRow]) -> set[RecordRef]:
        """The records that are in step by the plan, and of which people are told otherwise."""
        refs = [row.ref for row in rows if row.action is RowAction.NOTHING and not row.needed]
        known = self.outcomes.latest(job.connection_id, refs) if refs else {}
        return {ref for ref, outcome in known.items() if outcome.status is not OutcomeStatus.IN_SYNC}

    def _enqueue(self, job: PlanJob, rows: Sequence[PlanRow]) -> None:
        now = self.clock()
        events = [ChangeEvent(row.ref, now, f"plan:{job.id}:{row.ref}:{now.isoformat()}", called_up=True) for row in rows]
        if events:
            self.queue.send(in_batches(job.connection_id, events, plan=job.id))


def _was_to_do(job: PlanJob, row: PlanRow) -> bool:
    """Whether it was not done when the plan was applied last; a worker may have been faster than this page."""
    applied_at = job.applied_at
    is_later = bool(row.result and applied_at and row.result.at >= applied_at)
    return row.is_applied and (is_later or not _is_done(row))


def _is_allowed(job: PlanJob, row: PlanRow) -> bool:
    """Whether the rule that the row was decided under is still there."""
    return not row.rule_version or row.ref.kind in job.applied_under


def _is_done(row: PlanRow) -> bool:
    return row.result is not None and row.result.state is RowState.DONE
