"""What filters promise, for any filter and any values."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import given

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Clause, Filter, Group, Holder, Operator, faults_of
from counterfoil.domain.rules.admission import ADMITTED, admits
from counterfoil.domain.rules.clauses import holds
from tests.builders import a_rule
from tests.property.filters import MOMENT, clauses, filters, groups, values

Values = Mapping[Holder, Sequence[Mapping[str, str]]]
OPPOSITES = {
    Operator.IS: Operator.IS_NOT,
    Operator.IS_ANY_OF: Operator.IS_NONE_OF,
    Operator.IS_KNOWN: Operator.IS_UNKNOWN,
}


@given(filters(), values())
def test_every_record_is_admitted_or_told_its_clause(chosen: Filter, given_values: Values) -> None:
    answer = admits(chosen, given_values, MOMENT)
    assert answer == admits(chosen, given_values, MOMENT)
    if answer.admitted:
        assert answer == ADMITTED
    else:
        assert answer.clause in chosen.clauses
        assert answer.text.startswith("The filter admits records where ")
        assert answer.text.endswith(".")


@given(filters(), groups(), values())
def test_another_group_admits_more_never_less(chosen: Filter, more: Group, given_values: Values) -> None:
    if chosen.groups and admits(chosen, given_values, MOMENT).admitted:
        assert admits(Filter((*chosen.groups, more)), given_values, MOMENT).admitted


@given(groups(), clauses(), values())
def test_another_clause_admits_less_never_more(group: Group, more: Clause, given_values: Values) -> None:
    narrowed = Filter((Group((*group.clauses, more)),))
    if admits(narrowed, given_values, MOMENT).admitted:
        assert admits(Filter((group,)), given_values, MOMENT).admitted


@given(clauses(), values())
def test_opposites_never_both_hold(clause: Clause, given_values: Values) -> None:
    if opposite := OPPOSITES.get(clause.operator):
        both = [holds(one, given_values, MOMENT) for one in (clause, replace(clause, operator=opposite))]
        assert sum(both) <= 1


@given(clauses(), values())
def test_a_known_value_that_is_not_understood_satisfies_nothing(clause: Clause, given_values: Values) -> None:
    if clause.operator not in {Operator.IS_KNOWN, Operator.IS_UNKNOWN} and clause.type not in {"text", "enumeration"}:
        odd = {clause.on: [{clause.field: "no such value"}]}
        assert not holds(clause, {**given_values, **odd}, MOMENT)


@given(filters((Holder.SELF,)))
def test_what_is_tried_here_can_be_saved(chosen: Filter) -> None:
    backwards = "The first value is greater than the second."
    found = faults_of(a_rule(EntityKind.INVOICE, filters={System.HUBSPOT: chosen}))
    assert [fault for fault in found if fault.text != backwards] == []
