"""Do the ledgers agree? The open invoices of both systems, added up by currency, and what explains each difference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.money import ZERO
from counterfoil.domain.values import dataclass

MOST_NAMED, MOST_KEPT = 100, 400
"""So many invoices of one cause are kept by name, the first that were found, and so many of all; every one is counted.

They fit into one item of a table; what nothing explains is kept before all others.
"""


class Cause(StrEnum):
    """Why an invoice is open over different amounts."""

    NEEDS_YOU = "needs_you"  # it fails, and is shown with its category
    WAITING = "waiting"  # it is tried again by itself
    UNDER_WAY = "under_way"  # it has just moved, and is carried
    LEFT_OUT = "left_out"  # by a rule, a filter or a person
    SETTLED = "settled"  # in QuickBooks without money, as its remarks say
    ACCEPTED = "accepted"  # a person accepted the difference
    ENDED = "ended"  # one of the two was deleted, and nothing is left to do
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """A cause, of what needs a person or waits with its category."""

    cause: Cause
    category: ErrorCategory | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An invoice that is open over different amounts; None where it is not open, or not there at all.

    `refs` are the records that are known of it, HubSpot's first. It has the `number` and `customer` of the one that is open.
    """

    refs: tuple[RecordRef, ...]
    currency: str
    reason: Reason
    hubspot: Decimal | None = None
    quickbooks: Decimal | None = None
    number: str = ""
    customer: str = ""

    @property
    def amount(self) -> Decimal:
        """What QuickBooks shows more than HubSpot."""
        return (self.quickbooks or ZERO) - (self.hubspot or ZERO)


@dataclass(frozen=True, slots=True)
class Total:
    """So many invoices, and what they come to."""

    records: int = 0
    amount: Decimal = ZERO

    def plus(self, amount: Decimal | None) -> "Total":
        """With one invoice more, unless it has no amount."""
        return self if amount is None else Total(self.records + 1, self.amount + amount)


@dataclass(frozen=True, slots=True)
class Explained:
    """What one reason comes to."""

    reason: Reason
    total: Total


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """Both ledgers in one currency."""

    currency: str
    hubspot: Total = Total()
    quickbooks: Total = Total()
    explained: tuple[Explained, ...] = ()

    @property
    def differences(self) -> tuple[Explained, ...]:
        """Every difference that has a cause."""
        return tuple(one for one in self.explained if one.reason.cause is not Cause.UNEXPLAINED)

    @property
    def unexplained(self) -> Total:
        """What nobody can name a cause of."""
        return next((one.total for one in self.explained if one.reason.cause is Cause.UNEXPLAINED), Total())

    def with_amounts(self, hubspot: Decimal | None, quickbooks: Decimal | None) -> Self:
        """With what one invoice is open over on both sides."""
        return replace(self, hubspot=self.hubspot.plus(hubspot), quickbooks=self.quickbooks.plus(quickbooks))

    def with_gap(self, gap: Gap) -> Self:
        """With the reason of one difference; its amounts are counted already."""
        totals = {one.reason: one.total for one in self.explained}
        totals[gap.reason] = totals.get(gap.reason, Total()).plus(gap.amount)
        return replace(self, explained=tuple(Explained(reason, totals[reason]) for reason in sorted(totals, key=_in_order)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgers:
    """Both ledgers as they were compared `at` a time, a slip for each currency, and the differences by name.

    `unread` counts open invoices that could not be understood and are in no total.
    """

    at: datetime
    slips: tuple[Slip, ...] = ()
    gaps: tuple[Gap, ...] = ()
    unread: int = 0

    @property
    def unexplained(self) -> tuple[Gap, ...]:
        """The differences that nobody can name a cause of."""
        return tuple(gap for gap in self.gaps if gap.reason.cause is Cause.UNEXPLAINED)

    @property
    def agree(self) -> bool:
        """Whether every difference has a cause."""
        return not any(slip.unexplained.records for slip in self.slips)

    @property
    def in_short(self) -> Self:
        """Without the differences by name."""
        return replace(self, gaps=())

    def with_amounts(self, amounts: Iterable[tuple[str, Decimal | None, Decimal | None]]) -> Self:
        """With these invoices' currencies and what they are open over, in HubSpot and in QuickBooks."""
        slips = self._by_currency
        for currency, hubspot, quickbooks in amounts:
            slips[currency] = slips.get(currency, Slip(currency=currency)).with_amounts(hubspot, quickbooks)
        return self._with(slips, self.gaps)

    def with_gaps(self, found: Sequence[Gap]) -> Self:
        """With these differences, whose amounts are counted already."""
        slips = self._by_currency
        for gap in found:
            slips[gap.currency] = slips[gap.currency].with_gap(gap)
        return self._with(slips, _named((*self.gaps, *found)))

    @property
    def _by_currency(self) -> dict[str, Slip]:
        return {slip.currency: slip for slip in self.slips}

    def _with(self, slips: Mapping[str, Slip], gaps: tuple[Gap, ...]) -> Self:
        """The currency of most invoices first."""
        ordered = sorted(slips.values(), key=lambda one: (-one.hubspot.records - one.quickbooks.records, one.currency))
        return replace(self, slips=tuple(ordered), gaps=gaps)


def _in_order(reason: Reason) -> tuple[int, str]:
    return list(Cause).index(reason.cause), reason.category or ""


def _named(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The first of each reason, as far as there is room."""
    kept: dict[Reason, list[Gap]] = {}
    for gap in gaps:
        some = kept.setdefault(gap.reason, [])
        if len(some) < MOST_NAMED:
            some.append(gap)
    unexplained_first = sorted(kept.items(), key=lambda one: one[0].cause is not Cause.UNEXPLAINED)
    return tuple(gap for _, some in unexplained_first for gap in some)[:MOST_KEPT]
