"""What HubSpot charges on top of an invoice's lines, or takes off: discounts, fees, taxes."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.hubspot.mapping.invoice import InvoiceParts
from counterfoil.domain.records.invoice import LineRole
from tests.unit.hubspot.mapping.invoices import Adjustment, adjustment, line, read

AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2).map(str)
PERCENTS = st.decimals(min_value=0, max_value=100, places=3).map(str)
ADJUSTMENTS = st.lists(
    st.one_of(
        PERCENTS.map(lambda value: adjustment("1", "PERCENT", value)),
        AMOUNTS.map(lambda value: adjustment("1", "FIXED", value)),
    ),
    max_size=3,
)


def test_discounts_come_first_then_fees_then_taxes() -> None:
    parts = InvoiceParts(
        line_items=[line("1", amount="100.00", price="100.00", quantity="1")],
        discounts=[adjustment("2", "PERCENT", "10", "1"), adjustment("3", "FIXED", "5", "0")],
        fees=[adjustment("4", "FIXED", "4.50", label="Shipping")],
        taxes=[adjustment("5", "PERCENT", "8", label="State tax"), adjustment("6", "PERCENT", "1", label="City tax")],
    )
    found = read(parts, hs_amount_billed="98.10")
    assert found.discount == Decimal("14.50")  # 5.00, then 10 % of 95.00
    assert [(one.role, one.name, one.amount) for one in found.lines[1:]] == [
        (LineRole.FEE, "Shipping", Decimal("4.50")),
        (LineRole.TAX, "State tax", Decimal("7.20")),
        (LineRole.TAX, "City tax", Decimal("0.90")),
    ]
    assert found.computed_total == found.total


def test_a_discount_takes_no_more_than_there_is() -> None:
    parts = InvoiceParts(line_items=[line("1", amount="10.00")], discounts=[adjustment("2", "FIXED", "25")])
    assert read(parts).computed_total == 0


def test_amounts_are_rounded_half_up_to_the_currency() -> None:
    taxed = InvoiceParts(line_items=[line("1", amount="345.00")], taxes=[adjustment("2", "PERCENT", "6.5")])
    assert read(taxed).lines[1].amount == Decimal("22.43")
    yen = InvoiceParts(line_items=[line("1", amount="345")], taxes=[adjustment("2", "PERCENT", "6.5")])
    assert read(yen, hs_currency="JPY").lines[1].amount == Decimal(22)


@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=5), discounts=ADJUSTMENTS, fees=ADJUSTMENTS, taxes=ADJUSTMENTS)
def test_every_amount_is_whole_cents_and_no_total_is_negative(
    amounts: list[str], discounts: list[Adjustment], fees: list[Adjustment], taxes: list[Adjustment]
) -> None:
    lines = [line(f"{number}", amount=amount) for number, amount in enumerate(amounts, 1)]
    found = read(InvoiceParts(line_items=lines, discounts=discounts, fees=fees, taxes=taxes))
    assert found.computed_total >= 0
    assert 0 <= found.discount <= sum(map(Decimal, amounts))
    for amount in (found.discount, *(one.amount for one in found.lines)):
        assert amount == amount.quantize(Decimal("0.01"))
