"""What an invoice of QuickBooks' consists of in HubSpot: line by line, to the cent."""

from decimal import Decimal

import pytest

from counterfoil.adapters.hubspot.mapping.parts import parts_of
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.invoice import LineRole
from tests.builders import a_line, an_invoice, hubspot


@pytest.mark.parametrize(
    ("quantity", "unit_price", "told"),
    [
        ("4", "25.00", ("4", "25")),
        ("3", "30.00", ("3", "33.333333")),  # a price that does not come to the amount gives way to one that does
        ("3", None, ("3", "33.333333")),
        ("0.0003", "1", ("0.0003", "333333.333333")),
        ("70000000", "1", ("1", "100")),  # no price of six decimals comes to the amount
        ("-1", "-100", ("1", "100")),
        (None, None, ("1", "100")),
    ],
)
def test_quantity_and_price_come_to_the_amount(quantity: str | None, unit_price: str | None, told: tuple[str, str]) -> None:
    line = a_line(
        "100.00",
        quantity=None if quantity is None else Decimal(quantity),
        unit_price=None if unit_price is None else Decimal(unit_price),
    )
    (part,) = parts_of(an_invoice(lines=(line,)))
    assert (part.properties["quantity"], part.properties["price"]) == told


def test_a_line_names_its_product_where_there_is_one() -> None:
    product = hubspot(EntityKind.PRODUCT, "5")
    sold, free = parts_of(an_invoice(lines=(a_line(product=product), a_line(name="", description=""))))
    assert sold.properties["hs_product_id"] == "5"
    assert "hs_product_id" not in free.properties
    assert free.properties["name"]


def test_what_takes_off_is_a_discount_and_what_is_added_a_fee_or_a_tax() -> None:
    lines = (
        a_line("-5.00", name="Coupon"),
        a_line("3.00", name="Shipping", role=LineRole.FEE),
        a_line("8.00", name="Tax", role=LineRole.TAX),
    )
    parts = parts_of(an_invoice(lines=lines, discount=Decimal("2.50")))
    assert [(one.objects, one.properties["hs_value"]) for one in parts] == [
        ("discounts", "5"), ("fees", "3"), ("taxes", "8"), ("discounts", "2.5"),
    ]  # fmt: skip
    assert [one.properties["hs_sort_order"] for one in parts] == ["0", "1", "2", "3"]
