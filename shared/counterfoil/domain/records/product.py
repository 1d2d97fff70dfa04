"""A product: HubSpot's product, QuickBooks' Item."""

from decimal import Decimal

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.money import plain
from counterfoil.domain.records.record import Fields
from counterfoil.domain.values import dataclass

CUSTOM_LINE_ITEM_NAME = "Custom line item"
"""The name of the one QuickBooks item under which every line without a product of its own is sold."""

CUSTOM_LINE_ITEM = RecordRef(System.HUBSPOT, EntityKind.PRODUCT, "custom-line-item")
"""What that item is linked with: no record of HubSpot's, so that it is in no vendor's list of products."""


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
