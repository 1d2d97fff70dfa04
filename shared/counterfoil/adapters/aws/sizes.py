"""How many bytes DynamoDB counts, and how many it takes.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html and
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

LARGEST_ITEM = 400 * 1024
LARGEST_CALL = 2 * 1024 * 1024
"""Of the items of one transaction. DynamoDB takes twice as much, but may count the items that are replaced as well."""


def size_of(value: object) -> int:
    """The bytes of an item or of a value in it; numbers are counted at the most that they can be."""
    match value:
        case str():
            return len(value) if value.isascii() else len(value.encode(errors="replace"))
        case bytes():
            return len(value)
        case None | bool():
            return 1
        case int() | Decimal():
            return (len(Decimal(value).as_tuple().digits) + 1) // 2 + 1
        case dict() | Mapping():
            return 3 + sum([1 + size_of(name) + size_of(member) for name, member in value.items()])
        case list() | Sequence():
            return 3 + sum([1 + size_of(member) for member in value])
    raise TypeError(f"cannot be stored: {type(value).__name__}")
