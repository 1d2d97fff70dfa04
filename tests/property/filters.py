"""Any filter that can be saved, and any values that a record and its associates may have."""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from counterfoil.domain.identity import System
from counterfoil.domain.rules import Clause, FieldType, Filter, Group, Holder, Operator
from counterfoil.domain.rules.clauses import Moment
from counterfoil.domain.rules.faults_of_clauses import AskedFields
from counterfoil.domain.rules.operators import OPERATORS, count_of_values
from counterfoil.domain.rules.vendor_field import VendorField

MOMENT = Moment(date(2026, 3, 2), ZoneInfo("America/New_York"))
FIELDS: Mapping[str, FieldType] = {str(one): one for one in FieldType}
"""One field for each type, so that values and clauses meet."""

GOOD: Mapping[FieldType, Sequence[str]] = {
    FieldType.TEXT: ("a", "A", "b c", " a ", "é", "e\u0301", "%_*"),
    FieldType.NUMBER: ("0", "1", "1.0", "-2", "10", "1e2", "0.30"),
    FieldType.DATE: ("2026-03-01", "2026-03-02", "2026-02-01", "2026-03-01T00:00:00Z", "2026-03-02T03:00:00Z"),
    FieldType.DATETIME: ("2026-03-01", "2026-03-01T05:00:00Z", "2026-03-01T05:00:01Z", "2026-03-02T00:00:00-05:00"),
    FieldType.ENUMERATION: ("A", "a", "B", "C"),
    FieldType.BOOLEAN: ("true", "false", "TRUE"),
}
BLANK = ("", " ")
ODD = ("x", "NaN", "--", "0001-01-01T00:00:00+14:00", "A;B", ";", "\u0000", "9" * 40)
HOLDERS = (Holder.SELF, Holder.COMPANY)


@st.composite
def clauses(
    draw: st.DrawFn,
    holders: Sequence[Holder] = HOLDERS,
    fields: Mapping[str, FieldType] = FIELDS,
    good: Mapping[FieldType, Sequence[str]] = GOOD,
) -> Clause:
    """Any clause without a fault."""
    field = draw(st.sampled_from(sorted(fields)))
    of = fields[field]
    operator = draw(st.sampled_from(sorted(OPERATORS[of])))
    fewest, most = count_of_values(operator)
    values = st.sampled_from(("0", "1", "30") if operator is Operator.IN_LAST_DAYS else tuple(good[of]))
    chosen = draw(st.lists(values, min_size=fewest, max_size=min(most, 3)))
    return Clause(on=draw(st.sampled_from(holders)), field=field, type=of, operator=operator, values=tuple(chosen))


def groups(holders: Sequence[Holder] = HOLDERS) -> st.SearchStrategy[Group]:
    return st.lists(clauses(holders), min_size=1, max_size=3).map(lambda some: Group(tuple(some)))


def filters(holders: Sequence[Holder] = HOLDERS) -> st.SearchStrategy[Filter]:
    return st.lists(groups(holders), max_size=3).map(lambda some: Filter(tuple(some)))


@st.composite
def records(draw: st.DrawFn) -> Mapping[str, str]:
    """Some values, of which some are unknown and some are odd."""
    return {name: draw(st.sampled_from((*GOOD[of], *BLANK, *ODD))) for name, of in FIELDS.items() if draw(st.booleans())}


@st.composite
def values(draw: st.DrawFn) -> Mapping[Holder, Sequence[Mapping[str, str]]]:
    return {Holder.SELF: [draw(records())], Holder.COMPANY: draw(st.lists(records(), max_size=2))}


@st.composite
def fields_known(draw: st.DrawFn) -> AskedFields:
    """What HubSpot may have of these fields: each of some type, or none at all."""
    found: dict[tuple[System, Holder], dict[str, VendorField]] = {}
    for holder in draw(st.sets(st.sampled_from(HOLDERS))):
        names = draw(st.sets(st.sampled_from(sorted(FIELDS))))
        types = {name: draw(st.sampled_from(FieldType)) for name in sorted(names)}
        found[System.HUBSPOT, holder] = {
            name: VendorField(name=name, label=name, type=of, options={"A": "A", "B": "B"}) for name, of in types.items()
        }
    return found
