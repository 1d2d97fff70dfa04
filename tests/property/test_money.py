"""Money, over the whole space: rounding is half up, spelling is canonical, an invoice is the sum of its lines."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.quickbooks.mapping.invoice import PRICE_DECIMALS, unit_price
from counterfoil.domain.money import decimals, percentage, plain, rounded
from tests.builders import a_line, an_invoice

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD", "ZZZ"])
AMOUNTS = st.decimals(min_value="-1000000000", max_value="1000000000", places=7)
CENTS = st.integers(-10_000_000, 10_000_000).map(lambda cents: Decimal(cents) / 100)
QUANTITIES = st.decimals(min_value="0.0001", max_value="100000", places=4)


@given(AMOUNTS, CURRENCIES)
def test_rounding_moves_by_half_a_unit_at_most_and_ties_go_away_from_zero(amount: Decimal, currency: str) -> None:
    unit = Decimal(1).scaleb(-decimals(currency))
    distance = rounded(amount, currency) - amount
    assert abs(distance) <= unit / 2
    assert abs(distance) < unit / 2 or abs(rounded(amount, currency)) >= abs(amount)


@given(AMOUNTS, CURRENCIES)
def test_what_is_rounded_stays(amount: Decimal, currency: str) -> None:
    assert rounded(rounded(amount, currency), currency) == rounded(amount, currency)


@given(AMOUNTS, AMOUNTS)
def test_amounts_are_spelled_equally_exactly_when_they_are_equal(one: Decimal, other: Decimal) -> None:
    assert (plain(one) == plain(other)) == (one == other)
    assert Decimal(plain(one)) == one
    assert "E" not in plain(one)


@given(CENTS, st.integers(0, 10_000).map(lambda basis_points: Decimal(basis_points) / 100))
def test_a_part_and_the_rest_make_the_whole(amount: Decimal, percent: Decimal) -> None:
    part = percentage(amount, percent, "USD")
    assert abs(part) <= abs(amount)
    assert (amount - part) + part == amount


@given(st.lists(CENTS, min_size=1, max_size=30), CENTS)
def test_an_invoice_comes_to_its_lines_less_its_discount(amounts: list[Decimal], discount: Decimal) -> None:
    invoice = an_invoice(lines=tuple(a_line(str(amount)) for amount in amounts), discount=discount)
    assert invoice.computed_total == sum(amounts) - discount


@given(CENTS, QUANTITIES)
def test_a_unit_price_gives_the_line_its_amount_or_there_is_none(amount: Decimal, quantity: Decimal) -> None:
    price = unit_price(a_line(str(amount), quantity=quantity, unit_price=None), "USD")
    if price is not None:
        assert rounded(price * quantity, "USD") == amount
        assert price == price.quantize(PRICE_DECIMALS)
