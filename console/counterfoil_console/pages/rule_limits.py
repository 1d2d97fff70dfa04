"""The step of a rule that says which records it admits."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from counterfoil.domain.identity import System
from counterfoil.domain.rules.filter import FieldType, Operator
from counterfoil.domain.rules.operators import count_of_values
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.parts import Option


class FixedClause(StrEnum):
    """A clause that nobody can remove."""

    SOURCE = "source"  # the invoice was made in HubSpot
    STATUS = "status"  # it is no draft
    SINCE = "since"  # it was made or changed since the rule was switched on


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """So many records pass; not `exactly` where the vendor can only be asked for a little more than that."""

    count: int
    exactly: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseForm:
    """A clause in the making. `field` is named "holder.property"; `options` are the field's own, if it has any."""

    field: str
    label: str
    type: FieldType
    operator: Operator
    values: tuple[str, ...] = ()
    operators: tuple[Operator, ...] = ()
    options: tuple[Option, ...] = ()
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
    """Clauses of which every one must hold. A field for one more is `picking`."""

    clauses: tuple[ClauseForm, ...] = ()
    passing: Passing | None = None
    is_new: bool = False
    picking: bool = False
    may_add: bool = True


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that a clause can be about, of one holder."""

    label: str
    fields: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitCount:
    """How many of the records behind the fixed clauses the limits let through."""

    at: datetime
    of: Passing
    passing: Passing


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsStep:
    """Which records go from `source` to the other side. `since` is when the rule was switched on."""

    source: System
    both_ways: bool
    groups: tuple[GroupForm, ...]
    fields: tuple[FieldGroup, ...]
    fixed: tuple[FixedClause, ...] = ()
    since: datetime
    count: LimitCount | None = None
    after_unmatch: Literal["hold", "keep"] = "hold"
    may_add_group: bool = True
