"""What filters promise, for any filter and any values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import given

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Clause, Filter, Group, Holder, Operator
from counterfoil.domain.rules.admission import ADMITTED, admits
from counterfoil.domain.rules.clauses import holds
from counterfoil.domain.rules.faults import faults_of
from counterfoil.domain.rules.faults_of_clauses import AskedFields, faults_of_clauses
from tests.builders import a_rule
from tests.property.filters import MOMENT, clauses, fields_known, filters, groups, values

CLAUSE = re.compile(r"filters\.hubspot\.groups\[(\d+)\]\.clauses\[(\d+)\]\.(field|type|operator|values\[\d+\])")
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


@given(filters(), values())
def test_the_order_of_groups_clauses_and_associates_does_not_matter(chosen: Filter, given_values: Values) -> None:
    turned = Filter(tuple(Group(group.clauses[::-1]) for group in reversed(chosen.groups)))
    around = {holder: records[::-1] for holder, records in given_values.items()}
    assert admits(turned, around, MOMENT).admitted is admits(chosen, given_values, MOMENT).admitted


@given(filters(), values())
def test_what_is_said_twice_is_said_once(chosen: Filter, given_values: Values) -> None:
    twice = Filter(tuple(Group(group.clauses * 2) for group in chosen.groups * 2))
    assert admits(twice, given_values, MOMENT).admitted is admits(chosen, given_values, MOMENT).admitted


@given(filters(), fields_known())
def test_every_fault_of_a_clause_has_its_place_and_a_sentence(chosen: Filter, known: AskedFields) -> None:
    rule = a_rule(EntityKind.INVOICE, filters={System.HUBSPOT: chosen})
    found = faults_of_clauses(rule, known)
    assert found == faults_of_clauses(rule, known)
    for fault in found:
        place = CLAUSE.fullmatch(fault.path)
        assert place, fault.path
        assert chosen.groups[int(place[1])].clauses[int(place[2])]
        assert fault.text.endswith(".")
