"""The arithmetic: published sums first, then the order of work."""

from decimal import Decimal

import pytest

from infra.sandbox.hubspot.totals import Adjustment, LineAmounts, invoice_totals, line_amounts, rounded
from tests.contract.hubspot_twin.client import Portal


@pytest.mark.parametrize(
    ("quantity", "price", "percent", "amount"),
    [
        ("1", "11.90", "15", "10.11"),  # knowledge.hubspot.com/payments/understand-payment-discounts
        ("10", "234.56", "20", "1876.48"),  # of quantity x price, help.hubdo.com
        ("3", "0.3333", "0", "1.00"),
        ("7", "0.333333", "0", "2.33"),
        ("1", "1.005", "0", "1.01"),
        ("0.5", "0.01", "0", "0.01"),
        ("2", "10", "100", "0.00"),
    ],
)
def test_line_items_round_half_up(quantity: str, price: str, percent: str, amount: str) -> None:
    found = line_amounts(quantity=Decimal(quantity), price=Decimal(price), discount_percent=Decimal(percent))
    assert str(found.amount) == amount


@pytest.mark.parametrize(("currency", "text"), [("USD", "2.35"), ("JPY", "2"), ("TND", "2.346"), ("KRW", "2")])
def test_the_currency_decides_the_precision(currency: str, text: str) -> None:
    assert str(rounded(Decimal("2.3455"), currency)) == text


def _line(amount: str) -> LineAmounts:
    return line_amounts(quantity=Decimal(1), price=Decimal(amount))


def test_discounts_then_fees_then_taxes() -> None:
    found = invoice_totals(
        [_line("100"), _line("50")],
        discounts=[Adjustment(Decimal(10), percent=True, sort_order=Decimal(2)), Adjustment(Decimal(20), percent=False)],
        fees=[Adjustment(Decimal(5), percent=True)],
        taxes=[Adjustment(Decimal("8.1"), percent=True), Adjustment(Decimal("1.5"), percent=False)],
    )
    # 150 - 20 = 130; - 13.00 = 117; + 5.85 = 122.85; tax 9.95085 -> 9.95, + 1.50
    parts = (found.subtotal, found.discount, found.fees, found.tax, found.total)
    assert parts == tuple(map(Decimal, ("150.00", "33.00", "5.85", "11.45", "134.30")))


def test_a_discount_takes_no_more_than_there_is() -> None:
    assert invoice_totals([_line("5")], discounts=[Adjustment(Decimal(9), percent=False)]).total == 0


def test_an_invoice_shows_its_amounts(portal: Portal) -> None:
    invoice = portal.draft(
        {"name": "A", "price": "11.90", "hs_discount_percentage": "15"},
        {"name": "B", "price": "20", "quantity": "2", "discount": "2.5"},
    )
    portal.create("discounts", ("invoices", invoice), hs_type="PERCENT", hs_value="10.0000", hs_label="Spring")
    portal.create("fees", ("invoices", invoice), hs_type="FIXED", hs_value="3")
    portal.create("taxes", ("invoices", invoice), hs_type="PERCENT", hs_value="8")
    names = ("hs_subtotal", "hs_total_discount", "hs_fees_total", "hs_tax", "hs_amount_billed", "hs_balance_due")
    found = portal.properties("invoices", invoice, *names)
    # 10.11 + 35.00 = 45.11; 10 % = 4.511 -> 4.51; 40.60 + 3 = 43.60; 8 % = 3.488 -> 3.49
    assert list(found.values()) == ["45.11", "4.51", "3.00", "3.49", "47.09", "47.09"]


def test_line_items_copy_from_their_product_and_calculate(portal: Portal) -> None:
    product = portal.create("products", name="Pump", price="15", hs_sku="PRD-PUMP")
    line = portal.create("line_items", hs_product_id=product, quantity="2", amount="999")
    names = ("name", "price", "hs_sku", "amount", "hs_pre_discount_amount", "hs_effective_unit_price")
    assert list(portal.properties("line_items", line, *names).values()) == [
        "Pump",
        "15",
        "PRD-PUMP",
        "30.00",
        "30.00",
        "15",
    ]
    portal.create("line_items", name="A", price="-1", status=400)
    portal.update("line_items", line, price="-1", status=400)
    portal.switch(line_item_amount_refused=True)
    portal.update("line_items", line, amount="5", status=400)


def test_a_tax_rate_of_the_library_taxes_a_line(portal: Portal) -> None:
    seeded = Portal(portal.twin, portal.act("create_portal", seeded=True))
    rates = seeded.call("GET", "/tax-rates/{v}/tax-rates")["results"]
    rate = next(found for found in rates if found["name"] == "California")
    assert (rate["percentageRate"], rate["active"]) == (8, True)
    assert seeded.call("GET", f"/tax-rates/v1/tax-rates/{rate['id']}") == rate
    line = seeded.create("line_items", name="A", price="11.90", hs_tax_rate_group_id=rate["id"])
    names = ("hs_tax_rate", "hs_tax_amount", "hs_post_tax_amount")
    assert list(seeded.properties("line_items", line, *names).values()) == ["8", "0.95", "12.85"]
