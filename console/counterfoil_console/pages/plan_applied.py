"""A plan that is being applied, or was: what was done, and what had changed since."""

from dataclasses import field
from datetime import datetime
from typing import ClassVar

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.plan_job import Moved, PlanState
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.health import Ledgers
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import Amount, By, Sum
from counterfoil_console.pages.plan import PlanGroup, PlanHead


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLine:
    """A row that was not done, for its record had moved: what moved in which system, or else `why`, and when it was seen."""

    ref: RecordRef
    number: str
    group: PlanGroup
    moved: tuple[Moved, ...]
    why: tuple[str, ...] = ()
    customer: str = ""
    at: datetime | None = None
    amount: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneLine:
    """All rows of one group: planned, done, waiting, `refused` so that they need somebody, and changed since."""

    group: PlanGroup
    planned: Sum
    done: Sum
    waiting: int = 0
    refused: Sum = field(default_factory=Sum)
    changed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAppliedPage(Page):
    """A plan after its application began; `finished_at` is None while it is under way, or stopped for its `trouble`.

    It `is_moving` while rows are sent to work, or those that were sent are worked through. `changed_sum`, `refused` and
    `waiting` are of all groups, also of those that were to be left as they are. `ledgers` is how they were compared since
    it ended, None where they were not; `is_compared_soon` that somebody wants it.
    """

    template: ClassVar[str] = "plan_applied.html"
    section: ClassVar[Section] = Section.PLANS

    head: PlanHead
    state: PlanState
    applied: By
    target: System
    lines: tuple[DoneLine, ...]
    total: DoneLine
    finished_at: datetime | None = None
    is_moving: bool = False
    trouble: str = ""
    changed: tuple[ChangedLine, ...] = ()
    changed_sum: Sum = field(default_factory=Sum)
    refused: Sum = field(default_factory=Sum)
    waiting: int = 0
    left_out: Sum = field(default_factory=Sum)
    needs_you: Sum = field(default_factory=Sum)
    ledgers: Ledgers | None = None
    is_compared_soon: bool = False

    @property
    def chief(self) -> DoneLine:
        """What the plan was mainly about: the first of its groups that planned anything."""
        return next((one for one in self.lines if one.planned.count), self.total)
