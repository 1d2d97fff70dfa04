"""Polling against a small search of our own, with every number that HubSpot limits."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.hubspot.changes import LARGEST_ANSWER, ChangeFinder
from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import ChangedRecord
from tests.unit.hubspot.support import http

START = datetime(2026, 3, 1, tzinfo=UTC)
INVOICES = [EntityKind.INVOICE]


@dataclass
class Index:
    """HubSpot's search of one type: last-modified milliseconds after START by id, shown once `lag` has passed.

    `counts` says whether it tells how many there are.
    """

    records: dict[int, int] = field(default_factory=dict)
    now: int = 0
    lag: int = 0
    counts: bool = True
    searches: list[dict[str, Any]] = field(default_factory=list)

    def finder(self) -> ChangeFinder:
        return ChangeFinder(HubSpotClient(http(self._answer)))

    def moment(self) -> datetime:
        return START + timedelta(milliseconds=self.now)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        query = json.loads(request.content)
        self.searches.append(query)
        assert query["after"] == "0"
        assert query["limit"] <= 200
        assert len(request.content) <= 3_000
        groups = [group["filters"] for group in query["filterGroups"]]
        found = [each for each in self._shown() if any(all(_meets(each, one) for one in group) for group in groups)]
        by_id = query["sorts"] == ["hs_object_id"]
        found.sort(key=lambda each: each[0] if by_id else (each[1], -each[0]))  # ties in no useful order
        counted = {"total": len(found)} if self.counts else {}
        return httpx2.Response(200, json={**counted, "results": [_result(*each) for each in found[: query["limit"]]]})

    def _shown(self) -> Iterator[tuple[int, int]]:
        return ((record_id, at) for record_id, at in self.records.items() if at <= self.now - self.lag)


def _meets(record: tuple[int, int], one: dict[str, Any]) -> bool:
    record_id, at = record
    if one["operator"] == "NOT_IN":
        return str(record_id) not in one["values"]
    epoch = int(START.timestamp()) * 1000 + at
    actual = record_id if one["propertyName"] == "hs_object_id" else epoch
    wanted = int(one["value"])
    return {"EQ": actual == wanted, "GT": actual > wanted, "GTE": actual >= wanted}[one["operator"]]


def _text(at: int) -> str:
    return (START + timedelta(milliseconds=at)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _result(record_id: int, at: int) -> dict[str, str]:
    return {"id": str(record_id), "createdAt": _text(0), "updatedAt": _text(at)}


def poll(index: Index, cursor: str, kinds: list[EntityKind] = INVOICES) -> tuple[list[ChangedRecord], str]:
    records: list[ChangedRecord] = []
    for _ in range(1000):
        page = index.finder().changed_since(kinds, cursor, index.moment())
        assert len(page.records) < LARGEST_ANSWER + 200
        records += page.records
        cursor = page.cursor
        if not page.more:
            return records, cursor
    raise AssertionError("polling never came to an end")


def started(index: Index) -> str:
    records, cursor = poll(index, "")
    assert records == []
    return cursor


def test_the_first_poll_only_sets_the_mark() -> None:
    index = Index({1: 0, 2: 5})
    started(index)
    assert index.searches == []


def test_the_place_stands_for_a_day_while_nothing_changes() -> None:
    index = Index()
    cursor = started(index)
    for now in (600_000, 1_200_000):
        index.now = now
        assert poll(index, cursor) == ([], cursor)
    assert len(index.searches) == 2

    index.records = {1: 1_100_000}
    records, moved = poll(index, cursor)
    assert [one.ref.id for one in records] == ["1"]
    assert moved != cursor

    index.records, index.now = {}, 90_000_000
    assert poll(index, cursor)[1] != cursor


@pytest.mark.long
@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 2001, 12_345])
def test_thousands_of_records_at_one_moment(count: int) -> None:
    index = Index()
    cursor = started(index)
    index.records = dict.fromkeys(range(1, count + 1), 1000)
    index.now = 5000
    records, _ = poll(index, cursor)
    assert {record.ref.id for record in records} == {str(number) for number in index.records}


@pytest.mark.long
def test_more_than_ten_thousand_records() -> None:
    index = Index()
    cursor = started(index)
    index.records = {number: number // 3 for number in range(1, 12_001)}
    index.now = 5000
    records, _ = poll(index, cursor)
    assert {record.ref.id for record in records} == {str(number) for number in index.records}


def test_a_full_page_of_which_nobody_says_whether_it_is_all_is_not_taken_for_the_last() -> None:
    index = Index(counts=False)
    cursor = started(index)
    index.records, index.now = {number: number for number in range(1, 401)}, 5_000
    records, _ = poll(index, cursor)
    assert len(records) == 400
    assert len(index.searches) == 400 // 200 + 1


def test_what_a_page_has_shown_is_not_shown_by_the_next() -> None:
    """HubSpot gives the records that are written in one call the same moment."""
    index = Index()
    cursor = started(index)
    index.records = {number: number // 100 for number in range(1_000_000, 1_001_000)}
    index.now = 20_000
    records, _ = poll(index, cursor)
    assert {record.ref.id for record in records} == {str(number) for number in index.records}
    assert len(index.searches) == 1_000 // 200, "the last page has all that HubSpot counts"


@pytest.mark.parametrize("seconds", [1, 119])
def test_what_was_reported_is_not_reported_again_by_polls_less_than_the_overlap_apart(seconds: int) -> None:
    index = Index()
    cursor = started(index)
    index.records = dict.fromkeys(range(1, 2_302), 1000)
    index.now = 5000
    records, cursor = poll(index, cursor)
    assert len(records) == 2_301
    for _ in range(4):
        index.now += seconds * 1000
        records, cursor = poll(index, cursor)
        assert records == []
    index.records[77] = index.now
    index.now += 1000
    records, cursor = poll(index, cursor)
    assert [record.ref.id for record in records] == ["77"]
    for _ in range(2):
        index.now += 600_000
        _, cursor = poll(index, cursor)
    assert len(cursor) < 100


def test_a_cursor_from_before_polls_remembered_goes_on() -> None:
    index = Index({1: 1000}, now=5000)
    since = int(START.timestamp()) * 1000
    records, _ = poll(index, f'{{"invoice":{{"since":{since},"sweep":0,"tie":""}}}}')
    assert [record.ref.id for record in records] == ["1"]


def test_contacts_have_a_property_of_their_own() -> None:
    index = Index()
    _, cursor = poll(index, "", [EntityKind.CUSTOMER])
    poll(index, cursor, [EntityKind.CUSTOMER])
    assert index.searches[0]["filterGroups"][0]["filters"][0]["propertyName"] == "lastmodifieddate"


def test_a_new_kind_starts_now_beside_an_old_one() -> None:
    index = Index()
    cursor = started(index)
    index.records, index.now = {1: 10}, 1000
    records, cursor = poll(index, cursor, [EntityKind.INVOICE, EntityKind.PAYMENT])
    assert {record.ref.kind for record in records} == {EntityKind.INVOICE}
    index.records[2], index.now = 1500, 2000
    records, _ = poll(index, cursor, [EntityKind.INVOICE, EntityKind.PAYMENT])
    assert {str(record.ref) for record in records} >= {"hubspot:invoice:2", "hubspot:payment:2"}


def test_pages_walk_by_id() -> None:
    index = Index(dict.fromkeys(range(1, 1001), 0))
    ids: list[str] = []
    cursor, more = "", True
    while more:
        page = index.finder().page(EntityKind.INVOICE, cursor)
        ids += [record.ref.id for record in page.records]
        cursor, more = page.cursor, page.more
    assert ids == [str(number) for number in range(1, 1001)]


ODD_CURSORS = ["nonsense", "[]", '{"ship": {}}', '{"invoice": {"until": 1}}', '{"invoice": 3}']


@pytest.mark.parametrize("cursor", [*ODD_CURSORS, '{"invoice": {"since": 1, "reported": "!"}}'])
def test_a_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidValueError, match="cursor"):
        Index().finder().changed_since(INVOICES, cursor, START)


@given(
    rounds=st.lists(
        st.lists(st.tuples(st.integers(1, 600), st.sampled_from([0, 0, 0, 1, 7, 30_000])), max_size=500),
        min_size=1,
        max_size=5,
    ),
    lag=st.sampled_from([0, 1, 30_000]),
)
def test_no_change_is_lost_however_late_the_index(rounds: list[list[tuple[int, int]]], lag: int) -> None:
    """Every change is told by the poll that follows it by more than the lag, many at one moment or not."""
    index = Index(lag=lag)
    cursor = started(index)
    told: dict[str, datetime] = {}
    for changes in rounds:
        for record_id, later in changes:
            index.now += later
            index.records[record_id] = index.now
        index.now += 10_000
        records, cursor = poll(index, cursor)
        told |= {record.ref.id: record.modified_at for record in records}
    index.now += 60_000
    records, _ = poll(index, cursor)
    told |= {record.ref.id: record.modified_at for record in records}
    assert told == {str(number): START + timedelta(milliseconds=at) for number, at in index.records.items()}
