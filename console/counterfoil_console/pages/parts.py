"""Pieces that several pages show."""

from datetime import date, datetime
from decimal import Decimal

from counterfoil.domain.blockers import OtherList
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with its currency."""

    amount: Decimal
    currency: str


type Value = str | date | Amount
"""A field as people read it, "" for nothing."""


@dataclass(frozen=True, slots=True)
class Counted:
    """So many records of one kind."""

    kind: EntityKind
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Records with what they come to, by currency."""

    counts: tuple[Counted, ...] = ()
    money: tuple[Amount, ...] = ()

    @property
    def count(self) -> int:
        """How many records."""
        return sum(one.count for one in self.counts)


@dataclass(frozen=True, slots=True)
class VendorLink:
    """Where a record can be opened in a vendor's product."""

    system: System
    address: str


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A record, or an entry of another list, that keeps a record from being carried, and where it can be opened."""

    kind: EntityKind | OtherList
    address: str


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a selection: the value that is sent, and what people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class By:
    """Who did something, and when."""

    who: str
    at: datetime
