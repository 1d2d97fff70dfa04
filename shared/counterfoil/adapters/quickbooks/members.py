"""Single members of a row by their path: "ShipAddr.City"; a custom field is "CustomField.1" or "CustomField.Crew #"."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from counterfoil.adapters.quickbooks.mapping.common import without_suffix
from counterfoil.domain.money import plain
from counterfoil.domain.rules.line_values import together

_CUSTOM_FIELD = "CustomField"
_LINE, _EACH_LINE = "Line", "EachLine"
_DETAIL = "SalesItemLineDetail"
_NAME_OF_ENTRY = "Ref.name"
"""QuickBooks adds to the name of an entry of its lists that it is inactive, which makes it no other entry."""


def member_text(row: Mapping[str, Any], path: str) -> str:
    """The value at `path` as text, "" where there is none or more than one."""
    first, _, rest = path.partition(".")
    if first == _CUSTOM_FIELD:
        return _text(_custom_field(row.get(_CUSTOM_FIELD), rest))
    if first == _EACH_LINE:
        return together(_of_lines(row.get(_LINE), rest))
    if first == _LINE:
        return _of_every_line(row.get(_LINE), rest)
    found: Any = row
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return without_suffix(_text(found), active=not path.endswith(_NAME_OF_ENTRY))


def is_told(row: Mapping[str, Any], path: str) -> bool:
    """Whether a row says anything of what is at `path`. A custom field in use is always shown, though it may be blank.

    Source: https://developer.intuit.com/app/developer/qbo/docs/workflows/create-custom-fields
    """
    first, _, name = path.partition(".")
    return first != _CUSTOM_FIELD or bool(_entry(row.get(_CUSTOM_FIELD), name))


def definition_of(row: Mapping[str, Any], path: str) -> str:
    """The DefinitionId of the custom field at `path`, as the row shows it; "" where there is none."""
    first, _, name = path.partition(".")
    return str(_entry(row.get(_CUSTOM_FIELD), name).get("DefinitionId", "")) if first == _CUSTOM_FIELD else ""


def _custom_field(fields: object, name: str) -> object:
    """A custom field's value is in a member named after its type, such as `StringValue`."""
    return next((value for member, value in _entry(fields, name).items() if str(member).endswith("Value")), None)


def _entry(fields: object, name: str) -> Mapping[str, Any]:
    """What an object shows of one custom field; empty where it does not show it at all."""
    every = fields if isinstance(fields, Sequence) else ()
    shown = (one for one in every if isinstance(one, Mapping))
    return next((one for one in shown if name in (one.get("DefinitionId"), one.get("Name"))), {})


def _of_every_line(lines: object, path: str) -> str:
    """What all lines that sell something say alike."""
    said = set(_of_lines(lines, path))
    return said.pop() if len(said) == 1 else ""


def _of_lines(lines: object, path: str) -> list[str]:
    """What each line that sells something says, in order."""
    every = lines if isinstance(lines, Sequence) else ()
    return [member_text(line[_DETAIL], path) for line in every if isinstance(line, Mapping) and line.get(_DETAIL)]


def _text(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Decimal():
            return plain(value)
        case str() | int():
            return str(value)
    return ""
