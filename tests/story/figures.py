"""What is sold, added up by hand, to the cent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
NOTHING = Decimal(0)
YEAR = 2026


@dataclass(frozen=True, slots=True)
class Sold:
    """A line of an invoice: so many of something at a price, perhaps less some per cent.

    A product has an SKU, and an id in HubSpot if it was picked from the list there.
    """

    name: str
    quantity: str
    price: str
    percent_off: str = "0"
    sku: str = ""
    product: str = ""

    @property
    def amount(self) -> Decimal:
        """What the line comes to; what is taken off is rounded, as it is said on paper."""
        whole = Decimal(self.quantity) * Decimal(self.price)
        return to_the_cent(whole) - to_the_cent(whole * Decimal(self.percent_off) / 100)

    def in_hubspot(self) -> Mapping[str, str]:
        """The properties of a line item."""
        given = {
            "name": self.name,
            "quantity": self.quantity,
            "price": self.price,
            "hs_sku": self.sku,
            "hs_product_id": self.product,
            "hs_discount_percentage": self.percent_off if Decimal(self.percent_off) else "",
        }
        return {name: value for name, value in given.items() if value}


def to_the_cent(amount: Decimal) -> Decimal:
    """Half a cent goes up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def total_of(lines: Iterable[Sold], *further: Decimal) -> Decimal:
    """What lines come to, with whatever is put on or taken off the whole."""
    return sum((line.amount for line in lines), NOTHING) + sum(further, NOTHING)


def on(month: int, day: int) -> date:
    """A day of the story's year."""
    return date(YEAR, month, day)
