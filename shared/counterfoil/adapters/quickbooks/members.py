"""Single members of a row by their path: "ShipAddr.City"; a custom field is "CustomField.1" or "CustomField.Crew #"."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from counterfoil.domain.money import plain

_CUSTOM_FIELD = "CustomField"


def member_text(row: Mapping[str, Any], path: str) -> str:
    """The value at `path` as text, "" where there is none or more than one."""
    first, _, rest = path.partition(".")
    if first == _CUSTOM_FIELD:
        return _text(_custom_field(row.get(_CUSTOM_FIELD), rest))
    found: Any = row
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return _text(found)


def _custom_field(fields: object, name: str) -> object:
    """A custom field's value is in a member named after its type, such as `StringValue`."""
    every = fields if isinstance(fields, Sequence) else ()
    found = next(
        (one for one in every if isinstance(one, Mapping) and name in (one.get("DefinitionId"), one.get("Name"))), {}
    )
    return next((value for member, value in found.items() if str(member).endswith("Value")), None)


def _text(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Decimal():
            return plain(value)
        case str() | int():
            return str(value)
    return ""
