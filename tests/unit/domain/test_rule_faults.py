"""What is wrong with a rule: every fault is found, each with its path."""

from dataclasses import replace

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.rules import (
    Clause,
    CustomerOptions,
    Direction,
    FieldMapping,
    FieldType,
    Filter,
    Group,
    Holder,
    Matching,
    Operator,
    SyncRule,
    new_rule,
    predefined_mappings,
)
from counterfoil.domain.rules.faults import faults_of
from tests.builders import SWITCHED_ON, a_rule

INVOICE, CUSTOMER = EntityKind.INVOICE, EntityKind.CUSTOMER
ORDER = FieldMapping(id="order", hubspot="hs_purchase_order_number", quickbooks="CustomField.1", own=True)


def told(rule: SyncRule) -> list[tuple[str, str]]:
    return [(fault.path, fault.text) for fault in faults_of(rule)]


def with_clauses(*clauses: Clause, system: System = System.HUBSPOT, kind: EntityKind = INVOICE) -> SyncRule:
    return a_rule(kind, filters={system: Filter((Group(clauses),))})


def clause(operator: Operator, *values: str, of: FieldType = FieldType.TEXT, on: Holder = Holder.SELF) -> Clause:
    return Clause(on=on, field="some_property", type=of, operator=operator, values=values)


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("kind", sorted(set(EntityKind) - {EntityKind.PAYMENT}))
def test_what_a_connection_begins_with_has_no_fault(kind: EntityKind, direction: Direction) -> None:
    rule = new_rule(kind, direction, SWITCHED_ON)
    assert faults_of(rule) == ()
    assert rule.left_out == frozenset()
    assert rule.version == 1
    assert rule.matching.keys


def test_every_fault_is_told_at_once() -> None:
    rule = replace(
        with_clauses(clause(Operator.GREATER, "ten", of=FieldType.NUMBER), clause(Operator.IS)),
        version=0,
        matching=Matching((MatchKey.EMAIL,)),
        mappings=(*predefined_mappings(INVOICE), FieldMapping(id="colour")),
        create="when_needed",
        options=CustomerOptions(),
    )
    assert [path for path, _ in told(rule)] == [
        "version",
        "filters.hubspot.groups[0].clauses[0].values[0]",
        "filters.hubspot.groups[0].clauses[1].values",
        "matching.keys[0]",
        f"mappings[{len(predefined_mappings(INVOICE))}].id",
        "create",
        "options.of",
    ]


def test_payments_have_no_rule_of_their_own() -> None:
    assert told(a_rule(EntityKind.PAYMENT)) == [
        ("kind", "Payments have no rule of their own: they follow the invoices' rule.")
    ]


@pytest.mark.parametrize(
    ("wrong", "place", "text"),
    [
        (clause(Operator.GREATER, "1"), ".operator", "For a text there are only: contains, contains_word, is, "),
        (clause(Operator.IS, "a", "b"), ".values", "The operator takes exactly this many values: 1."),
        (clause(Operator.IS_ANY_OF), ".values", "The operator takes 1 to 100 values."),
        (clause(Operator.IS_KNOWN, "a"), ".values", "The operator takes exactly this many values: 0."),
        (clause(Operator.IS, " "), ".values[0]", '"(empty)" is not a text.'),
        (clause(Operator.IS, "ten", of=FieldType.NUMBER), ".values[0]", '"ten" is not a number.'),
        (clause(Operator.IS, "NaN", of=FieldType.NUMBER), ".values[0]", '"NaN" is not a number.'),
        (clause(Operator.AFTER, "31.1.", of=FieldType.DATE), ".values[0]", '"31.1." is not a date (2026-01-31).'),
        (clause(Operator.IS, "yes", of=FieldType.BOOLEAN), ".values[0]", '"yes" is not true or false.'),
        (clause(Operator.IN_LAST_DAYS, "-3", of=FieldType.DATE), ".values[0]", '"-3" is not a number of days.'),
        (clause(Operator.BETWEEN, "2", of=FieldType.NUMBER), ".values", "The operator takes exactly this many values: 2."),
        (clause(Operator.BETWEEN, "2", "1", of=FieldType.NUMBER), ".values", "The first value is greater than the second."),
        (clause(Operator.IS, "a", on=Holder.CUSTOMER), ".on", "This filter can ask only for values of: company, "),
        (Clause(field=" ", operator=Operator.IS_KNOWN), ".field", "A name is missing."),
    ],
)
def test_a_wrong_clause(wrong: Clause, place: str, text: str) -> None:
    [(path, said)] = told(with_clauses(wrong))
    assert path == f"filters.hubspot.groups[0].clauses[0]{place}"
    assert said.startswith(text)


@pytest.mark.parametrize(
    "right",
    [
        clause(Operator.IS_ANY_OF, "a", "b", of=FieldType.ENUMERATION, on=Holder.DEAL),
        clause(Operator.BETWEEN, "1", "2.50", of=FieldType.NUMBER),
        clause(Operator.BETWEEN, "2026-01-31", "2026-02-28", of=FieldType.DATE, on=Holder.COMPANY),
        clause(Operator.BEFORE, "2026-01-31T12:00:00+01:00", of=FieldType.DATETIME),
        clause(Operator.AFTER, "2026-01-31", of=FieldType.DATETIME),
        clause(Operator.IN_LAST_DAYS, "30", of=FieldType.DATE),
        clause(Operator.IS, "True", of=FieldType.BOOLEAN),
        clause(Operator.IS_TRUE, of=FieldType.BOOLEAN, on=Holder.LINE),
    ],
)
def test_a_right_clause(right: Clause) -> None:
    assert told(with_clauses(right)) == []


def test_whose_values_a_filter_may_ask_for() -> None:
    by_customer = clause(Operator.IS, "US", on=Holder.CUSTOMER)
    assert told(with_clauses(by_customer, system=System.QUICKBOOKS)) == []
    assert told(with_clauses(clause(Operator.IS, "US", on=Holder.INVOICE), kind=CUSTOMER)) == []
    [(path, text)] = told(with_clauses(by_customer, system=System.QUICKBOOKS, kind=CUSTOMER))
    assert (path, text) == (
        "filters.quickbooks.groups[0].clauses[0].on",
        "This filter can ask only for values of: self.",
    )


def test_a_filter_is_no_longer_than_hubspot_can_search() -> None:
    one = clause(Operator.IS_KNOWN)
    groups = (*(Group((one,) * 6) for _ in range(2)), Group((one,) * 7), Group(()), Group((one,)), Group((one,)))
    assert [path for path, _ in told(a_rule(INVOICE, filters={System.HUBSPOT: Filter(groups)}))] == [
        "filters.hubspot.groups",
        "filters.hubspot.groups",
        "filters.hubspot.groups[2].clauses",
        "filters.hubspot.groups[3].clauses",
    ]


def test_a_key_stands_once() -> None:
    rule = a_rule(CUSTOMER, matching=Matching((MatchKey.EMAIL, MatchKey.NAME, MatchKey.EMAIL)))
    assert told(rule) == [("matching.keys", "Email is named more than once.")]
    assert told(a_rule(CUSTOMER, matching=Matching())) == []


@pytest.mark.parametrize(
    ("mappings", "place", "text"),
    [
        ((ORDER, replace(ORDER, hubspot="other", quickbooks="CustomField.2")), "mappings", "Order is named more than once."),
        ((replace(ORDER, id="memo"),), "mappings[0].id", "A predefined mapping has this name."),
        (
            (replace(ORDER, hubspot=""),),
            "mappings[0].hubspot",
            "A property of HubSpot is missing, or a fixed text in its place.",
        ),
        ((replace(ORDER, quickbooks=" "),), "mappings[0].quickbooks", "A field of QuickBooks is missing."),
        ((replace(ORDER, id=" "),), "mappings[0].id", "A name is missing."),
        ((ORDER, replace(ORDER, id="b", hubspot="b")), "mappings", "Several mappings write CustomField.1 in QuickBooks."),
        ((FieldMapping(id="memo", blanks="clear"),), "mappings[0]", "A predefined mapping can only be switched on and off."),
        ((FieldMapping(id="total"),), "mappings[0].id", "The predefined mappings of invoices are: "),
    ],
)
def test_a_wrong_mapping(mappings: tuple[FieldMapping, ...], place: str, text: str) -> None:
    [(path, said)] = told(a_rule(INVOICE, mappings=mappings))
    assert path == place
    assert said.startswith(text)


def test_two_mappings_may_read_the_same_property() -> None:
    outward = replace(ORDER, direction=Direction.HUBSPOT_TO_QUICKBOOKS)
    both = (outward, replace(outward, id="again", quickbooks="CustomField.2"))
    assert told(a_rule(INVOICE, mappings=both)) == []
    off = replace(ORDER, id="again", enabled=False)
    assert told(a_rule(INVOICE, mappings=(ORDER, off))) == []
