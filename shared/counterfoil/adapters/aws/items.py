"""Domain values as table items: legible maps inside, validated on the way back."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from pydantic import TypeAdapter

Item = dict[str, Any]
"""An item as Python values: text, int (read back as Decimal), bool, lists and maps of them."""

Key = tuple[str, str]
"""Partition key and sort key."""


def key_of(item: Mapping[str, Any]) -> Key:
    """The key of an item."""
    return item["pk"], item["sk"]


def stamp(moment: datetime) -> str:
    """`moment` (aware) as text of fixed length that sorts as time does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: object) -> Any:
    """`value` in what a table can hold. A dataclass becomes a map without its empty members."""
    match value:
        case str() | Decimal():
            return str(value)
        case None | bool() | int():
            return value
        case datetime():
            return stamp(value)
        case date():
            return value.isoformat()
    return _plain_members(value)


def _plain_members(value: object) -> Any:
    if names := _names_of_members(type(value)):  # type: ignore[arg-type]  # every type can be hashed
        members = ((name, getattr(value, name)) for name in names)
        return {name: plain(member) for name, member in members if member is not None}
    match value:
        case dict() | Mapping():
            return {str(name): plain(member) for name, member in value.items()}
        case AbstractSet():
            return sorted(plain(member) for member in value)
        case Sequence():
            return [plain(member) for member in value]
    raise TypeError(f"cannot be stored: {type(value).__name__}")


@cache
def _names_of_members(model: type) -> tuple[str, ...]:
    """Those of a dataclass; there are none of anything else."""
    return tuple(member.name for member in fields(model)) if is_dataclass(model) else ()


class Body[T]:
    """How one domain dataclass is kept in an item's `body`. The model is compiled at its first use, not at import."""

    def __init__(self, model: type[T]) -> None:
        self._model = model

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self._model)

    def dump(self, value: T) -> Item:
        """`value` as the map that is stored."""
        body: Item = plain(value)
        return body

    def load(self, body: Mapping[str, Any]) -> T:
        """The inverse of `dump`. Raises pydantic's ValidationError when `body` is something else."""
        return self._adapter.validate_python(body)
