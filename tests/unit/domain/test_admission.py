"""Which records a filter admits: every operator, for every type, and what is told of the others."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from counterfoil.domain.rules import Clause, FieldType, Filter, Group, Holder, Operator
from counterfoil.domain.rules.admission import ADMITTED, admits
from counterfoil.domain.rules.clauses import Moment, holds
from counterfoil.domain.rules.ranges import days_of
from counterfoil.domain.rules.values import is_less, parsed

MOMENT = Moment(date(2026, 3, 2), ZoneInfo("America/New_York"))
TEXT, NUMBER, DATE, DATETIME = FieldType.TEXT, FieldType.NUMBER, FieldType.DATE, FieldType.DATETIME
OPTION, TRUTH = FieldType.ENUMERATION, FieldType.BOOLEAN
O = Operator  # noqa: E741 - a column of the tables below


def clause(of: FieldType, operator: Operator, *values: str, on: Holder = Holder.SELF) -> Clause:
    return Clause(on=on, field="f", type=of, operator=operator, values=values)


def is_so(found: str | Sequence[str], of: FieldType, operator: Operator, *values: str) -> bool:
    """Whether a clause holds for a value, or for those of several companies."""
    on = Holder.SELF if isinstance(found, str) else Holder.COMPANY
    records = [{"f": one} for one in ([found] if isinstance(found, str) else found)]
    return holds(clause(of, operator, *values, on=on), {on: records}, MOMENT)


@pytest.mark.parametrize(
    ("found", "of", "operator", "values", "so"),
    [
        # text: trimmed, in one form of letters, without regard to case
        (" acme Ltd ", TEXT, O.IS, ["Acme LTD"], True),
        ("Caf\u00e9", TEXT, O.IS, ["CAFE\u0301"], True),
        ("Stra\u00dfe", TEXT, O.IS, ["STRASSE"], True),
        ("Acme", TEXT, O.IS, ["Acme Ltd"], False),
        ("Acme", TEXT, O.IS_NOT, ["acme"], False),
        ("Acme", TEXT, O.IS_NOT, ["Other"], True),
        ("Acme", TEXT, O.IS_ANY_OF, ["other", "ACME"], True),
        ("Acme", TEXT, O.IS_ANY_OF, ["other"], False),
        ("Acme", TEXT, O.IS_NONE_OF, ["other"], True),
        ("Acme", TEXT, O.IS_NONE_OF, ["other", "acme"], False),
        ("The Acme Company", TEXT, O.CONTAINS, ["me co"], True),
        ("The Acme Company", TEXT, O.CONTAINS, ["mexico"], False),
        ("The Acme, Company", TEXT, O.CONTAINS_WORD, ["acme company"], True),
        ("The Acmes Company", TEXT, O.CONTAINS_WORD, ["acme"], False),
        ("A", TEXT, O.CONTAINS_WORD, ["a b"], False),
        ("A - B", TEXT, O.CONTAINS_WORD, ["-"], False),
        ("Acme", TEXT, O.STARTS_WITH, ["AC"], True),
        ("Acme", TEXT, O.STARTS_WITH, ["me"], False),
        # numbers: by their value
        ("10.0", NUMBER, O.IS, ["10"], True),
        ("10", NUMBER, O.IS_NOT, ["10.00"], False),
        ("10", NUMBER, O.IS_ANY_OF, ["9", "10.00"], True),
        ("10", NUMBER, O.IS_NONE_OF, ["10.00"], False),
        ("10", NUMBER, O.GREATER, ["9.99"], True),
        ("10", NUMBER, O.GREATER, ["10"], False),
        ("10", NUMBER, O.GREATER_OR_EQUAL, ["10"], True),
        ("9", NUMBER, O.GREATER_OR_EQUAL, ["10"], False),
        ("9", NUMBER, O.LESS, ["10"], True),
        ("10", NUMBER, O.LESS, ["10"], False),
        ("10", NUMBER, O.LESS_OR_EQUAL, ["10"], True),
        ("11", NUMBER, O.LESS_OR_EQUAL, ["10"], False),
        ("10", NUMBER, O.BETWEEN, ["10", "20"], True),
        ("20", NUMBER, O.BETWEEN, ["10", "20"], True),
        ("9", NUMBER, O.BETWEEN, ["10", "20"], False),
        ("21", NUMBER, O.BETWEEN, ["10", "20"], False),
        # dates: days in the portal's time zone
        ("2026-03-01", DATE, O.IS, ["2026-03-01"], True),
        ("2026-03-01T02:00:00Z", DATE, O.IS, ["2026-02-28"], True),
        ("2026-03-01T00:00:00Z", DATE, O.IS, ["2026-03-01"], True),
        ("2026-03-01T23:00:00-05:00", DATE, O.IS, ["2026-03-01"], True),
        ("2026-03-01", DATE, O.BEFORE, ["2026-03-02"], True),
        ("2026-03-02", DATE, O.BEFORE, ["2026-03-02"], False),
        ("2026-03-03", DATE, O.AFTER, ["2026-03-02"], True),
        ("2026-03-02", DATE, O.AFTER, ["2026-03-02"], False),
        ("2026-03-02", DATE, O.BETWEEN, ["2026-03-02", "2026-03-05"], True),
        ("2026-03-06", DATE, O.BETWEEN, ["2026-03-02", "2026-03-05"], False),
        ("2026-03-02", DATE, O.IN_LAST_DAYS, ["0"], True),
        ("2026-03-01", DATE, O.IN_LAST_DAYS, ["0"], False),
        ("2026-02-23", DATE, O.IN_LAST_DAYS, ["7"], True),
        ("2026-02-22", DATE, O.IN_LAST_DAYS, ["7"], False),
        ("2026-03-03", DATE, O.IN_LAST_DAYS, ["7"], False),
        ("0001-01-01T00:30:00Z", DATE, O.IS, ["2026-03-01"], False),
        # moments: points in time; a day counts as its beginning in the portal's time zone
        ("2026-03-01T12:00:00Z", DATETIME, O.IS, ["2026-03-01T07:00:00-05:00"], True),
        ("2026-03-01T12:00:00", DATETIME, O.IS, ["2026-03-01T17:00:00Z"], True),
        ("2026-03-01T05:00:01Z", DATETIME, O.AFTER, ["2026-03-01"], True),
        ("2026-03-01T04:59:59Z", DATETIME, O.AFTER, ["2026-03-01"], False),
        ("2026-03-01T04:59:59Z", DATETIME, O.BEFORE, ["2026-03-01"], True),
        ("2026-03-02T12:00:00Z", DATETIME, O.IN_LAST_DAYS, ["0"], True),
        ("0001-01-01T00:30:00Z", DATETIME, O.IN_LAST_DAYS, ["7"], False),
        ("0001-01-01T00:00:00+14:00", DATETIME, O.BEFORE, ["2026-03-01"], False),
        # options: by their internal value; several may be chosen
        ("A", OPTION, O.IS, ["A"], True),
        ("A", OPTION, O.IS, ["a"], False),
        ("A;B", OPTION, O.IS, ["B"], True),
        ("A;B", OPTION, O.IS_NOT, ["B"], False),
        ("A;B", OPTION, O.IS_ANY_OF, ["B", "C"], True),
        ("A;B", OPTION, O.IS_NONE_OF, ["B", "C"], False),
        ("A;B", OPTION, O.IS_NONE_OF, ["C"], True),
        (";", OPTION, O.IS_NOT, ["C"], False),
        # truth
        ("true", TRUTH, O.IS_TRUE, [], True),
        ("FALSE", TRUTH, O.IS_TRUE, [], False),
        ("false", TRUTH, O.IS, ["False"], True),
        # known or not
        ("A", TEXT, O.IS_KNOWN, [], True),
        (" ", TEXT, O.IS_KNOWN, [], False),
        ("A", TEXT, O.IS_UNKNOWN, [], False),
        (" ", TEXT, O.IS_UNKNOWN, [], True),
        ("ten", NUMBER, O.IS_KNOWN, [], True),
    ],
)  # fmt: skip
def test_what_each_operator_means(found: str, of: FieldType, operator: Operator, values: list[str], *, so: bool) -> None:
    assert is_so(found, of, operator, *values) is so


@pytest.mark.parametrize(
    ("operator", "values", "so"),
    [
        (O.IS, ["1"], False),
        (O.IS_NOT, ["1"], True),
        (O.IS_ANY_OF, ["1"], False),
        (O.IS_NONE_OF, ["1"], True),
        (O.GREATER, ["1"], False),
        (O.GREATER_OR_EQUAL, ["1"], False),
        (O.LESS, ["1"], False),
        (O.BETWEEN, ["1", "2"], False),
    ],
)
def test_an_unknown_value_satisfies_negative_operators_only(operator: Operator, values: list[str], *, so: bool) -> None:
    assert is_so("", NUMBER, operator, *values) is so
    assert is_so([], NUMBER, operator, *values) is so


@pytest.mark.parametrize("operator", [O.IS, O.IS_NOT, O.IS_NONE_OF, O.GREATER, O.LESS_OR_EQUAL])
def test_a_value_that_cannot_be_understood_satisfies_nothing(operator: Operator) -> None:
    assert not is_so("ten", NUMBER, operator, "1")


def test_of_several_records_one_is_enough_unless_it_is_denied() -> None:
    assert is_so(["US", "DE"], TEXT, O.IS, "us")
    assert not is_so(["FR", "DE"], TEXT, O.IS, "us")
    assert not is_so(["US", "DE"], TEXT, O.IS_NOT, "us")
    assert is_so(["FR", "DE"], TEXT, O.IS_NOT, "us")
    assert is_so(["", "DE"], TEXT, O.IS_KNOWN)
    assert not is_so(["", "DE"], TEXT, O.IS_UNKNOWN)
    assert is_so([], TEXT, O.IS_UNKNOWN)


IN_US = clause(TEXT, O.IS, "US", on=Holder.COMPANY)
BIG = Clause(field="amount", type=NUMBER, operator=O.GREATER, values=("100",))
NEW = Clause(field="created", type=DATE, operator=O.IN_LAST_DAYS, values=("30",))


def test_one_group_must_hold_with_all_of_its_clauses() -> None:
    chosen = Filter((Group((IN_US, BIG)), Group((NEW,))))
    here = {Holder.COMPANY: [{"f": "us"}]}
    assert admits(chosen, {**here, Holder.SELF: [{"amount": "101"}]}, MOMENT) == ADMITTED
    assert admits(chosen, {Holder.SELF: [{"created": "2026-03-01"}]}, MOMENT).admitted
    refused = admits(chosen, {**here, Holder.SELF: [{"amount": "100"}]}, MOMENT)
    assert (refused.admitted, refused.clause) == (False, BIG)
    assert admits(Filter(), {}, MOMENT) == ADMITTED


@pytest.mark.parametrize(
    ("wanted", "values", "text"),
    [
        (BIG, {Holder.SELF: [{"amount": "99.50"}]},
         "The filter admits records where the record's amount is greater than 100; here it is 99.50."),
        (BIG, {Holder.SELF: [{}]},
         "The filter admits records where the record's amount is greater than 100; here it is empty."),
        (BIG, {Holder.SELF: [{"amount": "much"}]},
         "The filter admits records where the record's amount is greater than 100; here it is much, which is not a number."),
        (NEW, {Holder.SELF: [{"created": "2020-01-31"}]},
         "The filter admits records where the record's created lies in the last 30 days; here it is 2020-01-31."),
        (IN_US, {}, "The filter admits records where the company's f is US; here is no company."),
        (clause(TEXT, O.IS_ANY_OF, "US", "CA", on=Holder.COMPANY), {Holder.COMPANY: [{"f": "DE"}, {"f": "FR"}, {"f": "DE"}]},
         "The filter admits records where the company's f is one of US, CA; here it is DE, FR."),
        (clause(TEXT, O.IS_UNKNOWN), {Holder.SELF: [{"f": "x"}]},
         "The filter admits records where the record's f is empty; here it is x."),
    ],
)  # fmt: skip
def test_the_clause_that_a_record_fails_is_told(
    wanted: Clause, values: dict[Holder, list[dict[str, str]]], text: str
) -> None:
    assert admits(Filter((Group((wanted,)),)), values, MOMENT).text == text


def test_the_group_that_came_nearest_is_told() -> None:
    first, second = Group((IN_US, BIG)), Group((NEW, BIG, IN_US))
    values = {Holder.SELF: [{"created": "2026-03-01", "amount": "200"}]}
    assert admits(Filter((first, second)), values, MOMENT).clause == IN_US
    assert admits(Filter((first, second)), {}, MOMENT).clause == IN_US
    assert admits(Filter((Group((BIG, NEW)), second)), {Holder.COMPANY: [{"f": "us"}]}, MOMENT).clause == BIG


@pytest.mark.parametrize("of", [TEXT, OPTION, TRUTH])
def test_texts_and_nothing_have_no_order(of: FieldType) -> None:
    one, other = (parsed(text, of, MOMENT.zone) for text in ("false", "true"))
    assert not is_less(one, other)
    assert not is_less(other, one)
    assert not is_less(None, other)


def test_days_are_asked_for_only_of_days() -> None:
    assert days_of(clause(NUMBER, O.GREATER, "7"), MOMENT) is None
    assert days_of(clause(DATE, O.IS_KNOWN), MOMENT) is None
