"""Amounts are rounded half up to what their currency can pay, and spelt in one way."""

from decimal import Decimal

import pytest

from counterfoil.domain.money import decimals, percentage, plain, rounded


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("0.005", "USD", "0.01"),
        ("0.0049", "USD", "0.00"),
        ("2.675", "USD", "2.68"),
        ("-2.675", "USD", "-2.68"),
        ("1234.5", "JPY", "1235"),
        ("1.0005", "KWD", "1.001"),
    ],
)
def test_half_goes_up(amount: str, currency: str, expected: str) -> None:
    assert rounded(Decimal(amount), currency) == Decimal(expected)


@pytest.mark.parametrize(("currency", "expected"), [("USD", 2), ("EUR", 2), ("JPY", 0), ("BHD", 3)])
def test_a_currency_has_its_own_decimals(currency: str, expected: int) -> None:
    assert decimals(currency) == expected


def test_a_percentage_is_rounded_once() -> None:
    assert percentage(Decimal("19.99"), Decimal("8.5"), "USD") == Decimal("1.70")
    assert percentage(Decimal("0.10"), Decimal(5), "USD") == Decimal("0.01")


@pytest.mark.parametrize(
    ("amount", "spelt"),
    [("100.00", "100"), ("1E+3", "1000"), ("-0.00", "0"), ("0", "0"), ("12.50", "12.5"), ("0.000", "0"), ("-1.10", "-1.1")],
)
def test_equal_amounts_are_spelt_equally(amount: str, spelt: str) -> None:
    assert plain(Decimal(amount)) == spelt
