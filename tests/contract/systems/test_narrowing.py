"""What a vendor leaves out for a filter is never anything that the filter admits; and it does leave something out."""

import pytest
from hypothesis import given

from counterfoil.domain.rules import Clause, FieldType, Filter, Group, Operator
from tests.contract.systems.shelves import (
    FROM_HUBSPOT,
    FROM_QUICKBOOKS,
    MIXED_UP,
    filters_of,
    hubspot_shelf,
    just,
    quickbooks_shelf,
)


@pytest.mark.feature("L1")
@given(filters_of(FROM_HUBSPOT | MIXED_UP))
def test_hubspot_finds_all_that_a_filter_admits(chosen: Filter) -> None:
    assert hubspot_shelf().admitted(chosen) <= hubspot_shelf().found(chosen)


@pytest.mark.feature("L1")
@given(filters_of(FROM_QUICKBOOKS))
def test_quickbooks_finds_all_that_a_filter_admits(chosen: Filter) -> None:
    assert quickbooks_shelf()[0].admitted(chosen) <= quickbooks_shelf()[0].found(chosen)


@pytest.mark.parametrize(
    "chosen",
    [
        just("f_number", FieldType.NUMBER, Operator.IS, "10.0"),
        just("f_number", FieldType.NUMBER, Operator.GREATER, "1"),
        just("f_number", FieldType.NUMBER, Operator.LESS, "1"),
        just("f_number", FieldType.NUMBER, Operator.BETWEEN, "1", "5"),
        just("f_date", FieldType.DATE, Operator.BEFORE, "2026-02-10"),
        just("f_date", FieldType.DATE, Operator.AFTER, "2026-02-10"),
        just("f_date", FieldType.DATE, Operator.IN_LAST_DAYS, "3"),
        just("f_datetime", FieldType.DATE, Operator.IS, "2026-03-01"),
        just("f_option", FieldType.ENUMERATION, Operator.IS_ANY_OF, "A", "C"),
        just("f_truth", FieldType.BOOLEAN, Operator.IS_TRUE),
        just("f_truth", FieldType.BOOLEAN, Operator.IS, "False"),
        just("f_number", FieldType.NUMBER, Operator.IS_KNOWN),
    ],
)
def test_hubspot_is_spared_what_it_can_tell(chosen: Filter) -> None:
    everything = hubspot_shelf().found(Filter())
    assert hubspot_shelf().admitted(chosen) <= hubspot_shelf().found(chosen) < everything


@pytest.mark.parametrize(
    "chosen",
    [
        just("f_text", FieldType.TEXT, Operator.IS, "a"),
        just("f_number", FieldType.TEXT, Operator.IS, "10"),
        just("f_number", FieldType.NUMBER, Operator.IS_NOT, "10"),
        just("f_option", FieldType.ENUMERATION, Operator.IS_NONE_OF, "A"),
        just("f_options", FieldType.ENUMERATION, Operator.IS, "A"),
        just("f_truth", FieldType.BOOLEAN, Operator.IS_UNKNOWN),
        just("f_date", FieldType.DATE, Operator.IS_NOT, "2026-03-01"),
        just("no_such_property", FieldType.NUMBER, Operator.IS, "1"),
        just("f_date", FieldType.DATE, Operator.AFTER, "0001-01-01"),
    ],
)
def test_hubspot_is_asked_for_everything_where_it_cannot_tell(chosen: Filter) -> None:
    assert hubspot_shelf().found(chosen) == hubspot_shelf().found(Filter())


@pytest.mark.parametrize(
    "chosen",
    [
        just("TxnDate", FieldType.DATE, Operator.IN_LAST_DAYS, "10"),
        just("DueDate", FieldType.DATETIME, Operator.IN_LAST_DAYS, "1"),
        just("Balance", FieldType.NUMBER, Operator.LESS_OR_EQUAL, "10"),
        just("Balance", FieldType.NUMBER, Operator.GREATER_OR_EQUAL, "10.5"),
        just("CustomerRef.value", FieldType.ENUMERATION, Operator.IS_ANY_OF, "0", "no such customer"),
    ],
)
def test_quickbooks_is_spared_what_it_can_tell(chosen: Filter) -> None:
    shelf, _ = quickbooks_shelf()
    assert shelf.admitted(chosen) <= shelf.found(chosen) < shelf.found(Filter())


@pytest.mark.parametrize(
    "chosen",
    [
        just("DocNumber", FieldType.TEXT, Operator.IS, "1001"),
        just("Balance", FieldType.TEXT, Operator.IS, "10"),
        just("Balance", FieldType.NUMBER, Operator.IS_NOT, "10"),
        just("CustomerRef.value", FieldType.ENUMERATION, Operator.IS_NOT, "1"),
        just("TxnDate", FieldType.DATE, Operator.IS_KNOWN),
        Filter(just("Balance", FieldType.NUMBER, Operator.IS, "10").groups * 2),
    ],
)
def test_quickbooks_is_asked_for_everything_where_it_cannot_tell(chosen: Filter) -> None:
    assert quickbooks_shelf()[0].found(chosen) == quickbooks_shelf()[0].found(Filter())


def test_as_many_groups_and_clauses_as_a_filter_may_have_fit_into_one_search() -> None:
    clause = Clause(field="f_number", type=FieldType.NUMBER, operator=Operator.GREATER, values=("0",))
    assert hubspot_shelf().found(Filter((Group((clause,) * 6), *[Group((clause,) * 3)] * 4)))
    assert hubspot_shelf().found(Filter((Group((clause,) * 6),) * 3))
