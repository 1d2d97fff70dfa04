"""From what a client sent to what HubSpot stores: one property value at a time."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from infra.sandbox.hubspot import instants
from infra.sandbox.hubspot.definitions import Definition
from infra.sandbox.hubspot.errors import HubSpotError, PropertyProblem, invalid

LONGEST_TEXT = 65_536
MOST_DIGITS = 18  # before the decimal point
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+")


class ValueRefusedError(Exception):
    """A value that does not fit its property; `problem` says why."""

    def __init__(self, problem: PropertyProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def as_text(raw: object) -> str:
    """The text of a raw JSON value: numbers and booleans are read as text. Raises 400 for objects and arrays."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int):
        return str(raw)
    if isinstance(raw, Decimal):
        return f"{raw:f}"
    start = "START_ARRAY" if isinstance(raw, list) else "START_OBJECT"
    raise unreadable(f"Cannot deserialize instance of `java.lang.String` out of {start} token")


def unreadable(reason: str) -> HubSpotError:
    """400 for a body that is JSON but not of the expected shape."""
    return invalid(f"Invalid input JSON on line 1, column 1: {reason}")


def text_list(body: Mapping[str, object], name: str) -> list[str]:
    """The list of texts under `name`, empty when missing. Raises 400."""
    found = body.get(name) or []
    if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
        raise unreadable(f"Cannot deserialize value of type list of {name}")
    return found


def clean(definition: Definition, text: str, current: str, *, epoch_seconds_refused: bool) -> str:
    """`text` as HubSpot stores it for this property; empty text clears. Raises ValueRefusedError."""
    if text == "":
        return ""
    if definition.type in {"datetime", "date"} and epoch_seconds_refused and instants.looks_like_seconds(text):
        raise _refused(definition, "INVALID_DATE", f"{text} was not a valid date: it looks like epoch seconds.", text)
    if definition.type == "enumeration":
        return _enumeration(definition, text, current)
    cleaner = _CLEANERS.get(definition.type, _plain_text)
    return _email(definition, text) if definition.name == "email" else cleaner(definition, text)


def _refused(definition: Definition, code: str, message: str, value: str) -> ValueRefusedError:
    return ValueRefusedError(PropertyProblem(definition.name, code, message, value))


def _plain_text(definition: Definition, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise _refused(definition, "PROPERTY_VALUE_TOO_LONG", f"{definition.name} is longer than {LONGEST_TEXT}", "")
    return text


def _email(definition: Definition, text: str) -> str:
    address = text.strip().lower()
    if not _EMAIL.fullmatch(address):
        raise _refused(definition, "INVALID_EMAIL", f"Email address {text} is invalid", text)
    return address


def _number(definition: Definition, text: str) -> str:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number.adjusted() >= MOST_DIGITS:
        raise _refused(definition, "INVALID_INTEGER", f"{text} was not a valid number.", text)
    return f"{number:f}"


def _moment(definition: Definition, text: str) -> str:
    try:
        return instants.text(instants.parse(text.strip()))
    except ValueError as error:
        raise _refused(definition, "INVALID_LONG", f"{text} was not a valid long.", text) from error


def _day(definition: Definition, text: str) -> str:
    try:
        moment = instants.parse(text.strip())
    except ValueError as error:
        raise _refused(definition, "INVALID_DATE", f"{text} was not a valid date.", text) from error
    if (moment.hour, moment.minute, moment.second, moment.microsecond) != (0, 0, 0, 0):
        raise _refused(definition, "INVALID_DATE", f"{text} is at {moment:%H:%M:%S} UTC, not midnight!", text)
    return f"{moment:%Y-%m-%d}"


def _flag(definition: Definition, text: str) -> str:
    if text.lower() not in {"true", "false"}:
        raise _refused(definition, "INVALID_OPTION", f"{text} was not one of the allowed options: [true, false]", text)
    return text.lower()


_CLEANERS: dict[str, Callable[[Definition, str], str]] = {
    "number": _number,
    "datetime": _moment,
    "date": _day,
    "bool": _flag,
    "string": _plain_text,
}


def _enumeration(definition: Definition, text: str, current: str) -> str:
    if definition.field_type == "booleancheckbox":
        return _flag(definition, text)
    several = definition.multiple or definition.field_type == "checkbox"
    parts = [part for part in text.split(";") if part] if several else [text]
    allowed = {option.value for option in definition.options}
    wrong = [part for part in parts if part not in allowed]
    if wrong and not definition.external_options:
        options = ", ".join(f'label: "{option.label}"\nvalue: "{option.value}"' for option in definition.options)
        message = f"{wrong[0]} was not one of the allowed options: [{options}]"
        raise _refused(definition, "INVALID_OPTION", message, text)
    if several and text.startswith(";"):
        parts = [*(part for part in current.split(";") if part and part not in parts), *parts]
    return ";".join(parts)
