"""The planner: makes a plan page by page, counts it, and applies it when somebody says so; it may stop at any point."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import batched

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, UnknownConnectionError, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.plan_job import PlanJob, PlanRow, PlanState, RowAction, tallied
from counterfoil.domain.texts import plans as texts
from counterfoil.domain.texts.catalogue import explanation_of
from counterfoil.domain.values import dataclass
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context, Contexts
from counterfoil.engine.plan import Plan, plan
from counterfoil.engine.ports import (
    AccountProfiles,
    ConcurrentChangeError,
    ConnectionStore,
    CursorStore,
    PlanQueue,
    PlanStore,
    QueueError,
)
from counterfoil.engine.preview.apply import Application
from counterfoil.engine.preview.calls import calls_of
from counterfoil.engine.preview.places import made_once, with_place
from counterfoil.engine.preview.rows import linked_once, odd_row, row_of
from counterfoil.engine.preview.scope import scoped
from counterfoil.engine.preview.walk import behind, walked_page
from counterfoil.engine.read.question import Question
from counterfoil.engine.read.references import References

PLANNED_TOGETHER = 100
"""Records: what HubSpot reads in one call, and QuickBooks looks for in one."""

COUNTED_TOGETHER = 1_000
MOST_TRIES = 30
"""So often in a row a plan is tried again that could not go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """Brings plans further. It writes to no vendor but when a plan is applied for the first time, to prepare HubSpot.

    `is_passing` says of an error whether it is trouble of our own that passes, and none of the records' doing. `note_odd` is
    given each record, by its connection, that cannot be planned for a defect of our own, with what it raised.
    """

    accounts: AccountProfiles
    connections: ConnectionStore
    cursors: CursorStore
    contexts: Contexts
    plans: PlanStore
    wakes: PlanQueue
    is_passing: Callable[[Exception], bool] = lambda error: isinstance(error, QueueError)
    note_odd: Callable[[str, RecordRef, Exception], None] = lambda _connection_id, _ref, _error: None

    def go_on(self, connection_id: str, plan_id: str, out_of_time: Callable[[], bool] = lambda: False) -> PlanJob:
        """Bring a plan as far as the time allows, one step at least; as stored. What is left of it wakes another planner.
        One that is discarded meanwhile is brought no further.

        A plan that has `trouble` and is still at work is to be tried again after a pause. Raises UnknownPlanError,
        UnknownConnectionError, QueueError, or ConcurrentChangeError when somebody else works on it.
        """
        job, known = self.plans.get(connection_id, plan_id), References()
        connection = self.connections.get(connection_id)
        if connection.state is ConnectionState.BEING_DELETED:
            raise UnknownConnectionError(f"connection {connection_id!r} is being deleted")
        try:
            while job.is_at_work:
                job = self._step(connection, job, known, out_of_time)
                if out_of_time():
                    break
        except VendorError as error:
            return self._troubled(job, error.failure)
        except ConcurrentChangeError:
            stored = self.plans.get(connection_id, plan_id)
            if stored.state is not PlanState.DISCARDED:
                raise
            return stored
        if job.is_at_work:
            self.wakes.wake(job)
        return job

    def _step(self, connection: Connection, job: PlanJob, known: References, out_of_time: Callable[[], bool]) -> PlanJob:
        match job.state:
            case PlanState.PLANNING:
                return self._plan_page(self._context(connection, job), job, known, out_of_time)
            case PlanState.COUNTING:
                return self._count_page(connection, job)
            case _:
                return self._application.go_on(job)

    @property
    def _application(self) -> Application:
        here = self.contexts
        return Application(
            accounts=self.accounts,
            connections=self.connections,
            cursors=self.cursors,
            open_systems=here.open_systems,
            plans=self.plans,
            outcomes=here.outcomes,
            queue=here.queue,
            clock=here.clock,
        )

    def _plan_page(self, context: Context, job: PlanJob, known: References, out_of_time: Callable[[], bool]) -> PlanJob:
        if job.step >= len(job.steps):
            return self.plans.save(replace(job, state=PlanState.COUNTING, after="", tallies=()))
        page = walked_page(context, job.scope, job.steps[job.step], job.after)
        for refs in batched(behind(page.refs, job.reached), PLANNED_TOGETHER, strict=False):
            self._plan_some(context, job, refs, known)
            job = self._saved(replace(job, reached=str(refs[-1]), planned=job.planned + len(refs)))
            if out_of_time():
                return job
        step = job.step if page.next_page else job.step + 1
        return self._saved(replace(job, step=step, after=page.next_page, reached=""))

    def _plan_some(self, context: Context, job: PlanJob, refs: Sequence[RecordRef], known: References) -> None:
        """Plan records of one kind and store their rows. What an earlier row links to is planned with it."""
        taken = self.plans.linked(job.connection_id, job.id, refs)
        free = tuple(ref for ref in refs if ref not in taken)
        if not free:
            return
        try:
            planned = plan(context, Question(kind=free[0].kind, refs=free), known)
        except VendorError:
            raise
        except Exception as error:
            if self.is_passing(error):
                raise
            self._take_apart(context, job, free, known, error)
        else:
            self.plans.put_rows(job.connection_id, job.id, self._rows(context.connection, job, planned))

    def _take_apart(
        self, context: Context, job: PlanJob, refs: Sequence[RecordRef], known: References, error: Exception
    ) -> None:
        """Look for the odd record: both halves on their own, unless it stands alone."""
        if len(refs) == 1:
            self.note_odd(job.connection_id, refs[0], error)
            self.plans.put_rows(job.connection_id, job.id, [odd_row(refs[0], error)])
            return
        for some in (refs[: len(refs) // 2], refs[len(refs) // 2 :]):
            self._plan_some(context, job, some, known)

    def _rows(self, connection: Connection, job: PlanJob, planned: Plan) -> list[PlanRow]:
        """What is needed comes with the documents that need it, unless it is planned the same way by itself."""
        rule = connection.rule(EntityKind.CUSTOMER)
        own = self._each_once(job, [with_place(row_of(case), case, rule) for case in planned.cases])
        needed = [with_place(row_of(case), case, rule) for case in _needs(planned)]
        needs = self._each_once(job, [row for row in needed if row.action is not RowAction.NOTHING])
        stored = self.plans.rows(job.connection_id, job.id, [row.ref for row in needs]) if needs else {}
        return [row for row in needs if row.ref not in stored or stored[row.ref].digest != row.digest] + own

    def _each_once(self, job: PlanJob, rows: Sequence[PlanRow]) -> list[PlanRow]:
        """Of several rows that link the same record, or make what there can be only one of, only the first does."""
        pairs = [(row.ref, row.takes) for row in rows if row.takes]
        taken = dict(self.plans.linked(job.connection_id, job.id, [ref for pair in pairs for ref in pair])) if pairs else {}
        return [made_once(linked_once(row, taken), taken) for row in rows]

    def _count_page(self, connection: Connection, job: PlanJob) -> PlanJob:
        page = self.plans.page(job.connection_id, job.id, job.after, COUNTED_TOGETHER)
        counted = replace(job, tallies=tallied(page.rows, job.tallies), after=page.next_page)
        if page.next_page:
            return self._saved(counted)
        systems = self.contexts.open_systems(connection)
        calls = calls_of(counted.tallies, {system: systems[system].traits for system in System})
        return self._saved(replace(counted, state=PlanState.PLANNED, calls=calls))

    def _troubled(self, job: PlanJob, failure: Failure) -> PlanJob:
        """Tried again later what waiting may cure, for a while."""
        is_dead = failure.category is ErrorCategory.NEEDS_RECONNECT
        given_up = is_dead or failure.cure is Cure.PERSON or job.tries >= MOST_TRIES
        text = texts.NOT_LET_IN() if is_dead else texts.NOT_READABLE(reason=explanation_of(failure))
        state = PlanState.STOPPED if given_up else job.state
        return self.plans.save(replace(job, state=state, trouble=text, tries=job.tries + 1))

    def _saved(self, job: PlanJob) -> PlanJob:
        """It came further, so that its trouble is over."""
        return self.plans.save(replace(job, trouble="", tries=0))

    def _context(self, connection: Connection, job: PlanJob) -> Context:
        return self.contexts.of(scoped(connection, job.scope))


def _needs(planned: Plan) -> list[Case]:
    """The cases that come first, each once."""
    return [case for need in planned.needs for case in need.every()]
