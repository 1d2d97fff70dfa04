"""The records of one kind, filtered and paged."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import Amount, Counted, Option

type Period = Literal["", "day", "week", "month"]


class Column(StrEnum):
    """What a list of records can show beside the number."""

    CUSTOMER = "customer"
    STATE = "state"
    HUBSPOT = "hubspot"
    QUICKBOOKS = "quickbooks"
    WHY = "why"
    LAST_CHANGE = "last_change"


class Order(StrEnum):
    """In which order a list is."""

    LATEST = "latest"
    OLDEST = "oldest"  # whose cause stands longest
    NAME = "name"  # as they were looked for


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a neighbouring page begins, "" at the beginning of all, and where those before that one do.

    It `leaps` to the beginning over pages of which nobody remembers where they begin.
    """

    after: str
    before: str
    leaps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One record of the list. `amounts` are what each side shows, None where it shows nothing."""

    ref: RecordRef
    number: str
    status: OutcomeStatus
    at: datetime
    customer: str = ""
    hubspot: Amount | None = None
    quickbooks: Amount | None = None
    why: str = ""

    @property
    def differs(self) -> bool:
        """Whether both sides show different amounts."""
        return self.hubspot is not None and self.quickbooks is not None and self.hubspot != self.quickbooks


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """Which records are listed."""

    kind: EntityKind = EntityKind.INVOICE
    status: OutcomeStatus | None = None
    category: str = ""
    changed: Period = ""
    q: str = ""

    @property
    def query(self) -> dict[str, str]:
        """As an address names it."""
        return {
            "kind": self.kind,
            "status": self.status or "",
            "category": self.category,
            "changed": self.changed,
            "q": self.q,
        }

    @property
    def narrowing(self) -> int:
        """How many filters are on."""
        return sum(1 for one in (self.status, self.category, self.changed, self.q) if one)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsPage(Page):
    """One page of records, the latest change first.

    `counts` are those of every status, whatever is filtered; `total` is how many the filter finds, None where that would
    take reading them all. `first` is the place of the first one; `newer` and `older` lead to the neighbouring pages.
    `may_be_more` says that a search did not look at all that are called so, also where it shows none.
    """

    template: ClassVar[str] = "records.html"
    section: ClassVar[Section] = Section.RECORDS

    filter: RecordFilter
    counts: Mapping[OutcomeStatus, int]
    lines: tuple[RecordLine, ...]
    categories: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = tuple(Column)
    total: int | None = None
    first: int = 1
    order: Order = Order.LATEST
    may_be_more: bool = False
    newer: Turn | None = None
    older: Turn | None = None

    @property
    def found(self) -> Counted | None:
        """What the filter finds, None where that is not known."""
        return None if self.total is None else Counted(self.filter.kind, self.total)

    @property
    def all(self) -> int:
        """How many records the kind has."""
        return sum(self.counts.values())
