"""A product: HubSpot's product, QuickBooks' Item."""

from dataclasses import dataclass
from decimal import Decimal

from counterfoil.domain.money import plain
from counterfoil.domain.records.record import Fields

CUSTOM_LINE_ITEM_NAME = "Custom line item"
"""The name of the one QuickBooks item that stands for every line without a product of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What an invoice line sells. `unit_price` is in the company's home currency; None when it has none.

    A `bundle` is a set of items that QuickBooks sells together.
    """

    name: str
    sku: str = ""
    description: str = ""
    unit_price: Decimal | None = None
    active: bool = True
    bundle: bool = False

    def fields(self) -> Fields:
        """The record as compared."""
        return {
            "name": self.name,
            "sku": self.sku,
            "description": self.description,
            "unit_price": "" if self.unit_price is None else plain(self.unit_price),
        }
