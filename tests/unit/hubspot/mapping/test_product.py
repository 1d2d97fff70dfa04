"""Products from HubSpot's wire and back."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from counterfoil.adapters.hubspot.mapping.product import product, product_properties
from counterfoil.adapters.hubspot.schemas import ProductProperties
from counterfoil.domain.records.product import Product
from tests.builders import a_product


@pytest.mark.parametrize(("price", "value"), [("12.50", Decimal("12.50")), ("", None), (None, None), ("0", Decimal(0))])
def test_a_products_price(price: str | None, value: Decimal | None) -> None:
    assert product(ProductProperties.model_validate({"name": "Pump", "price": price})).unit_price == value


def test_a_written_product_is_read_as_it_was() -> None:
    before = a_product(description="Pumps water")
    written = dict(product_properties(before).values())
    assert product(ProductProperties.model_validate(written)) == before
    assert product_properties(before).keys() == before.fields().keys()
    assert product_properties(Product(name="Pump"))["unit_price"] == ("price", "")


@pytest.mark.parametrize("price", ["NaN", "Infinity", "12,50", "free"])
def test_a_price_that_is_no_amount_is_named(price: str) -> None:
    with pytest.raises(ValidationError, match="price"):
        ProductProperties.model_validate({"price": price})
