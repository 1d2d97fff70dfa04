"""What DynamoDB counts for an operation, by AWS's rules. Shares no code with the product.

Sizes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
Units: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
Indexes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html, "Provisioned throughput considerations"

A write counts for the larger of the item before and after it, in steps of 1 KB, and twice in a transaction; what an index
has to follow counts beside it, once. A read counts in steps of 4 KB, half where it need not be the latest; one that finds
nothing counts as the smallest.
"""

from collections.abc import Iterable, Iterator, Mapping
from math import ceil
from typing import Any

Stored = Mapping[str, Any]
"""An item, each value with its type."""

_KB = 1024
_KEYS = {"pk", "sk"}
INDEXES: Mapping[str, tuple[tuple[str, str], bool]] = {
    "by_status": (("status_pk", "status_sk"), True),
    "by_due": (("due_pk", "due_sk"), True),
    "by_category": (("category_pk", "category_sk"), True),
    "by_name": (("sought_pk", "name_sk"), False),
    "by_detail": (("sought_pk", "detail_sk"), False),
    "by_open": (("open_pk", "status_sk"), True),
    "by_failing": (("failing_pk", "status_sk"), True),
}
"""The keys of each index, and whether it holds whole items."""


def size_of(item: Stored) -> int:
    """Its bytes."""
    return sum(len(name.encode()) + _size(value) for name, value in item.items())


def _size(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "B":
            return len(content)
        case "N":
            return (len(content.lstrip("-").replace(".", "").strip("0")) + 1) // 2 + 1
        case "M":
            return 3 + sum(1 + len(name.encode()) + _size(member) for name, member in content.items())
        case "L":
            return 3 + sum(1 + _size(member) for member in content)
    return 1


def written(before: Stored | None, after: Stored | None) -> int:
    """The units of a write to the table itself."""
    return max(1, *(ceil(size_of(item) / _KB) for item in (before, after) if item))


def followed(before: Stored | None, after: Stored | None) -> int:
    """The units of what the indexes have to follow: an entry whose keys change is removed, and another one is made."""
    return sum(_followed(keys, before, after, whole=whole) for keys, whole in INDEXES.values())


def _followed(keys: tuple[str, str], before: Stored | None, after: Stored | None, *, whole: bool) -> int:
    old, new = (_entry(item, keys, whole=whole) for item in (before, after))
    if old == new:
        return 0
    if old and new and all(old[key] == new[key] for key in keys):
        return written(old, new)
    return sum(written(entry, None) for entry in (old, new) if entry)


def _entry(item: Stored | None, keys: tuple[str, str], *, whole: bool) -> Stored | None:
    """The item as an index holds it; None where it is not in it."""
    if item is None or not set(keys) <= item.keys():
        return None
    return item if whole else {name: item[name] for name in (*sorted(_KEYS), *keys)}


def each_read(items: Iterable[Stored | None], *, latest: bool) -> float:
    """The units of items that are read by their keys, each by itself."""
    return sum(_read(size_of(item) if item else 0, latest=latest) for item in items)


def read_together(items: Iterable[Stored], *, latest: bool) -> float:
    """The units of a query."""
    return _read(sum(map(size_of, items)), latest=latest)


def shown_by(index: str, items: Iterable[Stored]) -> Iterator[Stored]:
    """Items as a query of an index shows them."""
    if not index:
        yield from items
        return
    keys, whole = INDEXES[index]
    yield from (entry for item in items if (entry := _entry(item, keys, whole=whole)))


def _read(size: int, *, latest: bool) -> float:
    return max(1, ceil(size / (4 * _KB))) * (1 if latest else 0.5)
