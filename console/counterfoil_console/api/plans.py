"""Plans, for programs. Amounts are decimal text, moments ISO 8601 in UTC."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.plan_job import FieldChange, Moved, PlanJob, PlanRow, PlanState, RowAction, RowState, Tally
from counterfoil.domain.values import dataclass
from counterfoil.engine.preview.export import Standing
from counterfoil.engine.preview.listed import Results


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPlan:
    """What is planned: everything; or what changed `since` a day, as the portal has days; or just these `records`.

    With `rules`, which are documents as rules are read, it is planned as if they were saved.
    """

    since: date | None = None
    records: tuple[str, ...] = ()
    rules: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCount:
    """How many records of a kind one thing is done with, what they come to by currency, how many are written where."""

    kind: EntityKind
    action: RowAction
    records: int
    money: Mapping[str, str]
    writes: Mapping[System, int]

    @classmethod
    def of(cls, tally: Tally) -> "PlanCount":
        """The tally."""
        money = {currency: f"{amount:f}" for currency, amount in tally.money.items()}
        return cls(kind=tally.kind, action=tally.action, records=tally.count, money=money, writes=dict(tally.writes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan as far as it has come. `calls` are the vendors' calls that applying takes, about."""

    id: str
    state: PlanState
    created_at: datetime
    since: datetime | None
    looked_at: int
    counts: tuple[PlanCount, ...]
    calls: Mapping[System, int]
    applied_at: datetime | None
    enqueued: int
    trouble: str

    @classmethod
    def of(cls, job: PlanJob) -> "Plan":
        """The plan in short."""
        return cls(
            id=job.id,
            state=job.state,
            created_at=job.created_at,
            since=job.scope.since,
            looked_at=job.planned,
            counts=tuple(map(PlanCount.of, job.tallies)),
            calls=dict(job.calls),
            applied_at=job.applied_at,
            enqueued=job.enqueued,
            trouble=job.trouble,
        )

    @property
    def is_at_work(self) -> bool:
        """Whether there is more to come."""
        return self.state in {PlanState.PLANNING, PlanState.COUNTING, PlanState.APPLYING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """The newest plans of a connection, newest first."""

    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRows:
    """Which rows of a plan: of this kind, to be dealt with so, with `q` in their name, customer, reference or reasons.

    Of one that was applied, those of which this `became`.
    """

    kind: EntityKind | None = None
    action: RowAction | None = None
    became: RowState | None = None
    q: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One pair of records in a plan: what is to be done, why, and when applied, what became of it and how it stands."""

    record: str
    name: str
    action: RowAction
    targets: tuple[System, ...]
    counterpart: str | None
    amount: str | None
    currency: str
    changes: tuple[FieldChange, ...]
    reasons: tuple[str, ...]
    remarks: tuple[str, ...]
    category: ErrorCategory | None
    rule_version: int
    needed: bool
    defect: str
    became: RowState | None
    moved: tuple[Moved, ...]
    why: tuple[str, ...]
    stands: OutcomeStatus | None

    @classmethod
    def of(cls, row: PlanRow, outcome: SyncOutcome | None = None) -> "Row":
        """The row, with how its record stands since the plan was applied."""
        return cls(
            record=str(row.ref),
            name=row.name,
            action=row.action,
            targets=row.targets,
            counterpart=str(row.counterpart) if row.counterpart else None,
            amount=f"{row.amount:f}" if row.amount is not None else None,
            currency=row.currency,
            changes=row.changes,
            reasons=row.reasons,
            remarks=row.remarks,
            category=row.category,
            rule_version=row.rule_version,
            needed=row.needed,
            defect=row.defect,
            became=row.result.state if row.result else None,
            moved=row.result.moved if row.result else (),
            why=row.result.why if row.result else (),
            stands=outcome.status if outcome else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A page of rows, few where few fit. `next` is sent as `after` to get the next one, "" at the end."""

    rows: tuple[Row, ...]
    next: str

    @classmethod
    def of(cls, standing: Iterable[Standing], last: RecordRef | None) -> "Rows":
        """Rows with how their records stand; `last` is the one to go on behind."""
        return cls(rows=tuple(Row.of(row, outcome) for row, outcome in standing), next=str(last or ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanResults:
    """What became of an applied plan so far: what was done, what was refused and needs somebody, and how many wait.

    Of the rows whose records had `moved` since, `changed` are the first; the plan's rows are asked for the others.
    """

    done: tuple[PlanCount, ...]
    refused: tuple[PlanCount, ...]
    moved: tuple[PlanCount, ...]
    changed: tuple[Row, ...]
    waiting: int
    last_at: datetime | None

    @classmethod
    def of(cls, results: Results) -> "PlanResults":
        """The results."""
        return cls(
            done=tuple(map(PlanCount.of, results.done)),
            refused=tuple(map(PlanCount.of, results.refused)),
            moved=tuple(map(PlanCount.of, results.moved)),
            changed=tuple(map(Row.of, results.changed)),
            waiting=sum(tally.count for tally in results.waiting),
            last_at=results.last_at,
        )
