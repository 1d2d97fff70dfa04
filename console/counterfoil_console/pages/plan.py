"""A plan: what would be done, before it is."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.plan_job import FieldChange, PlanState, RowState
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import Amount, Sum


class PlanGroup(StrEnum):
    """The rows of a plan as people think of them."""

    CREATE = "create"
    UPDATE = "update"  # or void, or end a link
    LINK = "link"
    LEAVE_OUT = "leave_out"
    NEEDS_YOU = "needs_you"
    IN_STEP = "in_step"


@dataclass(frozen=True, slots=True)
class Tile:
    """All rows of one group."""

    group: PlanGroup
    records: Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A row. `what` says what would happen where no single fields change.

    It is written to the `targets`. `address` is where the record can be opened at its vendor, "" where it has a page here.
    `became` is what came of it once the plan was applied, None while nothing has.
    """

    group: PlanGroup
    ref: RecordRef
    number: str
    customer: str = ""
    what: str = ""
    targets: tuple[System, ...] = ()
    address: str = ""
    changes: tuple[FieldChange, ...] = ()
    reason: str = ""
    amount: Amount | None = None
    became: RowState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFilter:
    """Which rows are listed: those of which this became, that have `q` in their number, their customer or their reason."""

    action: PlanGroup | None = None
    kind: EntityKind | None = None
    became: RowState | None = None
    q: str = ""

    @property
    def query(self) -> dict[str, str]:
        """As an address names it."""
        return {"action": self.action or "", "kind": self.kind or "", "became": self.became or "", "q": self.q}


@dataclass(frozen=True, slots=True, kw_only=True)
class Applying:
    """What applying would do: what is created, and how many are updated and linked, written to the `targets`.

    `version` is the draft that it switches on, 0 for none; it `starts` a connection that carries nothing yet.
    """

    create: Sum
    update: int = 0
    link: int = 0
    targets: tuple[System, ...] = ()
    left_out: int = 0
    needs_you: int = 0
    version: int = 0
    starts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHead:
    """Which plan it is: of one kind's rule `version`, or of everything that is carried (`kind` is None)."""

    id: str
    made_at: datetime
    looked_at: Sum
    kind: EntityKind | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage(Page):
    """A plan that is being made, or was made and can be applied (`applying` is None while it cannot), or was `applied`.

    `saying` counts the rows that have something to say, `total` those that the filter finds, None where more are behind
    that nobody has counted. It is `open` until somebody applies or discards it; `starts` says that the connection carries
    nothing before a plan of everything is applied. `outcomes` are the states that rows of an applied one may come to, each
    as people call it.
    """

    template: ClassVar[str] = "plan.html"
    section: ClassVar[Section] = Section.PLANS

    head: PlanHead
    state: PlanState
    tiles: tuple[Tile, ...] = ()
    filter: PlanFilter = field(default_factory=PlanFilter)
    kinds: tuple[EntityKind, ...] = ()
    lines: tuple[PlanLine, ...] = ()
    saying: int = 0
    total: int | None = 0
    first: int = 1
    older: str = ""
    applying: Applying | None = None
    open: bool = True
    applied: bool = False
    outcomes: Mapping[RowState, str] = field(default_factory=lambda: MappingProxyType({}))
    starts: bool = False
    trouble: str = ""
