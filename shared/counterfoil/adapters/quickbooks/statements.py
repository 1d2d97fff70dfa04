"""Query statements that no value can break out of.

Source: https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries
"""

from collections.abc import Iterable
from datetime import datetime
from unicodedata import category

LARGEST_PAGE = 1000
_HELD_BY_NO_FIELD = {"Cc", "Cs"}  # control characters, halves of characters


def literal(value: str) -> str:
    """`value` between single quotes: quotes and backslashes escaped, what no field can hold dropped.

    Invisible characters that names do hold, such as the joiners of an emoji, stay: without them the name is another one.
    """
    visible = "".join(letter for letter in value if category(letter) not in _HELD_BY_NO_FIELD)
    escaped = visible.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def one_of(field: str, values: Iterable[str]) -> str:
    """The condition that `field` has one of `values`."""
    return f"{field} IN ({', '.join(map(literal, values))})"


def like(field: str, pattern: str) -> str:
    """The condition that `field` is like `pattern`, in which % is any text."""
    return f"{field} LIKE {literal(pattern)}"


def since(field: str, moment: datetime) -> str:
    """The condition that the time in `field` is not before `moment`."""
    return at_least(field, moment.isoformat(timespec="seconds"))


def at_least(field: str, value: str) -> str:
    """The condition that `field` is not less than `value`."""
    return f"{field} >= {literal(value)}"


def at_most(field: str, value: str) -> str:
    """The condition that `field` is not greater than `value`."""
    return f"{field} <= {literal(value)}"


def select(
    entity: str, *conditions: str, what: str = "*", order: str = "Id", start: int = 1, limit: int = LARGEST_PAGE
) -> str:
    """A page of an entity's rows in a stable order; `start` counts from 1."""
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT {what} FROM {entity}{where} ORDERBY {order} STARTPOSITION {start} MAXRESULTS {limit}"  # noqa: S608 - every value went through literal()
