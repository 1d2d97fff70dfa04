"""JSON in which money stays exact: numbers with a fraction are Decimals on the way in and out."""

from decimal import Decimal
from typing import Any

import simplejson


def loads(text: bytes | str) -> Any:
    """Parse `text`; fractions become Decimal. Raises ValueError when it is no JSON."""
    return simplejson.loads(text, use_decimal=True)


def dumps(value: Any) -> bytes:
    """Write `value` as compact UTF-8; Decimals become JSON numbers, never strings or floats."""
    document: str = simplejson.dumps(value, use_decimal=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return document.encode()


def _plain(value: object) -> str:
    raise TypeError(f"a twin cannot write {type(value).__name__} as JSON")


def number(value: Decimal) -> Decimal:
    """`value` without trailing zeros or exponent, as QuickBooks writes its amounts."""
    normal = value.normalize()
    return normal.quantize(Decimal(1)) if normal == normal.to_integral_value() else normal
