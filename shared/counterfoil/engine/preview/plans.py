"""What people do with plans: have one made, look at it, apply or discard it, let one that stopped go on. Calls no vendor."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import batched

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import CounterfoilError, UnknownPlanError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.plan_job import PlanJob, PlanRow, PlanScope, PlanState
from counterfoil.domain.rules import SyncRule
from counterfoil.domain.texts import plans as texts
from counterfoil.domain.values import dataclass
from counterfoil.engine.new_ids import saved_as_new
from counterfoil.engine.ports import (
    Clock,
    ConcurrentChangeError,
    ConnectionStore,
    OutcomeStore,
    PlanQueue,
    PlanStore,
    QueueError,
)
from counterfoil.engine.preview.scope import scoped, steps_of
from counterfoil.engine.rules.following import following, is_unchanged, with_current

MOST_NAMED = 40_000
"""A plan that names its records has to be stored with them."""
_READ_TOGETHER = 500


class PlanRefusedError(CounterfoilError):
    """The plan cannot be applied as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """The plans of connections."""

    connections: ConnectionStore
    plans: PlanStore
    outcomes: OutcomeStore
    wakes: PlanQueue
    clock: Clock

    def make(self, connection_id: str, scope: PlanScope) -> PlanJob:
        """Have a plan made; it is under way when this returns.

        Raises UnknownConnectionError, QueueError, InvalidRuleError for a draft.
        """
        stored, now = self.connections.get(connection_id), self.clock()
        scope = replace(scope, drafts=tuple(self._as_saved(stored, draft) for draft in scope.drafts))
        connection = scoped(stored, scope)
        job = PlanJob(
            id="",
            connection_id=connection.id,
            scope=scope,
            steps=steps_of(connection, scope),
            rules={kind: connection.rule(kind).version for kind in EntityKind},
            created_at=now,
        )
        return saved_as_new(lambda new_id: self._begun(replace(job, id=new_id)), now)

    def make_again(self, job: PlanJob, changed: Sequence[PlanRow]) -> PlanJob:
        """Have the rows of an applied plan planned anew that had changed; of too many to be named, all that it covered is.

        What it took in `since` a day is taken in again, and its drafts are the rules by now. Raises as `make` does.
        """
        records = tuple(row.ref for row in changed) if len(changed) <= MOST_NAMED else job.scope.records
        return self.make(job.connection_id, replace(job.scope, drafts=(), records=records))

    def get(self, connection_id: str, plan_id: str) -> PlanJob:
        """A plan as far as it has come; "" is the newest. Raises UnknownPlanError."""
        if plan_id:
            return self.plans.get(connection_id, plan_id)
        if newest := self.plans.newest(connection_id, 1):
            return newest[0]
        raise UnknownPlanError(f"connection {connection_id!r} has no plan yet")

    def rows(self, job: PlanJob) -> Iterator[PlanRow]:
        """Every row of a plan, kind by kind."""
        after, more = "", True
        while more:
            page = self.plans.page(job.connection_id, job.id, after, _READ_TOGETHER)
            yield from page.rows
            after, more = page.next_page, bool(page.next_page)

    def standing(self, job: PlanJob) -> Iterator[tuple[PlanRow, SyncOutcome | None]]:
        """Every row, with how its record stands since the plan was applied, None where nothing was heard of it."""
        for rows in batched(self.rows(job), _READ_TOGETHER, strict=False):
            yield from self.with_outcomes(job, rows)

    def with_outcomes(self, job: PlanJob, rows: Sequence[PlanRow]) -> Iterator[tuple[PlanRow, SyncOutcome | None]]:
        """Some rows of a plan, as `standing` has them; read at once."""
        latest = self.outcomes.latest(job.connection_id, [row.ref for row in rows]) if job.applied_at else {}
        for row in rows:
            outcome = latest.get(row.ref)
            told = outcome is not None and job.applied_at is not None and outcome.at >= job.applied_at
            yield row, outcome if told else None

    def applicable(self, connection_id: str, plan_id: str) -> PlanJob:
        """A plan that can be applied as it is. Raises PlanRefusedError, UnknownPlanError."""
        job, connection = self.get(connection_id, plan_id), self.connections.get(connection_id)
        if job.state not in {PlanState.PLANNED, PlanState.APPLIED}:
            raise PlanRefusedError(texts.NOT_FINISHED())
        if connection.state is ConnectionState.PLANNED and not job.scope.is_everything:
            raise PlanRefusedError(texts.NOT_EVERYTHING())
        return job

    def apply(self, connection_id: str, plan_id: str) -> PlanJob:
        """Have the rows of a finished plan carried; once more those that were not done. Under way when this returns.

        Raises PlanRefusedError, UnknownPlanError, or QueueError, after which it may be applied again.
        """
        job, connection = self.applicable(connection_id, plan_id), self.connections.get(connection_id)
        under = {kind: version for kind, version in _versions(connection).items() if _is_same_rule(job, connection, kind)}
        applying = replace(job, state=PlanState.APPLYING, after="", enqueued=0, to_do=0, applied_at=self.clock())
        applying = replace(applying, applied_under=under)
        return self._woken(applying, job)

    def resume(self, connection_id: str, plan_id: str) -> PlanJob:
        """Have a plan that stopped go on where it was; any other stays as it is, and one at work is woken once more.

        Raises UnknownPlanError, ConcurrentChangeError, or QueueError, after which it is to be resumed again.
        """
        job = self.get(connection_id, plan_id)
        if job.state is PlanState.STOPPED:
            return self._woken(replace(job, state=_state_before(job), tries=0), job)
        if job.is_at_work:
            self.wakes.wake(job)
        return job

    def discard(self, connection_id: str, plan_id: str) -> PlanJob:
        """Let a plan be none, also while it is made; it stays among the others, and cannot be applied.

        Raises PlanRefusedError where it was applied, UnknownPlanError, ConcurrentChangeError when it has just come further.
        """
        job = self.get(connection_id, plan_id)
        if job.state is PlanState.DISCARDED:
            return job
        if not job.may_be_discarded:
            raise PlanRefusedError(texts.STAYS_APPLIED())
        return self.plans.save(replace(job, state=PlanState.DISCARDED, trouble=""))

    def _as_saved(self, connection: Connection, draft: SyncRule) -> SyncRule:
        """A draft as the version that it would be if it were saved now."""
        known = with_current(connection, draft.kind, self.connections.versions(connection.id, draft.kind))
        return following(connection.rules[draft.kind], draft, known, self.clock())

    def _begun(self, job: PlanJob) -> PlanJob:
        return self._woken(job, replace(job, state=PlanState.DISCARDED))

    def _woken(self, job: PlanJob, before: PlanJob) -> PlanJob:
        """The plan as stored; where nobody could be woken for it, it is as `before`, but if it has come further since."""
        stored = self.plans.save(job)
        try:
            self.wakes.wake(stored)
        except QueueError:
            with suppress(ConcurrentChangeError):
                self.plans.save(replace(before, revision=stored.revision))
            raise
        return stored


def _versions(connection: Connection) -> Mapping[EntityKind, int]:
    return {kind: connection.rule(kind).version for kind in EntityKind}


def _is_same_rule(job: PlanJob, connection: Connection, kind: EntityKind) -> bool:
    """Whether the rule for a kind is the one that was planned with; a draft may have been saved meanwhile."""
    drafts = {draft.kind: draft for draft in job.scope.drafts}
    rule = connection.rule(kind)
    if kind is EntityKind.PAYMENT and EntityKind.INVOICE in drafts:
        return _is_same_rule(job, connection, EntityKind.INVOICE)
    if draft := drafts.get(kind):
        return is_unchanged(rule, replace(draft, switched_on_at=rule.switched_on_at))
    return job.rules.get(kind) == rule.version


def _state_before(job: PlanJob) -> PlanState:
    """What a plan was about when it stopped."""
    if job.applied_at:
        return PlanState.APPLYING
    return PlanState.COUNTING if job.step >= len(job.steps) else PlanState.PLANNING
