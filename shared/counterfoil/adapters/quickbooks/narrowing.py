"""A rule's filter as conditions of QuickBooks' query language, which find at least all that it admits.

It knows no OR, so that only a single group can be asked for, and of it only what QuickBooks lets query: the dates, the
balance and the customer of invoices, and when anything was made or changed.
Source: https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time

from counterfoil.adapters.quickbooks.statements import at_least, at_most, one_of
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Clause, FieldType, Holder, Operator
from counterfoil.domain.rules.clauses import Moment, Narrowing
from counterfoil.domain.rules.ranges import days_of, numbers_of

_TIMES = {"MetaData.CreateTime": FieldType.DATETIME, "MetaData.LastUpdatedTime": FieldType.DATETIME}
_OF_INVOICES = {
    "TxnDate": FieldType.DATE,
    "DueDate": FieldType.DATE,
    "Balance": FieldType.NUMBER,
    "CustomerRef.value": FieldType.ENUMERATION,
}
_DAYS = {FieldType.DATE, FieldType.DATETIME}


def narrowed(narrowing: Narrowing, kind: EntityKind) -> list[str]:
    """Conditions that everything meets that the filter admits; none where everything is asked for."""
    if len(narrowing.chosen.groups) != 1:
        return []
    types = _TIMES | (_OF_INVOICES if kind is EntityKind.INVOICE else {})
    (group,) = narrowing.chosen.groups
    return [asked for clause in group.clauses for asked in _asked(clause, types, narrowing.moment)]


def asks_exactly(narrowing: Narrowing, kind: EntityKind) -> bool:
    """Whether QuickBooks, asked for what `narrowed` says, shows nothing that the filter does not admit."""
    conditions, clauses = narrowed(narrowing, kind), narrowing.chosen.clauses
    return not clauses or (len(conditions) == len(clauses) and all(map(_is_exact, clauses)))


def _is_exact(clause: Clause) -> bool:
    """Days are widened, and ends are included."""
    return clause.type is FieldType.ENUMERATION or clause.operator in {Operator.GREATER_OR_EQUAL, Operator.LESS_OR_EQUAL}


def _asked(clause: Clause, types: Mapping[str, FieldType], moment: Moment) -> Iterator[str]:
    known = types.get(clause.field)
    if clause.on is not Holder.SELF or known is None:
        return
    if clause.type in _DAYS and known in _DAYS:
        yield from _days(clause, known, moment)
    elif clause.type is known is FieldType.NUMBER:
        yield from _numbers(clause)
    elif clause.type is known and clause.operator in {Operator.IS, Operator.IS_ANY_OF}:
        yield one_of(clause.field.removesuffix(".value"), [value.strip() for value in clause.values])


def _numbers(clause: Clause) -> Iterator[str]:
    asked = numbers_of(clause)
    if asked and asked.low is not None:
        yield at_least(clause.field, f"{asked.low:f}")
    if asked and asked.high is not None:
        yield at_most(clause.field, f"{asked.high:f}")


def _days(clause: Clause, known: FieldType, moment: Moment) -> Iterator[str]:
    asked = days_of(clause, moment)
    if asked and asked.low:
        yield at_least(clause.field, _literal(asked.low, known))
    if asked and asked.high:
        yield at_most(clause.field, _literal(asked.high, known))


def _literal(day: date, known: FieldType) -> str:
    return day.isoformat() if known is FieldType.DATE else datetime.combine(day, time(), UTC).isoformat()
