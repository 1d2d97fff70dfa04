"""Whether both ledgers agree, for programs. Amounts are decimal text."""

from datetime import datetime

from counterfoil.domain import ledgers as domain
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """So many invoices, and what they come to."""

    records: int
    amount: str

    @classmethod
    def of(cls, total: domain.Total) -> "Total":
        """The total."""
        return cls(records=total.records, amount=f"{total.amount:f}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one cause comes to."""

    cause: domain.Cause
    category: ErrorCategory | None
    total: Total


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """Both ledgers in one currency: what is open in each, and why that differs."""

    currency: str
    hubspot: Total
    quickbooks: Total
    differences: tuple[Difference, ...]

    @classmethod
    def of(cls, slip: domain.Slip) -> "Slip":
        """The slip."""
        differences = (
            Difference(cause=one.reason.cause, category=one.reason.category, total=Total.of(one.total))
            for one in slip.explained
        )
        return cls(
            currency=slip.currency,
            hubspot=Total.of(slip.hubspot),
            quickbooks=Total.of(slip.quickbooks),
            differences=tuple(differences),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An invoice that is open over different amounts; null where it is not open, or not there at all."""

    records: tuple[str, ...]
    number: str
    customer: str
    currency: str
    hubspot: str | None
    quickbooks: str | None
    cause: domain.Cause
    category: ErrorCategory | None

    @classmethod
    def of(cls, gap: domain.Gap) -> "Gap":
        """The gap."""
        return cls(
            records=tuple(map(str, gap.refs)),
            number=gap.number,
            customer=gap.customer,
            currency=gap.currency,
            hubspot=f"{gap.hubspot:f}" if gap.hubspot is not None else None,
            quickbooks=f"{gap.quickbooks:f}" if gap.quickbooks is not None else None,
            cause=gap.reason.cause,
            category=gap.reason.category,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgers:
    """Both ledgers as they were compared last; `at` is null before the first night. `unread` invoices are in no total."""

    at: datetime | None
    agree: bool
    slips: tuple[Slip, ...]
    gaps: tuple[Gap, ...]
    unread: int

    @classmethod
    def of(cls, found: domain.Ledgers | None) -> "Ledgers":
        """The ledgers."""
        if found is None:
            return cls(at=None, agree=True, slips=(), gaps=(), unread=0)
        slips, gaps = map(Slip.of, found.slips), map(Gap.of, found.gaps)
        return cls(at=found.at, agree=found.agree, slips=tuple(slips), gaps=tuple(gaps), unread=found.unread)
