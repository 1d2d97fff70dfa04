"""The arithmetic of line items and invoices, exact and rounded half up to the currency's precision.

Order of work: line items, then discounts, fees and taxes, each kind by `hs_sort_order`
(https://developers.hubspot.com/docs/api-reference/latest/crm/objects/invoices/guide). A line's percentage discount is
rounded first and then taken off (https://knowledge.hubspot.com/payments/understand-payment-discounts).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
WITHOUT_CENTS = frozenset({"CLP", "JPY", "KRW", "VND"})
THOUSANDTHS = frozenset({"TND"})


def decimal_of(text: str) -> Decimal:
    """The number in a stored property value; nothing counts as zero."""
    return Decimal(text) if text else ZERO


def rounded(amount: Decimal, currency: str) -> Decimal:
    """`amount` to the precision of `currency`, half up."""
    places = 0 if currency in WITHOUT_CENTS else 3 if currency in THOUSANDTHS else 2
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """What HubSpot calculates for one line item."""

    before_discount: Decimal
    discount: Decimal
    amount: Decimal
    tax: Decimal


def line_amounts(
    *,
    quantity: Decimal,
    price: Decimal,
    discount_each: Decimal = ZERO,
    discount_percent: Decimal = ZERO,
    tax_percent: Decimal = ZERO,
    currency: str = "USD",
) -> LineAmounts:
    """The amounts of a line; the percentage is taken of quantity x price and wins over the discount per unit."""
    gross = quantity * price
    discount = gross * discount_percent / 100 if discount_percent else discount_each * quantity
    discount = rounded(discount, currency)
    amount = rounded(gross - discount, currency)
    tax = rounded(amount * tax_percent / 100, currency)
    return LineAmounts(rounded(gross, currency), discount, amount, tax)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An order-level discount, fee or tax."""

    value: Decimal
    percent: bool
    sort_order: Decimal = ZERO

    def on(self, running: Decimal, currency: str) -> Decimal:
        """Its amount on a running total."""
        return rounded(running * self.value / 100 if self.percent else self.value, currency)


@dataclass(frozen=True, slots=True)
class InvoiceTotals:
    """What HubSpot calculates for one invoice."""

    subtotal: Decimal
    discount: Decimal
    fees: Decimal
    tax: Decimal
    total: Decimal


def invoice_totals(
    lines: Sequence[LineAmounts],
    *,
    discounts: Iterable[Adjustment] = (),
    fees: Iterable[Adjustment] = (),
    taxes: Iterable[Adjustment] = (),
    currency: str = "USD",
) -> InvoiceTotals:
    """The totals of an invoice; a discount never takes more than there is."""
    subtotal = sum((line.amount for line in lines), ZERO)
    running = subtotal
    discount = ZERO
    for each in _in_order(discounts):
        share = min(each.on(running, currency), running)
        discount, running = discount + share, running - share
    fee = ZERO
    for each in _in_order(fees):
        share = each.on(running, currency)
        fee, running = fee + share, running + share
    taxed = running
    tax = sum((line.tax for line in lines), ZERO)
    for each in _in_order(taxes):
        tax += each.on(taxed, currency)
    return InvoiceTotals(subtotal, discount, fee, tax, taxed + tax)


def _in_order(adjustments: Iterable[Adjustment]) -> list[Adjustment]:
    return sorted(adjustments, key=lambda each: each.sort_order)
