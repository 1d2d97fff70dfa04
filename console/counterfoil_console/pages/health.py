"""How a connection stands: its records, its ledgers, its last days."""

from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Direction
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import Amount, Counted, Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectRow:
    """How many records of a kind stand how. `direction` is that of its rule, None for a kind that follows invoices."""

    kind: EntityKind
    in_step: int
    needs_you: int
    waiting: int
    left_out: int
    last_change: datetime | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class LedgerSide:
    """The open invoices of one system in one currency."""

    count: int
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Records that explain a part of the difference, by their cause. `amount` is what QuickBooks shows more or less.

    Those of a `category` are listed as records; `anchor` is where others are named, on the page of the ledgers.
    """

    title: str
    records: Counted
    amount: Amount
    category: ErrorCategory | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """Both ledgers in one currency. `unexplained` are the records whose difference nobody can name yet, if any."""

    hubspot: LedgerSide
    quickbooks: LedgerSide
    differences: tuple[Difference, ...] = ()
    unexplained: Amount
    unexplained_count: int = 0

    @property
    def is_equal(self) -> bool:
        """Whether both sides show the same."""
        return self.hubspot.amount == self.quickbooks.amount

    @property
    def is_explained(self) -> bool:
        """Whether every difference has its cause."""
        return not self.unexplained.amount and not self.unexplained_count

    @property
    def explained(self) -> Amount:
        """What all causes come to."""
        total = sum((one.amount.amount for one in self.differences), Decimal(0))
        return Amount(total, self.unexplained.currency)

    @property
    def explained_count(self) -> int:
        """How many records the causes have."""
        return sum(one.records.count for one in self.differences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgers:
    """The last comparison of both ledgers, with a slip for each currency."""

    at: datetime
    slips: tuple[Slip, ...]

    @property
    def is_explained(self) -> bool:
        """Whether every difference has its cause."""
        return all(one.is_explained for one in self.slips)

    @property
    def is_equal(self) -> bool:
        """Whether there is no difference at all."""
        return all(one.is_equal and one.is_explained for one in self.slips)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day: changes carried, records that needed a person at its end, and whether the ledgers agreed that night.

    `apart` is by how much they did not, `cured_on` when they did again.
    """

    day: date
    carried: int
    needs_you: int = 0
    agreed: bool | None = True
    apart: Amount | None = None
    cured_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthPage(Page):
    """The health of a connection. `causes` counts those of `needs_you`.

    `is_compared_soon` says that somebody wants the ledgers compared now, `vanished` that the last check halted, for most
    records could not be found.
    """

    template: ClassVar[str] = "health.html"
    section: ClassVar[Section] = Section.HEALTH

    state: ConnectionState
    objects: tuple[ObjectRow, ...]
    needs_you: Sum = field(default_factory=Sum)
    causes: int = 0
    waiting: int = 0
    last_change: datetime | None = None
    ledgers: Ledgers | None = None
    is_compared_soon: bool = False
    vanished: bool = False
    days: tuple[Day, ...] = ()

    @property
    def carried(self) -> int:
        """How many changes were carried in all these days."""
        return sum(one.carried for one in self.days)

    @property
    def apart(self) -> tuple[Day, ...]:
        """The days whose ledgers did not agree."""
        return tuple(one for one in self.days if one.apart)
