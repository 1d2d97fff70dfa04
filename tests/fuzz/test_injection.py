"""No name, address or SKU breaks out of its place in a query, or arrives as anything but itself."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.quickbooks.statements import one_of, select, since
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.record import digest
from counterfoil.engine.ports import Criterion, MatchKey
from infra.sandbox.quickbooks.query import Condition, parse
from tests.builders import a_line, quickbooks
from tests.contract.systems.quickbooks_world import QuickBooksWorld

QUOTED = st.text(st.sampled_from("'\"\\%_;(),= \nabORAND\xa0\xad\u200d\u202e\u2028\ue000"), max_size=30)
ANYTHING = st.one_of(QUOTED, st.text(max_size=30))
HOSTILE = (
    "O'Brien",
    "x' OR Id > '0",
    "\\",
    "\\'",
    "ends with \\",
    "' OR '1' = '1",
    "a''b",
    "100 % _ sure",
    '"quoted"',
    "x') ORDERBY Id MAXRESULTS 1000 --",
    "*), (SELECT * FROM Customer",
    "Zoë & Söhne <b>GmbH</b>",
    '{"a", [1]}',
    "{{7*7}} ${x}",
    "&#39; &amp; %27",
    "no\u200dwidth\u00ad",
    "\u202eturned",
    "雪\U0001f4b8",
)


@given(st.lists(ANYTHING, min_size=1, max_size=5))
def test_every_value_is_exactly_one_literal(values: list[str]) -> None:
    statement = parse(select("Customer", one_of("DisplayName", values), "Active IN (true, false)", start=7, limit=13))

    held = tuple(re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "", value) for value in values)
    assert statement.conditions == (Condition("DisplayName", "IN", held), Condition("Active", "IN", ("true", "false")))
    assert (statement.entity, statement.count, statement.start, statement.limit) == ("Customer", False, 7, 13)
    assert statement.order == (("Id", False),)


def test_moments_are_literals() -> None:
    statement = parse(select("Invoice", since("MetaData.LastUpdatedTime", datetime(2026, 11, 2, tzinfo=UTC))))
    assert statement.conditions == (Condition("MetaData.LastUpdatedTime", ">=", ("2026-11-02T00:00:00+00:00",)),)


@pytest.fixture(scope="module")
def world() -> QuickBooksWorld:
    """A company with a customer and an item of every hostile name, and some harmless ones."""
    world = QuickBooksWorld()
    for number, text in enumerate(HOSTILE):
        world.make("Customer", {"DisplayName": text, "PrimaryEmailAddr": {"Address": f"p{number}@cool.example"}})
        item = {"Name": f"Item {number}", "Sku": text, "Type": "Service", "IncomeAccountRef": {"value": "1"}}
        world.make("Item", item)
    return world


@pytest.mark.parametrize("text", HOSTILE)
def test_exactly_the_one_of_that_name_is_found(world: QuickBooksWorld, text: str) -> None:
    name, sku = Criterion(MatchKey.NAME, text), Criterion(MatchKey.SKU, text)

    (customer,) = world.system.find(EntityKind.CUSTOMER, [name])[name]
    (product,) = world.system.find(EntityKind.PRODUCT, [sku])[sku]

    assert world.stored("Customer", customer.ref.id)["DisplayName"] == text
    assert world.stored("Item", product.ref.id)["Sku"] == text


def test_all_hostile_names_in_one_query(world: QuickBooksWorld) -> None:
    criteria = [Criterion(MatchKey.NAME, text) for text in HOSTILE]
    found = world.system.find(EntityKind.CUSTOMER, criteria)
    assert all(len(found[criterion]) == 1 for criterion in criteria)


@pytest.mark.parametrize("key", [MatchKey.NAME, MatchKey.EMAIL])
@given(value=ANYTHING)
def test_what_nobody_has_finds_nobody(world: QuickBooksWorld, key: MatchKey, value: str) -> None:
    criterion = Criterion(key, f"nobody{value}")
    assert world.system.find(EntityKind.CUSTOMER, [criterion]) == {criterion: ()}


def test_ids_that_are_none_are_never_asked_for(world: QuickBooksWorld) -> None:
    before = world.metered()
    assert world.system.read(EntityKind.CUSTOMER, ["1' OR '1'='1", "", "-1", "1 OR 1", "1,2"]) == {}
    assert world.metered() == before


@pytest.mark.parametrize("text", [*HOSTILE, '{"a": [1, {"b": null}]}', "<script>alert(1)</script>", "=HYPERLINK(1)"])
def test_texts_arrive_as_they_are(world: QuickBooksWorld, text: str) -> None:
    line = a_line(product=quickbooks(EntityKind.PRODUCT, world.item_id), name=text, description=text)
    invoice = world.an_invoice(memo=text, number="", lines=(line,))
    write = world.create(EntityKind.INVOICE, f"of {digest([text])}", invoice)

    answer = world.system.write([write])[write.key]

    record = getattr(answer, "record", None)
    assert record is not None, answer
    assert record.memo == text
    assert text in record.lines[0].description
