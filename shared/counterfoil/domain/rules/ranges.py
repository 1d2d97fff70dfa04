"""What a vendor may be asked for in a clause's stead: a range that holds at least all that the clause does.

A vendor compares by its own clock and its own time zone: days are widened, and ends are included.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from counterfoil.domain.rules.clauses import Moment
from counterfoil.domain.rules.filter import Clause, FieldType, Operator
from counterfoil.domain.rules.values import parsed
from counterfoil.domain.values import dataclass

_MARGIN = timedelta(days=2)
"""More than any time zone, and the day that a moment at midnight may stand for."""

_BOTH = (True, True)
_ENDS: Mapping[Operator, tuple[bool, bool]] = MappingProxyType(
    {
        Operator.IS: _BOTH,
        Operator.IS_ANY_OF: _BOTH,
        Operator.BETWEEN: _BOTH,
        Operator.GREATER: (True, False),
        Operator.GREATER_OR_EQUAL: (True, False),
        Operator.AFTER: (True, False),
        Operator.LESS: (False, True),
        Operator.LESS_OR_EQUAL: (False, True),
        Operator.BEFORE: (False, True),
    }
)
"""Whether an operator bounds what it admits below, and above; the others cannot be asked for as a range."""


@dataclass(frozen=True, slots=True)
class Range[End: (Decimal, date)]:
    """Everything from `low` to `high`, both included; None is no bound."""

    low: End | None = None
    high: End | None = None


def numbers_of(clause: Clause) -> Range[Decimal] | None:
    """The numbers that a clause about a number admits at most; None where nobody can say."""
    if clause.type is not FieldType.NUMBER or clause.operator not in _ENDS:
        return None
    below, above = _ENDS[clause.operator]
    values = [Decimal(value.strip()) for value in clause.values]
    return Range(min(values) if below else None, max(values) if above else None)


def days_of(clause: Clause, moment: Moment) -> Range[date] | None:
    """The days that a clause about a day or a moment admits at most; None where nobody can say."""
    if clause.type not in {FieldType.DATE, FieldType.DATETIME}:
        return None
    if clause.operator is Operator.IN_LAST_DAYS:
        earliest = _moved(moment.today, -timedelta(days=int(clause.values[0])))
        return Range(earliest and _moved(earliest, -_MARGIN), _moved(moment.today, _MARGIN))
    if clause.operator not in _ENDS:
        return None
    below, above = _ENDS[clause.operator]
    days = list(_days(clause, moment))
    return Range(_moved(min(days), -_MARGIN) if below else None, _moved(max(days), _MARGIN) if above else None)


def _days(clause: Clause, moment: Moment) -> Iterable[date]:
    for value in clause.values:
        day = parsed(value, FieldType.DATE, moment.zone)
        yield day if isinstance(day, date) else moment.today


def _moved(day: date, by: timedelta) -> date | None:
    """Where the calendar ends there is no bound."""
    try:
        return day + by
    except OverflowError:
        return None
