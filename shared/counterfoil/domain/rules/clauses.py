"""Whether a clause holds: one meaning for both systems."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from counterfoil.domain.rules.filter import Clause, FieldType, Filter, Holder, Operator
from counterfoil.domain.rules.operators import NEGATIVE, OF_ANY_TYPE
from counterfoil.domain.rules.values import Comparable, is_less, parsed
from counterfoil.domain.values import dataclass

Record = Mapping[str, str]
"""The values of one record, by the vendor's names; what is not there is unknown."""

Values = Mapping[Holder, Sequence[Record]]
"""The values of a record and of all that it is associated with."""

_SEPARATOR = ";"
"""HubSpot keeps several chosen options of one property so."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where is asked: what "today" is, and whose days are meant."""

    today: date
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A filter by which a vendor may leave out some of what it would not admit."""

    chosen: Filter
    moment: Moment


def holds(clause: Clause, values: Values, moment: Moment) -> bool:
    """Whether the clause holds.

    Of several associated records a positive operator needs one, a negative one all. An unknown value satisfies negative
    operators only, and a value that cannot be understood none.
    """
    each = (_holds_for(clause, text, moment) for text in texts(clause, values))
    return all(each) if clause.operator in NEGATIVE else any(each)


def texts(clause: Clause, values: Values) -> list[str]:
    """What the clause is about: one value for each record that holds it."""
    return [record.get(clause.field, "").strip() for record in values.get(clause.on, ())]


def is_understood(clause: Clause, text: str, moment: Moment) -> bool:
    """Whether a value is of the clause's type, as far as it matters."""
    return not text or clause.operator in OF_ANY_TYPE or bool(_parts(text, clause, moment.zone))


def _holds_for(clause: Clause, text: str, moment: Moment) -> bool:
    if clause.operator in OF_ANY_TYPE:
        return bool(text) is (clause.operator is Operator.IS_KNOWN)
    if not text:
        return clause.operator in NEGATIVE
    found = _parts(text, clause, moment.zone)
    if not found:
        return False
    if clause.operator is Operator.IN_LAST_DAYS:
        return _is_in_last_days(text, clause, moment)
    wanted = [parsed(value, clause.type, moment.zone) for value in clause.values]
    return _COMPARISONS[clause.operator](found, wanted)


def _parts(text: str, clause: Clause, zone: ZoneInfo) -> list[Comparable]:
    """The value, or each of several chosen options; nothing when it cannot be understood."""
    several = text.split(_SEPARATOR) if clause.type is FieldType.ENUMERATION else [text]
    found = [parsed(one, clause.type, zone) for one in several if one.strip()]
    return [one for one in found if one is not None]


def _is_in_last_days(text: str, clause: Clause, moment: Moment) -> bool:
    """Today counts, and so many days before it."""
    day = parsed(text, FieldType.DATE, moment.zone)
    return isinstance(day, date) and timedelta(0) <= moment.today - day <= timedelta(days=int(clause.values[0]))


_WORD = re.compile(r"\w+")


def _has_words(text: Comparable, wanted: Comparable | None) -> bool:
    """Whether all words of `wanted` follow each other in `text`."""
    words, sought = (_WORD.findall(str(one)) for one in (text, wanted or ""))
    places = range(len(words) - len(sought) + 1)
    return bool(sought) and any(words[place : place + len(sought)] == sought for place in places)


Compare = Callable[[Sequence[Comparable], Sequence[Comparable | None]], bool]
_COMPARISONS: Mapping[Operator, Compare] = MappingProxyType(
    {
        Operator.IS: lambda found, wanted: wanted[0] in found,
        Operator.IS_NOT: lambda found, wanted: wanted[0] not in found,
        Operator.IS_ANY_OF: lambda found, wanted: any(one in found for one in wanted),
        Operator.IS_NONE_OF: lambda found, wanted: all(one not in found for one in wanted),
        Operator.CONTAINS_WORD: lambda found, wanted: _has_words(found[0], wanted[0]),
        Operator.CONTAINS: lambda found, wanted: str(wanted[0]) in str(found[0]),
        Operator.STARTS_WITH: lambda found, wanted: str(found[0]).startswith(str(wanted[0])),
        Operator.GREATER: lambda found, wanted: is_less(wanted[0], found[0]),
        Operator.GREATER_OR_EQUAL: lambda found, wanted: not is_less(found[0], wanted[0]),
        Operator.LESS: lambda found, wanted: is_less(found[0], wanted[0]),
        Operator.LESS_OR_EQUAL: lambda found, wanted: not is_less(wanted[0], found[0]),
        Operator.BETWEEN: lambda found, wanted: not (is_less(found[0], wanted[0]) or is_less(wanted[1], found[0])),
        Operator.BEFORE: lambda found, wanted: is_less(found[0], wanted[0]),
        Operator.AFTER: lambda found, wanted: is_less(wanted[0], found[0]),
        Operator.IS_TRUE: lambda found, _: found[0] is True,
    }
)
