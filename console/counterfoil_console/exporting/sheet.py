"""A table as any file has it: columns, and rows of cells that know what they are."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from counterfoil.domain.values import dataclass

type Cell = str | Decimal | datetime | date | None
"""Text, an amount, a moment (as its clock on the wall shows it), a day, or nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and how wide it is, in letters."""

    title: str
    width: int = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with about `of` rows, 0 where nobody knows; its rows can be read once."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterator[tuple[Cell, ...]]
    of: int = 0
