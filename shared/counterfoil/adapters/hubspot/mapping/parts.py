"""What an invoice made in QuickBooks consists of in HubSpot: line items, discounts, fees and taxes. Pure.

HubSpot's prices are never below nothing, so a line that takes off becomes a fixed discount; every amount is exact.
Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/line-items/guide
"""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from counterfoil.adapters.hubspot.mapping.common import DISCOUNTS, FEES, LINE_ITEMS, TAXES
from counterfoil.domain.money import ZERO, plain, rounded
from counterfoil.domain.records.invoice import Invoice, InvoiceLine, LineRole
from counterfoil.domain.texts import names
from counterfoil.domain.values import dataclass

PRICE_DECIMALS = Decimal("0.000001")
"""Unit prices keep six decimals: https://knowledge.hubspot.com/payments/understand-payment-discounts"""


@dataclass(frozen=True, slots=True)
class Part:
    """One record that belongs to an invoice: the type of object, and its properties."""

    objects: str
    properties: Mapping[str, str]


def parts_of(invoice: Invoice) -> list[Part]:
    """All parts, in the order in which people see them."""
    parts = [_part(number, line, invoice.currency) for number, line in enumerate(invoice.lines)]
    if invoice.discount:
        parts.append(_adjustment(len(parts), names.WHOLE_DISCOUNT(), -invoice.discount, LineRole.ITEM))
    return parts


def _part(number: int, line: InvoiceLine, currency: str) -> Part:
    if line.role is LineRole.ITEM and line.amount >= ZERO:
        return Part(LINE_ITEMS, dict(_line_item(number, line, currency)))
    return _adjustment(number, line.name or line.description, line.amount, line.role)


def _adjustment(number: int, label: str, amount: Decimal, role: LineRole) -> Part:
    """What is taken off is a discount, whatever it is called in QuickBooks."""
    objects = DISCOUNTS if amount < ZERO else TAXES if role is LineRole.TAX else FEES
    return Part(
        objects,
        {
            "hs_type": "FIXED",
            "hs_value": plain(abs(amount)),
            "hs_label": label,
            "hs_sort_order": str(number),
        },
    )


def _line_item(number: int, line: InvoiceLine, currency: str) -> Iterator[tuple[str, str]]:
    quantity, price = _priced(line, currency)
    yield "name", line.name or line.description or names.UNNAMED_LINE()
    yield "description", line.description
    yield "quantity", plain(quantity)
    yield "price", plain(price)
    yield "hs_position_on_quote", str(number)
    yield "hs_line_item_currency_code", currency
    if line.product:
        yield "hs_product_id", line.product.id


def _priced(line: InvoiceLine, currency: str) -> tuple[Decimal, Decimal]:
    """The quantity and the price that come to the line's amount exactly; one piece where nothing else does."""
    if line.quantity and line.quantity > ZERO:
        net = (line.amount / line.quantity).quantize(PRICE_DECIMALS, rounding=ROUND_HALF_UP)
        for price in (line.unit_price, net):
            if price is not None and _is_kept(price) and rounded(price * line.quantity, currency) == line.amount:
                return line.quantity, price
    return Decimal(1), line.amount


def _is_kept(price: Decimal) -> bool:
    return price >= ZERO and int(price.normalize().as_tuple().exponent) >= int(PRICE_DECIMALS.as_tuple().exponent)
