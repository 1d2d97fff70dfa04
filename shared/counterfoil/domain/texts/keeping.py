"""Texts as they are kept beside their English: by name, with their values, so that they can be told in any language later.

A text is a map of its values, with its name under `NAME`; a value may be such a map again.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from counterfoil.domain.texts.naming import every, name_of
from counterfoil.domain.texts.sentence import Kept, Told

NAME = "="
"""No value has this name."""


def kept_of(text: Told) -> Mapping[str, object]:
    """What is kept of a text. One that stands in no table has "" for its name, and is never told again."""
    return {NAME: name_of(text.of), **{name: _plain(value) for name, value in text.values.items()}}


def _plain(value: Kept) -> object:
    match value:
        case Told():
            return kept_of(value)
        case str() | int():
            return value
    return [_plain(one) for one in value]


def told_again(english: str, kept: Mapping[str, object]) -> str:
    """The text with what was kept of it; mere English where that names a text, or values of it, that there are not."""
    try:
        found = _told(kept)
    except (LookupError, ValueError, ArithmeticError):
        return english
    return Told(english, found.of, found.values)


def _told(kept: Mapping[str, object]) -> Told:
    phrase, values = every()[str(kept[NAME])], {name: _value(one) for name, one in kept.items() if name != NAME}
    if values.keys() != phrase.parameters:
        raise LookupError(f"{kept[NAME]} has other values by now")
    return phrase.of(values)


def _value(kept: object) -> Kept:
    match kept:
        case Mapping():
            return _told(kept)
        case int() | Decimal():
            return int(kept)
        case str():
            return kept
        case Sequence():
            return tuple(one for one in map(_value, kept) if isinstance(one, str | int))
    raise LookupError("no value of a text")
