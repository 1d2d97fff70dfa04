"""A plan that people see before it is carried: what it covers, how far it has come, and a row for each pair of records."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.money import ZERO
from counterfoil.domain.rules import SyncRule
from counterfoil.domain.values import dataclass


class RowAction(StrEnum):
    """What is to be done about a pair, in one word."""

    CREATE = "create"
    UPDATE = "update"
    VOID = "void"
    LINK = "link"
    CLOSE = "close"  # one side is gone: its link ends
    LEAVE_OUT = "leave_out"
    CONFLICT = "conflict"  # edited on both sides, or several records match
    FAILURE = "failure"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that would be written at `target`, as people read it: what is there, and what would be."""

    target: System
    field: str
    before: str
    after: str


class RowState(StrEnum):
    """What became of a row that was applied."""

    DONE = "done"  # carried, or it stands as the plan has it
    CHANGED = "changed"  # not done, for it is not as it was planned any more
    WAITING = "waiting"  # tried, and tried again by itself; what it waits for is in its record's outcome
    REFUSED = "refused"  # tried, and not done before somebody cures the cause in its record's outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One field that is another at `system` than the plan found, as people read it."""

    system: System
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of a row, and when. Of one that changed, `moved` and `why` say what is not as it was planned."""

    state: RowState
    at: datetime
    moved: tuple[Moved, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One pair of records in a plan.

    `ref` is the record that the pair started from, `name` what people call it in a sentence, `title` in a list, ""
    where it has no name or number of its own. `party` is whom a document is for. `acts` says that something would be
    written or linked. `amount` is what a document is about, None for what is none. `reasons` say why; of what is left
    out they name the clause. `versions` are the vendors' marks of what was read; `digest` is the same exactly while the
    same would be written for the same values. It was decided under the `rule_version`, 0 where no rule was asked. A row
    that is only `needed` by a document is carried with it. `place` stands for what only one row may make, such as the
    contact for an address. `defect` names, for support, the error of our own that kept the record from being planned.
    """

    ref: RecordRef
    name: str
    action: RowAction
    title: str = ""
    party: str = ""
    acts: bool = False
    targets: tuple[System, ...] = ()
    counterpart: RecordRef | None = None
    place: RecordRef | None = None
    amount: Decimal | None = None
    currency: str = ""
    changes: tuple[FieldChange, ...] = ()
    reasons: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    category: ErrorCategory | None = None
    versions: Mapping[System, str] = field(default_factory=lambda: MappingProxyType({}))
    digest: str = ""
    rule_version: int = 0
    needed: bool = False
    defect: str = ""
    result: RowResult | None = None

    @property
    def takes(self) -> RecordRef | None:
        """What only one row may have: the record that it links, or the place of the one that it makes."""
        return self.counterpart if self.action is RowAction.LINK else self.place

    @property
    def is_applied(self) -> bool:
        """Whether applying the plan sends this row to work in any case: it says something, and comes with no document."""
        return self.action is not RowAction.NOTHING and not self.needed

    def is_to_do(self, applied_at: datetime) -> bool:
        """Whether it is sent to work when the plan is applied then, and nothing has come of it since."""
        is_open = self.result is None or (self.result.state is not RowState.DONE and self.result.at < applied_at)
        return self.is_applied and is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanScope:
    """What a plan covers: everything, or what changed `since` then, or just these `records`.

    `drafts` are rules that are not current: the plan is about their kinds, and shows what would be if they were.
    """

    drafts: tuple[SyncRule, ...] = ()
    since: datetime | None = None
    records: tuple[RecordRef, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether a new connection may begin with it: nothing is left out but what is older than a day."""
        return not self.drafts and not self.records


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One list that is read through: a vendor's, the records `known` already, or else just the ones that are named."""

    kind: EntityKind
    system: System | None = None
    known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultCounts:
    """What became of the rows of an applied plan, counted: how many of each kind and action came to each state.

    `concluded` is how many of those that were to do when it was applied last were tried since, `last_at` when one was last.
    """

    tallies: Mapping[RowState, tuple["Tally", ...]]
    concluded: int = 0
    last_at: datetime | None = None


class PlanState(StrEnum):
    """How far a plan has come."""

    PLANNING = "planning"
    COUNTING = "counting"
    PLANNED = "planned"
    APPLYING = "applying"
    APPLIED = "applied"
    STOPPED = "stopped"  # it could not go on; `trouble` says why
    DISCARDED = "discarded"  # nobody wants it: nothing of it was written, and nothing will be


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many rows of one kind have one action, what their amounts come to by currency, and how many write where."""

    kind: EntityKind
    action: RowAction
    count: int = 0
    money: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    writes: Mapping[System, int] = field(default_factory=lambda: MappingProxyType({}))

    def with_row(self, row: PlanRow) -> "Tally":
        """With one more row."""
        money = dict(self.money)
        if row.amount is not None:
            money[row.currency] = money.get(row.currency, ZERO) + row.amount
        writes = {system: self.writes.get(system, 0) + (system in row.targets) for system in System}
        return replace(self, count=self.count + 1, money=money, writes=writes)


def tallied(rows: Iterable[PlanRow], before: Iterable[Tally] = ()) -> tuple[Tally, ...]:
    """The tallies with these rows counted as well, kind by kind."""
    tallies = {(one.kind, one.action): one for one in before}
    for row in rows:
        place = row.ref.kind, row.action
        tallies[place] = tallies.get(place, Tally(kind=row.ref.kind, action=row.action)).with_row(row)
    return tuple(tallies[kind, action] for kind in EntityKind for action in RowAction if (kind, action) in tallies)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanJob:
    """A plan at work or finished. `revision` grows with every stored change.

    `steps` are the lists that are read through, `step` counts those that are done. While it is planned, `after` is the
    cursor of a list's page and `reached` the last record of it that was planned; later `after` is the last row that was
    counted or applied. `planned` counts the records looked at, `enqueued` the rows sent to work. `calls` are the vendor
    calls that applying takes, about. `tries` counts the failed tries in a row. It was made under the versions of the
    `rules`, and is applied under those of `applied_under`: of kinds that are absent there, the rule is another by now.
    `to_do` counts the rows that were not done when it was applied last, as far as it was sent to work; None where it was
    applied before anybody counted.
    """

    id: str
    connection_id: str
    scope: PlanScope
    steps: tuple[PlanStep, ...]
    rules: Mapping[EntityKind, int]
    created_at: datetime
    state: PlanState = PlanState.PLANNING
    step: int = 0
    after: str = ""
    reached: str = ""
    planned: int = 0
    tallies: tuple[Tally, ...] = ()
    calls: Mapping[System, int] = field(default_factory=lambda: MappingProxyType({}))
    trouble: str = ""
    tries: int = 0
    applied_at: datetime | None = None
    applied_under: Mapping[EntityKind, int] = field(default_factory=lambda: MappingProxyType({}))
    enqueued: int = 0
    to_do: int | None = None
    revision: int = 0

    @property
    def is_at_work(self) -> bool:
        """Whether the planner has more to do for it."""
        return self.state in {PlanState.PLANNING, PlanState.COUNTING, PlanState.APPLYING}

    @property
    def may_be_discarded(self) -> bool:
        """Whether somebody may still say that nobody wants it: nothing of it was sent to work, nor was it said before."""
        return self.applied_at is None and self.state is not PlanState.DISCARDED
