"""Domain values as table items: legible maps inside, validated on the way back."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, cached_property
from json import dumps, loads
from typing import Any
from zlib import compress, decompress

from pydantic import TypeAdapter

from counterfoil.adapters.aws.tellings import tellings, told

_TOLD = "told"

Item = dict[str, Any]
"""An item as Python values: text, int (read back as Decimal), bool, lists and maps of them."""

Key = tuple[str, str]
"""Partition key and sort key."""

Sparse = tuple[type, ...]
"""The dataclasses of which nothing is stored that nobody has set."""

EVERYTHING: Sparse = (object,)
"""Any."""


def key_of(item: Mapping[str, Any]) -> Key:
    """The key of an item."""
    return item["pk"], item["sk"]


def stamp(moment: datetime) -> str:
    """`moment` (aware) as text of fixed length that sorts as time does."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def plain(value: object, *, sparse: Sparse = ()) -> Any:
    """`value` in what a table can hold. A dataclass becomes a map without its empty members; one of the `sparse` classes,
    also without those that are as they would be if nobody had set them."""
    match value:
        case str() | Decimal():
            return str(value)
        case None | bool() | int():
            return value
        case datetime():
            return stamp(value)
        case date():
            return value.isoformat()
    return _plain_members(value, sparse=sparse)


def _plain_members(value: object, *, sparse: Sparse) -> Any:
    if usual := _usual_members(type(value)):  # type: ignore[arg-type]  # every type can be hashed
        members, is_sparse = ((name, getattr(value, name), one) for name, one in usual.items()), isinstance(value, sparse)
        return {
            name: plain(member, sparse=sparse)
            for name, member, ordinary in members
            if member is not None and not (is_sparse and member == ordinary)
        }
    match value:
        case dict() | Mapping():
            return {str(name): plain(member, sparse=sparse) for name, member in value.items()}
        case AbstractSet():
            return sorted(plain(member, sparse=sparse) for member in value)
        case Sequence():
            return [plain(member, sparse=sparse) for member in value]
    raise TypeError(f"cannot be stored: {type(value).__name__}")


@cache
def _usual_members(model: type) -> Mapping[str, object]:
    """The members of a dataclass, each with what it is if nobody sets it; there are none of anything else."""
    return {member.name: _usual(member) for member in fields(model)} if is_dataclass(model) else {}


def _usual(member: Field[Any]) -> object:
    return member.default if member.default_factory is MISSING else member.default_factory()


class Body[T]:
    """How one domain dataclass is kept in an item's `body`. The model is compiled at its first use, not at import.

    Of members of the `sparse` classes it leaves out what nobody has set, since DynamoDB counts every thousand bytes: what
    those are by themselves must then stay as it is, or the bodies that are stored would say something else. Of the texts
    in the members named `texts` it is kept beside their English which they are; older bodies lack it.
    """

    def __init__(self, model: type[T], *, sparse: Sparse = (), texts: Collection[str] = ()) -> None:
        self._model, self._sparse, self._texts = model, sparse, texts

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self._model)

    def dump(self, value: T) -> Item:
        """`value` as the map that is stored."""
        body: Item = plain(value, sparse=self._sparse)
        kept = tellings(value, self._texts)
        return body | {_TOLD: kept} if kept else body

    def pack(self, value: T) -> bytes:
        """`value` in a third of the bytes, for what no index and no stream ever looks into."""
        return compress(dumps(self.dump(value), separators=(",", ":")).encode())

    def load(self, body: Mapping[str, Any] | bytes) -> T:
        """The inverse of both. Raises pydantic's ValidationError when `body` is something else."""
        unpacked = loads(decompress(body)) if isinstance(body, bytes) else body
        value = self._adapter.validate_python(unpacked)
        return told(value, unpacked[_TOLD]) if self._texts and _TOLD in unpacked else value
