"""Money: decimal amounts, rounded half up to what their currency can pay."""

from decimal import ROUND_HALF_UP, Decimal

# Currencies whose smallest unit is not a hundredth (ISO 4217).
_DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV"), 0),
    **dict.fromkeys(("XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
ZERO = Decimal(0)


def decimals(currency: str) -> int:
    """How many decimals amounts in `currency` have."""
    return _DECIMALS.get(currency, 2)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """`amount` half up to the currency's smallest unit, as both vendors round sales."""
    return amount.quantize(Decimal(1).scaleb(-decimals(currency)), rounding=ROUND_HALF_UP)


def percentage(amount: Decimal, percent: Decimal, currency: str) -> Decimal:
    """`percent` (8.5 means 8.5 %) of `amount`, rounded."""
    return rounded(amount * percent / 100, currency)


def plain(amount: Decimal) -> str:
    """`amount` in its one canonical spelling: no exponent, no trailing zeros, no negative zero."""
    return f"{(amount + 0).normalize() or ZERO:f}"
