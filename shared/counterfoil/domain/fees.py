"""What was kept back of payments: fees of the payment processor, and of HubSpot's platform."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.money import ZERO
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFees:
    """One payment of HubSpot, and the two kinds of fees on it, all in the payment's currency."""

    payment: RecordRef
    paid_on: date
    currency: str
    amount: Decimal
    processing: Decimal = ZERO
    platform: Decimal = ZERO
    reference: str = ""

    @property
    def charged(self) -> bool:
        """Whether there is a fee at all."""
        return bool(self.processing or self.platform)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeTotal:
    """All payments with fees in one currency. Whether the first kind of fee holds the second HubSpot does not say."""

    currency: str
    payments: int
    amount: Decimal
    processing: Decimal
    platform: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeReport:
    """The fees on a month's payments, by day; `free` payments had none, `unreadable` ones could not be understood."""

    charged: tuple[PaymentFees, ...]
    totals: tuple[FeeTotal, ...]
    free: int
    unreadable: tuple[RecordRef, ...]


def fee_report(found: Mapping[RecordRef, PaymentFees | Failure]) -> FeeReport:
    """The report on these payments."""
    read = [one for one in found.values() if isinstance(one, PaymentFees)]
    charged = tuple(sorted((one for one in read if one.charged), key=lambda one: (one.paid_on, one.payment.id)))
    return FeeReport(
        charged=charged,
        totals=_totals(charged),
        free=len(read) - len(charged),
        unreadable=tuple(ref for ref, one in found.items() if isinstance(one, Failure)),
    )


def _totals(charged: Iterable[PaymentFees]) -> tuple[FeeTotal, ...]:
    by_currency: dict[str, list[PaymentFees]] = defaultdict(list)
    for one in charged:
        by_currency[one.currency].append(one)
    return tuple(_total(currency, by_currency[currency]) for currency in sorted(by_currency))


def _total(currency: str, charged: list[PaymentFees]) -> FeeTotal:
    return FeeTotal(
        currency=currency,
        payments=len(charged),
        amount=sum((one.amount for one in charged), ZERO),
        processing=sum((one.processing for one in charged), ZERO),
        platform=sum((one.platform for one in charged), ZERO),
    )
