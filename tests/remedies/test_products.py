"""Products and items both ways: what is carried, what is never made, and prices that are in another currency."""

from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from infra.sandbox.people.bookkeeper import Row
from tests.remedies.office import Office


def product(office: Office, **properties: str) -> str:
    values = {"name": "Lamp", "hs_sku": "L-1", "description": "It shines", "price": "12.50", **properties}
    return office.portal.create("products", values)


def items(office: Office) -> dict[str, Row]:
    return {row["Name"]: row for row in office.bookkeeper.rows("Item")}


def shown(office: Office, sku: str) -> dict[str, str]:
    """The one product in HubSpot with this SKU."""
    (found,) = [one for one in office.portal.every("products", ("name", "hs_sku", "price")) if one["hs_sku"] == sku]
    return found


@pytest.mark.feature("P4")
def test_a_product_becomes_an_item_with_price_type_and_account() -> None:
    with Office.opened(products=Direction.HUBSPOT_TO_QUICKBOOKS) as office:
        made = product(office, name="Lamp: blue\t1")
        office.poll()
        item = items(office)["Lamp blue 1"]
        assert (item["Sku"], item["Description"], item["UnitPrice"]) == ("L-1", "It shines", Decimal("12.5"))
        assert item["Type"] == "Service"
        assert item["IncomeAccountRef"]["value"]
        office.portal.change("products", made, price="13.00")
        office.poll()
        assert items(office)["Lamp blue 1"]["UnitPrice"] == Decimal(13)


@pytest.mark.feature("P4")
@pytest.mark.parametrize("kind", ["Service", "NonInventory", "Inventory"])
def test_items_of_every_type_that_can_be_sold_become_products(kind: str) -> None:
    with Office.opened(products=Direction.BOTH) as office:
        office.bookkeeper.add_item("Chair", Type=kind, Sku="C-1", UnitPrice=40, **stock(office, kind))
        office.poll()
        made = shown(office, "C-1")
        assert (made["name"], Decimal(made["price"])) == ("Chair", Decimal(40))
        office.portal.change("products", made["id"], price="41")
        office.poll()
        assert items(office)["Chair"]["UnitPrice"] == Decimal(41)


def stock(office: Office, kind: str) -> dict[str, object]:
    """What an item that is kept in stock needs beside the rest."""
    if kind != "Inventory":
        return {}
    accounts = {row["AccountSubType"]: {"value": row["Id"]} for row in office.bookkeeper.rows("Account")}
    return {
        "TrackQtyOnHand": True,
        "QtyOnHand": 5,
        "InvStartDate": "2026-01-01",
        "AssetAccountRef": accounts["Inventory"],
        "ExpenseAccountRef": accounts["SuppliesMaterialsCogs"],
        "IncomeAccountRef": accounts["SalesOfProductIncome"],
    }


@pytest.mark.feature("P4")
def test_categories_and_bundles_are_no_products() -> None:
    with Office.opened(products=Direction.BOTH) as office:
        part = office.bookkeeper.add_item("Chair", Sku="C-1")
        office.bookkeeper.enter("Item", Name="Furniture", Type="Category")
        lines = {"ItemGroupLine": [{"ItemRef": {"value": part["Id"]}, "Qty": 2}]}
        bundle = office.bookkeeper.add_item("Set", Type="Group", Sku="S-1", ItemGroupDetail=lines)
        office.poll()
        assert [one["name"] for one in office.portal.every("products", ("name",))] == ["Chair"]
        outcome = office.outcome(RecordRef(System.QUICKBOOKS, EntityKind.PRODUCT, bundle["Id"]))
        assert (outcome.status, outcome.reasons) == (
            OutcomeStatus.EXCLUDED,
            ("Bundles are not synced: QuickBooks sells their items.",),
        )


@pytest.mark.feature("P4")
def test_no_price_is_taken_for_one_in_another_currency() -> None:
    with Office.opened({"currency": "EUR"}, products=Direction.BOTH) as office:
        made = product(office)
        office.bookkeeper.add_item("Chair", Sku="C-1", UnitPrice=40)
        office.poll()
        assert items(office)["Lamp"]["UnitPrice"] == 0
        assert shown(office, "C-1")["price"] == ""
        office.portal.change("products", made, price="13.00", description="It glows")
        office.bookkeeper.change("Item", items(office)["Lamp"]["Id"], UnitPrice=11)
        office.poll()
        office.poll()
        item = items(office)["Lamp"]
        assert (item["UnitPrice"], item["Description"]) == (11, "It glows")
        assert Decimal(shown(office, "L-1")["price"]) == 13


@pytest.mark.feature("P4")
def test_a_line_in_a_foreign_currency_has_its_own_price() -> None:
    with Office.opened({"multicurrency": True}, products=Direction.BOTH) as office:
        lamp = product(office)
        office.poll()
        line = {"hs_product_id": lamp, "name": "Lamp", "quantity": "2", "price": "11.00", "hs_sku": "L-1"}
        invoice = office.invoice("", line, hs_currency="EUR")
        assert office.is_in_sync(invoice)
        booked = office.booked(invoice)
        (sold,) = [one for one in booked["Line"] if one["DetailType"] == "SalesItemLineDetail"]
        assert (booked["CurrencyRef"]["value"], sold["SalesItemLineDetail"]["UnitPrice"]) == ("EUR", 11)
        assert items(office)["Lamp"]["UnitPrice"] == Decimal("12.5")
