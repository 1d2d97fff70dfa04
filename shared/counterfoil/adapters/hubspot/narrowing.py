"""A rule's filter as HubSpot's own search filters, which find at least all that it admits.

Asked for are only known values, numbers, days, options and truth, of properties that really are of that type; never text,
which HubSpot compares in another way, and nothing that denies, for which blanks count differently. Whatever else a filter
says is decided at home.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from types import MappingProxyType

from counterfoil.adapters.hubspot.answers import PropertyDefinition
from counterfoil.adapters.hubspot.client import Document, FilterGroup
from counterfoil.domain.rules import Clause, FieldType, Holder, Operator
from counterfoil.domain.rules.clauses import Moment, Narrowing
from counterfoil.domain.rules.filter import MOST_CLAUSES, MOST_CLAUSES_OF_A_GROUP
from counterfoil.domain.rules.ranges import days_of, numbers_of

Types = Mapping[str, FieldType]
"""The types of a portal's properties, by name, as far as they can be asked for."""

_TYPES: Mapping[str, FieldType] = MappingProxyType(
    {
        "number": FieldType.NUMBER,
        "date": FieldType.DATE,
        "datetime": FieldType.DATETIME,
        "bool": FieldType.BOOLEAN,
        "enumeration": FieldType.ENUMERATION,
    }
)
_SEVERAL_CHOSEN = "checkbox"
_TRUTH = "booleancheckbox"
_DAYS = {FieldType.DATE, FieldType.DATETIME}


def types_of(definitions: Iterable[PropertyDefinition]) -> Types:
    """The types of these properties, but of those whose options it is not known how HubSpot compares.

    Those are options of which several are chosen at once, and options that differ in capital letters only.
    """
    return {
        one.name: FieldType.BOOLEAN if one.fieldType == _TRUTH else _TYPES[one.type]
        for one in definitions
        if one.type in _TYPES and one.fieldType != _SEVERAL_CHOSEN and not _has_namesakes(one)
    }


def _has_namesakes(definition: PropertyDefinition) -> bool:
    return len({option.value.lower() for option in definition.options}) < len(definition.options)


def narrowed(narrowing: Narrowing, types: Types, *, beside: int) -> list[FilterGroup]:
    """Filter groups, of which a record must meet one; none at all where everything is asked for.

    In each there is room for so many filters `beside`, within what one search takes.
    """
    groups = [
        [asked for clause in group.clauses if (asked := _asked(clause, types, narrowing.moment))]
        for group in narrowing.chosen.groups
    ]
    room = min(MOST_CLAUSES_OF_A_GROUP, MOST_CLAUSES // max(1, len(groups))) - beside
    return [group[:room] for group in groups] if all(groups) else []


def asks_exactly(narrowing: Narrowing, types: Types) -> bool:
    """Whether HubSpot, asked for what `narrowed` says, shows nothing that the filter does not admit."""
    return all(_is_exact(clause) and _asked(clause, types, narrowing.moment) for clause in narrowing.chosen.clauses)


def _is_exact(clause: Clause) -> bool:
    """Days are widened, and of a range of numbers only one end is asked for."""
    return clause.operator in {Operator.IS_KNOWN, Operator.GREATER_OR_EQUAL, Operator.LESS_OR_EQUAL} or (
        clause.type in {FieldType.ENUMERATION, FieldType.BOOLEAN}
    )


def _asked(clause: Clause, types: Types, moment: Moment) -> Document | None:
    known = types.get(clause.field)
    if clause.on is not Holder.SELF or known is None:
        return None
    if clause.operator is Operator.IS_KNOWN:
        return {"propertyName": clause.field, "operator": "HAS_PROPERTY"}
    if clause.type in _DAYS and known in _DAYS:
        return _days(clause, moment)
    return _BY_TYPE[known](clause) if clause.type is known else None


def _number(clause: Clause) -> Document | None:
    """One end is enough: that BETWEEN includes its ends is not documented."""
    asked = numbers_of(clause)
    if asked and asked.low is not None:
        return {"propertyName": clause.field, "operator": "GTE", "value": f"{asked.low:f}"}
    if asked and asked.high is not None:
        return {"propertyName": clause.field, "operator": "LTE", "value": f"{asked.high:f}"}
    return None


def _days(clause: Clause, moment: Moment) -> Document | None:
    asked = days_of(clause, moment)
    if asked and asked.low and asked.high:
        ends = {"value": _milliseconds(asked.low), "highValue": _milliseconds(asked.high)}
        return {"propertyName": clause.field, "operator": "BETWEEN", **ends}
    if asked and asked.low:
        return {"propertyName": clause.field, "operator": "GTE", "value": _milliseconds(asked.low)}
    if asked and asked.high:
        return {"propertyName": clause.field, "operator": "LTE", "value": _milliseconds(asked.high)}
    return None


def _option(clause: Clause) -> Document | None:
    """In both spellings: whether HubSpot wants options in lower case here, as it wants texts, is not documented."""
    if clause.operator not in {Operator.IS, Operator.IS_ANY_OF}:
        return None
    values = {spelt for value in clause.values for spelt in (value.strip(), value.strip().lower())}
    return {"propertyName": clause.field, "operator": "IN", "values": sorted(values)}


def _truth(clause: Clause) -> Document | None:
    if clause.operator not in {Operator.IS, Operator.IS_TRUE}:
        return None
    wanted = "true" if clause.operator is Operator.IS_TRUE else clause.values[0].strip().lower()
    return {"propertyName": clause.field, "operator": "EQ", "value": wanted}


_BY_TYPE: Mapping[FieldType, Callable[[Clause], Document | None]] = MappingProxyType(
    {FieldType.NUMBER: _number, FieldType.ENUMERATION: _option, FieldType.BOOLEAN: _truth}
)


def _milliseconds(day: date) -> str:
    moment = datetime.combine(day, time(), UTC)
    return str(int(moment.timestamp()) * 1000)
