"""How many bytes DynamoDB counts, and groups of what fits into one call.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html and
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

LARGEST_ITEM = 400 * 1024
LARGEST_CALL = 2 * 1024 * 1024
"""Of the items of one transaction. DynamoDB takes twice as much, but may count the items that are replaced as well."""


def size_of(value: object) -> int:
    """The bytes of an item or of a value in it; numbers are counted at the most that they can be."""
    match value:
        case None | bool():
            return 1
        case str():
            return len(value.encode(errors="replace"))
        case int() | Decimal():
            return (len(Decimal(value).as_tuple().digits) + 1) // 2 + 1
        case Mapping():
            return 3 + sum(1 + size_of(name) + size_of(member) for name, member in value.items())
        case Sequence():
            return 3 + sum(1 + size_of(member) for member in value)
    raise TypeError(f"cannot be stored: {type(value).__name__}")


def runs[T](things: Iterable[T], *, most: int, size: Callable[[T], int]) -> Iterator[list[T]]:
    """The things in order, as many together as fit into one call: at most `most`, and no more bytes than it can carry."""
    run: list[T] = []
    filled = 0
    for thing in things:
        here = size(thing)
        if run and (len(run) == most or filled + here > LARGEST_CALL):
            yield run
            run, filled = [], 0
        run.append(thing)
        filled += here
    if run:
        yield run
