"""The step of a rule that says which records it admits."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from counterfoil.domain.identity import System
from counterfoil.domain.rules.filter import FieldType, Operator
from counterfoil.domain.rules.operators import count_of_values
from counterfoil_console.pages.parts import Option, Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedLine:
    """A clause that nobody can remove, as people read it, and how many records pass it and those before it."""

    subject: str
    relation: str
    value: str
    passing: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseForm:
    """A clause in the making. `fields` are named "holder.property"; `options` are the field's own, if it has any.

    `passing` is how many of the records that pass the fixed clauses meet it, None where that is not known yet.
    """

    field: str
    type: FieldType
    operator: Operator
    values: tuple[str, ...] = ()
    operators: tuple[Operator, ...] = ()
    options: tuple[Option, ...] = ()
    unit: str = ""
    passing: int | None = None
    fault: str = ""

    @property
    def is_list(self) -> bool:
        """Whether it takes any number of values."""
        return count_of_values(self.operator)[1] > 2

    @property
    def inputs(self) -> tuple[str, ...]:
        """The values that are typed, each in a place of its own, "" where nothing is typed yet."""
        most = 0 if self.is_list else count_of_values(self.operator)[1]
        return (*self.values, *("" for _ in range(most)))[:most]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupForm:
    """Clauses of which every one must hold. `added` is how many the groups before it do not let in."""

    clauses: tuple[ClauseForm, ...]
    passing: int | None = None
    added: int | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that a clause can be about, of one holder."""

    label: str
    fields: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitCount:
    """What the limits come to: as with the rule that runs, newly let in, and left out."""

    at: datetime
    of: Sum
    as_today: Sum
    newly: Sum
    left_out: Sum
    no_more: Sum = field(default_factory=Sum)

    @property
    def passing(self) -> int:
        """How many would be carried."""
        return self.as_today.count + self.newly.count


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsStep:
    """Which records go from `source` to the other side. `of` is how many there are behind the fixed clauses."""

    source: System
    both_ways: bool
    groups: tuple[GroupForm, ...]
    fields: tuple[FieldGroup, ...]
    fixed: tuple[FixedLine, ...] = ()
    of: int = 0
    count: LimitCount | None = None
    after_unmatch: Literal["hold", "keep"] = "hold"
    may_add_group: bool = True
