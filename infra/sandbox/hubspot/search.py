"""Search: which records match, in which order.

Operators and limits: https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm
"""

import fnmatch
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from infra.sandbox.hubspot import instants
from infra.sandbox.hubspot.definitions import Definition
from infra.sandbox.hubspot.errors import invalid
from infra.sandbox.hubspot.object_types import ObjectType, object_type
from infra.sandbox.hubspot.portal import Portal
from infra.sandbox.hubspot.records import Record
from infra.sandbox.hubspot.values import unreadable

Key = Any  # Decimal or text, as the property's type has it
Matcher = Callable[[Record, Mapping[str, str]], bool]
Found = tuple[Record, Mapping[str, str]]
_ASSOCIATIONS = "associations."
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "EQ": lambda one, other: one == other,
    "NEQ": lambda one, other: one != other,
    "LT": lambda one, other: one < other,
    "LTE": lambda one, other: one <= other,
    "GT": lambda one, other: one > other,
    "GTE": lambda one, other: one >= other,
}


def run(portal: Portal, kind: ObjectType, request: Mapping[str, Any]) -> list[Record]:
    """All matching records in the order asked for, as the index knows them. Raises 400."""
    groups = [_group(portal, kind, group) for group in _groups(request, int(portal.switches.search_filter_groups))]
    query = _query(kind, str(request.get("query") or ""))
    found = [
        (record, values)
        for record, values in _indexed(portal, kind)
        if (not groups or any(all(match(record, values) for match in group) for group in groups)) and query(record, values)
    ]
    return [record for record, _ in _ordered(portal, kind, found, request.get("sorts") or ())]


def _indexed(portal: Portal, kind: ObjectType) -> list[Found]:
    lag = float(portal.switches.search_index_lag_seconds)
    if lag <= 0:
        return [(record, record.values) for record in portal.records(kind)]
    horizon = portal.now() - timedelta(seconds=lag)
    return [
        (record, record.values if record.updated_at <= horizon else record.values_at(horizon))
        for record in portal.records(kind)
        if record.created_at <= horizon
    ]


def _groups(request: Mapping[str, Any], most: int) -> list[list[Mapping[str, Any]]]:
    groups = [entry.get("filters") or [] for entry in _entries(request, "filterGroups")]
    groups += [_entries(request, "filters")] if request.get("filters") else []
    if not all(isinstance(one, dict) for group in groups for one in group):
        raise unreadable("Cannot deserialize value of type filter")
    if len(groups) > most or any(len(group) > 6 for group in groups) or sum(map(len, groups)) > 18:
        raise invalid(f"A search takes at most {most} filter groups, 6 filters in each group and 18 filters in all.")
    return groups


def _entries(request: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = request.get(name) or []
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise unreadable(f"Cannot deserialize value of type list of {name}")
    return found


def _group(portal: Portal, kind: ObjectType, filters: list[Mapping[str, Any]]) -> list[Matcher]:
    return [_filter(portal, kind, one) for one in filters]


def _filter(portal: Portal, kind: ObjectType, one: Mapping[str, Any]) -> Matcher:
    name, operator = str(one.get("propertyName", "")), str(one.get("operator", ""))
    if name.startswith(_ASSOCIATIONS):
        return _association_filter(portal, object_type(name.removeprefix(_ASSOCIATIONS)), operator, one)
    definition = portal.definitions[kind.id].get(name)
    if definition is None:
        raise invalid(f"There was a problem with the request. Property {name} does not exist.", propertyName=[name])
    test = _value_test(definition, operator, one)
    return lambda _record, values: test(values.get(name, ""))


def _association_filter(portal: Portal, target: ObjectType, operator: str, one: Mapping[str, Any]) -> Matcher:
    wanted = {str(value) for value in [one.get("value"), *(one.get("values") or [])] if value is not None}
    match operator:
        case "EQ" | "IN":
            return lambda record, _values: bool(wanted & set(portal.links.targets(record, target)))
        case "HAS_PROPERTY":
            return lambda record, _values: bool(portal.links.targets(record, target))
        case "NOT_HAS_PROPERTY":
            return lambda record, _values: not portal.links.targets(record, target)
    raise invalid(f"Operator {operator} is not supported for associations.")


def _value_test(definition: Definition, operator: str, one: Mapping[str, Any]) -> Callable[[str], bool]:
    match operator:
        case "HAS_PROPERTY":
            return bool
        case "NOT_HAS_PROPERTY":
            return lambda value: not value
        case "IN" | "NOT_IN":
            return _membership(definition, operator, one)
        case "BETWEEN":
            low, high = _key(definition, one.get("value")), _key(definition, one.get("highValue"))
            return lambda value: bool(value) and low <= _stored(definition, value) <= high
        case "CONTAINS_TOKEN" | "NOT_CONTAINS_TOKEN":
            contains = _tokens(str(one.get("value") or ""))
            wanted = operator == "CONTAINS_TOKEN"
            return lambda value: contains(value) is wanted
        case _ if operator in _COMPARED:
            compare, key = _COMPARED[operator], _key(definition, one.get("value"))
            return lambda value: bool(value) and compare(_stored(definition, value), key)
    raise invalid(f"Invalid operator: {operator}")


def _membership(definition: Definition, operator: str, one: Mapping[str, Any]) -> Callable[[str], bool]:
    given = one.get("values")
    if not isinstance(given, list):
        raise invalid(f"operator {operator} requires values", propertyName=[definition.name])
    if definition.type == "string":  # compared with the lower-cased index, so a capital never matches
        texts = {str(value) for value in given}
        return lambda value: bool(value) and (value.lower() in texts) is (operator == "IN")
    keys = {_key(definition, value) for value in given}
    return lambda value: bool(value) and (_stored(definition, value) in keys) is (operator == "IN")


def _key(definition: Definition, raw: object) -> Key:
    if raw is None:
        raise invalid(f"A value is required to filter by {definition.name}", propertyName=[definition.name])
    text = str(raw).lower() if isinstance(raw, bool) else str(raw)
    try:
        return _comparable(definition, text)
    except (ValueError, InvalidOperation) as error:
        message = f"{text} is not a valid value to filter {definition.name} by"
        raise invalid(message, propertyName=[definition.name]) from error


def _stored(definition: Definition, value: str) -> Key:
    return _comparable(definition, value)


def _comparable(definition: Definition, text: str) -> Key:
    match definition.type:
        case "number":
            return Decimal(text)
        case "datetime" | "date":
            return Decimal(instants.milliseconds(instants.parse(text)))
        case "enumeration":
            return text
    return text.lower()


def _tokens(wanted: str) -> Callable[[str], bool]:
    patterns = [re.compile(fnmatch.translate(token)) for token in wanted.lower().split()]

    def contains(value: str) -> bool:
        words = [value.lower(), *re.split(r"[^\w*+.-]+", value.lower())]
        return bool(patterns) and all(any(pattern.match(word) for word in words) for pattern in patterns)

    return contains


def _query(kind: ObjectType, text: str) -> Matcher:
    words = text.lower().split()
    names = kind.query_properties

    def match(_record: Record, values: Mapping[str, str]) -> bool:
        content = " ".join(values.get(name, "") for name in names).lower()
        return all(word in content for word in words)

    return match


def _ordered(portal: Portal, kind: ObjectType, found: list[Found], sorts: Any) -> list[Found]:
    if not isinstance(sorts, list | tuple) or not all(isinstance(sort, str | dict) for sort in sorts):
        raise unreadable("Cannot deserialize value of type list of sorts")
    if len(sorts) > 1:
        raise invalid("A search takes one sort only.")
    if not sorts:
        return sorted(found, key=lambda one: (one[0].created_at, int(one[0].id)))
    name, descending = _sort(sorts[0])
    definition = portal.definitions[kind.id].get(name)
    if definition is None:
        raise invalid(f"Property {name} does not exist.", propertyName=[name])

    known = [one for one in found if one[1].get(name)]
    known.sort(key=lambda one: _stored(definition, one[1][name]), reverse=descending)
    return [*known, *(one for one in found if not one[1].get(name))]


def _sort(sort: Any) -> tuple[str, bool]:
    if isinstance(sort, str):
        return sort.removeprefix("-"), sort.startswith("-")
    return str(sort.get("propertyName", "")), sort.get("direction") == "DESCENDING"
