"""Items as QuickBooksSystem makes them, and the prices of lines that sell them, over the twin."""

from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.records.invoice import Invoice, InvoiceLine
from tests.builders import a_line, a_product, quickbooks
from tests.contract.systems.quickbooks_world import QuickBooksWorld
from tests.contract.systems.steps import written


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company of its own for every test."""
    return QuickBooksWorld()


@pytest.mark.feature("P4")
def test_an_item_arrives_with_all_that_it_is_sold_by(world: QuickBooksWorld) -> None:
    record = a_product(description="Half a horsepower")
    [made] = written(world, world.create(EntityKind.PRODUCT, "1", record))
    assert made.record == record
    stored = world.stored("Item", made.ref.id)
    assert (stored["Name"], stored["Sku"], stored["Description"]) == ("Pump", "PRD-PUMP", "Half a horsepower")
    assert (stored["UnitPrice"], stored["Type"]) == (Decimal("12.75"), "Service")
    assert stored["IncomeAccountRef"]["value"] == world.company.income_account_id


@pytest.mark.feature("P4")
def test_a_line_in_another_currency_keeps_its_own_price() -> None:
    """The item's is in the currency of the books."""
    world = QuickBooksWorld(multicurrency=True)
    pump = world.make("Item", {"Name": "Pump", "Type": "Service", "UnitPrice": "12.75", "IncomeAccountRef": {"value": "79"}})
    payer = world.make("Customer", {"DisplayName": "Cafe", "CurrencyRef": {"value": "EUR"}})
    product, customer = quickbooks(EntityKind.PRODUCT, pump["Id"]), quickbooks(EntityKind.CUSTOMER, payer["Id"])
    lines = (a_line("19.98", quantity=Decimal(2), unit_price=Decimal("9.99"), product=product), bare_line(product))
    record = world.an_invoice(currency="EUR", customer=customer, lines=lines, total=Decimal(25), balance=Decimal(25))
    [made] = written(world, world.create(EntityKind.INVOICE, "1", record))
    assert isinstance(made.record, Invoice)
    assert [(one.unit_price, one.amount) for one in made.record.lines] == [
        (Decimal("9.99"), Decimal("19.98")),
        (None, Decimal("5.02")),
    ]


def bare_line(product: RecordRef) -> InvoiceLine:
    """One with an amount, and neither quantity nor price."""
    return a_line("5.02", quantity=None, unit_price=None, product=product)
