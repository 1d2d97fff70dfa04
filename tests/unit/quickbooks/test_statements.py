"""Query statements, read back by a parser of QuickBooks' query language."""

from datetime import UTC, datetime
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.quickbooks.statements import literal, one_of, select, since
from infra.sandbox.quickbooks.query import Condition, parse

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Cool Cars", "'Cool Cars'"),
        ("O'Brien", r"'O\'Brien'"),
        ("a\\", r"'a\\'"),
        ("\\' OR Id > '0", r"'\\\' OR Id > \'0'"),
        ("a\x00b\nc\td\x85\ud83d", "'abcd'"),
        ("👩\u200d🚀 Co\u00adop\u00a0Ltd", "'👩\u200d🚀 Co\u00adop\u00a0Ltd'"),
        ("", "''"),
    ],
)
def test_a_literal(value: str, written: str) -> None:
    assert literal(value) == written


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_no_value_changes_the_statement_around_it(values: list[str]) -> None:
    statement = parse(select("Customer", one_of("DisplayName", values), "Active = true", start=21))
    visible = tuple("".join(letter for letter in value if category(letter) != "Cc") for value in values)
    assert statement.conditions == (Condition("DisplayName", "IN", visible), Condition("Active", "=", ("true",)))
    assert (statement.entity, statement.start, statement.limit) == ("Customer", 21, 1000)


def test_a_page_in_a_stable_order() -> None:
    assert select("Item", what="*, Sku", start=981) == "SELECT *, Sku FROM Item ORDERBY Id STARTPOSITION 981 MAXRESULTS 1000"


def test_a_moment_has_its_offset() -> None:
    moment = datetime(2026, 3, 1, 10, 0, 5, 999, tzinfo=UTC)
    assert since("MetaData.CreateTime", moment) == "MetaData.CreateTime >= '2026-03-01T10:00:05+00:00'"
