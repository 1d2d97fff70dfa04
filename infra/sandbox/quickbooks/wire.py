"""How QuickBooks writes things: times in Pacific time, amounts as numbers, references, addresses.

https://developer.intuit.com/app/developer/qbo/docs/learn/rest-api-features
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from infra.sandbox.quickbooks.errors import QuickBooksError

Document = dict[str, Any]
PACIFIC = ZoneInfo("America/Los_Angeles")
CENT = Decimal("0.01")
ZERO = Decimal(0)


def wire_time(moment: datetime) -> str:
    """`moment` as MetaData has it: whole seconds with the Pacific offset."""
    return moment.astimezone(PACIFIC).replace(microsecond=0).isoformat()


def envelope_time(moment: datetime) -> str:
    """`moment` as the envelope of an answer has it: milliseconds with the Pacific offset."""
    return moment.astimezone(PACIFIC).isoformat(timespec="milliseconds")


def company_date(moment: datetime) -> str:
    """Today's date where the company is."""
    return moment.astimezone(PACIFIC).date().isoformat()


def blank(value: object) -> bool:
    """Whether a member counts as not sent: absent, null or an empty string."""
    return value is None or value == ""


def decimal_of(value: object, element: str) -> Decimal:
    """An amount, sent as a number or as digits in a string. Raises 2080 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise QuickBooksError("2080", f"Invalid Number : {value}", element)
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise QuickBooksError("2080", f"Invalid Number : {value}", element) from None
    if not amount.is_finite():
        raise QuickBooksError("2080", f"Invalid Number : {value}", element)
    return amount


def optional_decimal(value: object, element: str) -> Decimal | None:
    """An amount, or None when the member was not sent."""
    return None if blank(value) else decimal_of(value, element)


def cents(amount: Decimal) -> Decimal:
    """Rounded half away from zero to two decimals."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def date_of(value: object, element: str) -> date:
    """A calendar date `YYYY-MM-DD`; a time behind it is tolerated. Raises 2060."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise QuickBooksError("2060", f"Invalid Date : {value}", element) from None


def ref_value(holder: Mapping[str, Any] | None, member: str) -> str | None:
    """The id inside a reference such as `CustomerRef`; None when it was not sent."""
    reference = (holder or {}).get(member)
    if blank(reference):
        return None
    if not isinstance(reference, Mapping):
        raise QuickBooksError("2010", f"Property Name:{member} specified is unsupported or invalid", member)
    value = reference.get("value")
    return None if blank(value) else str(value)


def ref(value: str, name: str | None = None) -> Document:
    """A reference to another object."""
    return {"value": value} if name is None else {"value": value, "name": name}
