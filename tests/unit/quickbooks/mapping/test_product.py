"""Items, from the wire and to it."""

from decimal import Decimal
from typing import Any

import pytest

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.mapping.product import product_document, product_members, product_snapshot
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import ErrorCategory, VendorError
from counterfoil.domain.records.product import Product
from tests.builders import a_product
from tests.unit.quickbooks.support import row


def product(**members: Any) -> Product:
    record = product_snapshot(wire.Item.model_validate(row(**members))).record
    assert isinstance(record, Product)
    return record


def test_a_product_to_and_fro() -> None:
    members = product_members(a_product(description="Pumps"), {"name", "sku", "description", "unit_price"})
    assert members == {"Name": "Pump", "Sku": "PRD-PUMP", "Description": "Pumps", "UnitPrice": Decimal("12.75")}
    assert product(**members) == a_product(description="Pumps")
    assert product_members(a_product(name=":", unit_price=None), {"name", "unit_price"}) == {"UnitPrice": 0}


@pytest.mark.parametrize(("kind", "bundle"), [("Group", True), ("Bundle", True), ("Service", False)])
def test_bundles_are_known_as_such(kind: str, *, bundle: bool) -> None:
    assert product(Type=kind).bundle is bundle


@pytest.mark.parametrize(
    ("name", "active", "shown"),
    [
        ("Pump (deleted)", False, "Pump"),
        ("Pump (deleted 2)", False, "Pump"),
        ("Pump", False, "Pump"),
        ("Pump (deleted)", True, "Pump (deleted)"),
    ],
)
def test_the_suffix_of_inactive_items_is_no_part_of_the_name(name: str, shown: str, *, active: bool) -> None:
    assert product(Name=name, Active=active).name == shown


def test_a_new_item_is_sold_into_an_account_and_there_must_be_one() -> None:
    document = product_document(a_product(), CompanyProfile(income_account_id="79"))
    assert (document["Type"], document["IncomeAccountRef"]) == ("Service", {"value": "79"})
    with pytest.raises(VendorError) as raised:
        product_document(a_product(), CompanyProfile())
    assert raised.value.failure.category is ErrorCategory.UNKNOWN_ACCOUNT


def test_only_the_fields_that_changed_are_written() -> None:
    assert product_members(a_product(), {"sku"}) == {"Sku": "PRD-PUMP"}
    assert product_members(a_product(), set()) == {}
