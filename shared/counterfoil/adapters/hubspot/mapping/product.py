"""A product between HubSpot's wire and the domain. Pure."""

from counterfoil.adapters.hubspot.schemas import ProductProperties
from counterfoil.domain.money import plain
from counterfoil.domain.records.product import Product


def product(properties: ProductProperties) -> Product:
    """A product; its price is in the portal's currency."""
    return Product(
        name=properties.name, sku=properties.hs_sku, description=properties.description, unit_price=properties.price
    )


def product_properties(record: Product) -> dict[str, tuple[str, str]]:
    """By domain field: HubSpot's property and its value."""
    return {
        "name": ("name", record.name),
        "sku": ("hs_sku", record.sku),
        "description": ("description", record.description),
        "unit_price": ("price", "" if record.unit_price is None else plain(record.unit_price)),
    }
