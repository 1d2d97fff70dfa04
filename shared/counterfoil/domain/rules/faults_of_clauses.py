"""What is wrong with the clauses of a rule's filters, as far as only the vendors' fields show it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from counterfoil.domain.identity import System
from counterfoil.domain.rules.faults import Fault
from counterfoil.domain.rules.faults_of_fields import MOST_NAMES
from counterfoil.domain.rules.filter import Clause, FieldType, Filter, Group, Holder, Operator
from counterfoil.domain.rules.operators import OF_ANY_TYPE, OPERATORS
from counterfoil.domain.rules.rule import SyncRule
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.domain.texts import faults, words

AskedFields = Mapping[tuple[System, Holder], Mapping[str, VendorField]]
"""What each vendor has of the records that clauses are about, by name."""

_Faults = Iterator[tuple[str, str]]
_DAYS = {FieldType.DATE, FieldType.DATETIME}
_OF_WHOLE_VALUES = {Operator.IS, Operator.IS_NOT, Operator.IS_ANY_OF, Operator.IS_NONE_OF}


def holders_asked(rule: SyncRule) -> frozenset[tuple[System, Holder]]:
    """Whose values the filters ask for."""
    return frozenset((system, clause.on) for system, chosen in rule.filters.items() for clause in chosen.clauses)


def faults_of_clauses(rule: SyncRule, known: AskedFields) -> tuple[Fault, ...]:
    """Every fault of the clauses, whose records the vendors have so; those about records not in `known` are passed over."""
    return tuple(
        Fault(f"filters.{system}.groups[{group}].clauses[{place}].{member}", text)
        for system, chosen in sorted(rule.filters.items())
        for group, clauses in enumerate(chosen.groups)
        for place, clause in enumerate(clauses.clauses)
        for member, text in _faults_of(clause, system, known.get((system, clause.on)))
    )


def labelled(rule: SyncRule, known: AskedFields) -> SyncRule:
    """The rule, each clause with what the vendor calls its field."""

    def named(clause: Clause, system: System) -> Clause:
        field = known.get((system, clause.on), {}).get(clause.field)
        return replace(clause, label=field.label if field else clause.label)

    filters = {
        system: Filter(tuple(Group(tuple(named(one, system) for one in group.clauses)) for group in chosen.groups))
        for system, chosen in rule.filters.items()
    }
    return replace(rule, filters=filters)


def _faults_of(clause: Clause, system: System, known: Mapping[str, VendorField] | None) -> _Faults:
    if known is None or not clause.field.strip():
        return
    if (field := known.get(clause.field)) is None:
        yield "field", faults.NO_SUCH_FIELD(name=clause.field, system=system.brand, names=sorted(known)[:MOST_NAMES])
    elif clause.operator in OF_ANY_TYPE:
        return
    elif not _is_compared_as(clause.type, field.type):
        yield "type", faults.OF_ANOTHER_TYPE(name=field.label, type=words.FIELD_TYPE[field.type])
        if clause.operator not in OPERATORS[field.type]:
            names = sorted(OPERATORS[field.type])
            yield "operator", faults.NOT_FOR_TYPE(type=words.FIELD_TYPE[field.type], names=names)
    else:
        yield from _faults_of_options(clause, system, field)


def _is_compared_as(asked: FieldType, has: FieldType) -> bool:
    """Whether values of one type can be compared as the other; a moment has a day, and a day a beginning."""
    return asked is has or {asked, has} <= _DAYS


def _faults_of_options(clause: Clause, system: System, field: VendorField) -> _Faults:
    """An option that is not there would never be met."""
    if not field.options or field.type is not FieldType.ENUMERATION or clause.operator not in _OF_WHOLE_VALUES:
        return
    for place, value in enumerate(clause.values):
        if value.strip() not in field.options:
            yield f"values[{place}]", faults.NO_SUCH_OPTION(value=value, name=field.label, system=system.brand)
