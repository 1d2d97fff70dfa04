"""Beside the English of texts it is kept which they are, and with which values: see `domain.texts.keeping`.

What is kept of a text is found by its places, such as "reasons.0 explanation"; the same text is kept once.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from counterfoil.domain.texts.keeping import kept_of, told_again
from counterfoil.domain.texts.sentence import Told


def tellings(value: object, members: Collection[str]) -> Mapping[str, object]:
    """What is to be kept of the texts in these members of a dataclass, and within these."""
    found: dict[Told, list[str]] = {}
    for name in members:
        for place, text in _texts(getattr(value, name), name):
            found.setdefault(text, []).append(place)
    return {" ".join(places): kept_of(text) for text, places in found.items()}


def _texts(value: object, place: str) -> Iterator[tuple[str, Told]]:
    match value:
        case Told():
            yield place, value
        case tuple():
            for number, one in enumerate(value):
                yield from _texts(one, f"{place}.{number}")
        case _ if is_dataclass(value):
            for member in fields(value):
                yield from _texts(getattr(value, member.name), f"{place}.{member.name}")


def told[T](value: T, kept: Mapping[str, Mapping[str, object]]) -> T:
    """`value` with what was kept of its texts; one that is gone from its place is left out."""
    for places, one in kept.items():
        for place in places.split():
            value = _at(value, place.split("."), one)
    return value


def _at(value: Any, place: list[str], kept: Mapping[str, object]) -> Any:
    if not place:
        return told_again(value, kept) if isinstance(value, str) else value
    first, *rest = place
    if isinstance(value, tuple):
        number = int(first) if first.isdecimal() else len(value)
        return tuple(_at(one, rest, kept) if at == number else one for at, one in enumerate(value))
    if is_dataclass(value) and not isinstance(value, type) and hasattr(value, first):
        return replace(value, **{first: _at(getattr(value, first), rest, kept)})
    return value
