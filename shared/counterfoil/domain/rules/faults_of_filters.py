"""What is wrong with a filter."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules.filter import (
    MOST_CLAUSES,
    MOST_CLAUSES_OF_A_GROUP,
    MOST_GROUPS,
    Clause,
    Filter,
    Group,
    Holder,
    Operator,
)
from counterfoil.domain.rules.operators import OPERATORS, count_of_values
from counterfoil.domain.rules.values import is_less, parsed
from counterfoil.domain.texts import faults, words

Faults = Iterator[tuple[str, str]]

HOLDERS: Mapping[tuple[EntityKind, System], frozenset[Holder]] = MappingProxyType(
    {
        (EntityKind.CUSTOMER, System.HUBSPOT): frozenset({Holder.SELF, Holder.INVOICE, Holder.COMPANY}),
        (EntityKind.INVOICE, System.HUBSPOT): frozenset(
            {Holder.SELF, Holder.CONTACT, Holder.COMPANY, Holder.DEAL, Holder.LINE}
        ),
        (EntityKind.INVOICE, System.QUICKBOOKS): frozenset({Holder.SELF, Holder.CUSTOMER}),
    }
)
"""Whose values a filter may ask for; where nothing else is said, only the record's own."""

_SELF = frozenset({Holder.SELF})


def holders_of(kind: EntityKind, source: System) -> frozenset[Holder]:
    """Whose values a filter for records of `source` may ask for."""
    return HOLDERS.get((kind, source), _SELF)


_ANY_ZONE = ZoneInfo("UTC")


def faults_of_filter(path: str, chosen: Filter, kind: EntityKind, source: System) -> Faults:
    """Every fault of a filter for records of `source`, with its path and text."""
    if len(chosen.groups) > MOST_GROUPS:
        yield f"{path}.groups", faults.TOO_MANY_GROUPS(most=MOST_GROUPS)
    if len(chosen.clauses) > MOST_CLAUSES:
        yield f"{path}.groups", faults.TOO_MANY_CLAUSES(most=MOST_CLAUSES)
    for place, group in enumerate(chosen.groups):
        yield from _faults_of_group(f"{path}.groups[{place}].clauses", group, holders_of(kind, source))


def _faults_of_group(path: str, group: Group, holders: frozenset[Holder]) -> Faults:
    if not group.clauses:
        yield path, faults.EMPTY_GROUP()
    if len(group.clauses) > MOST_CLAUSES_OF_A_GROUP:
        yield path, faults.TOO_MANY_CLAUSES_OF_A_GROUP(most=MOST_CLAUSES_OF_A_GROUP)
    for place, clause in enumerate(group.clauses):
        yield from _faults_of_clause(f"{path}[{place}]", clause, holders)


def _faults_of_clause(path: str, clause: Clause, holders: frozenset[Holder]) -> Faults:
    if clause.on not in holders:
        yield f"{path}.on", faults.NOT_ASSOCIATED(names=sorted(holders))
    if not clause.field.strip():
        yield f"{path}.field", faults.NO_NAME()
    if clause.operator not in OPERATORS[clause.type]:
        operators = sorted(OPERATORS[clause.type])
        yield f"{path}.operator", faults.NOT_FOR_TYPE(type=words.FIELD_TYPE[clause.type], names=operators)
    fewest, most = count_of_values(clause.operator)
    if not fewest <= len(clause.values) <= most:
        yield f"{path}.values", _count(fewest, most)
    for place, value in enumerate(clause.values):
        if not _fits(value, clause):
            yield f"{path}.values[{place}]", faults.NOT_OF_TYPE(value=value, type=_wanted(clause))
    if clause.operator is Operator.BETWEEN and _is_backwards(clause):
        yield f"{path}.values", faults.BACKWARDS()


def _count(fewest: int, most: int) -> str:
    if fewest == most:
        return faults.WRONG_COUNT(count=most)
    return faults.WRONG_COUNTS(fewest=fewest, most=most)


def _fits(value: str, clause: Clause) -> bool:
    if not value.strip():
        return False
    if clause.operator is Operator.IN_LAST_DAYS:
        return value.strip().isdecimal() and len(value.strip()) <= _DIGITS_OF_DAYS
    return parsed(value, clause.type, _ANY_ZONE) is not None


def _wanted(clause: Clause) -> str:
    return words.COUNT_OF_DAYS if clause.operator is Operator.IN_LAST_DAYS else words.FIELD_TYPE[clause.type]


def _is_backwards(clause: Clause) -> bool:
    ends = [parsed(value, clause.type, _ANY_ZONE) for value in clause.values]
    return len(ends) == 2 and is_less(ends[1], ends[0])


_DIGITS_OF_DAYS = 5
