"""Polls overlap on purpose: what one has reported, the next asks for again and does not report again."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from counterfoil.adapters.quickbooks.changes import ChangeFinder
from counterfoil.adapters.quickbooks.reported import MOST_REMEMBERED, Place
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import ChangedPage, ChangedRecord
from tests.builders import quickbooks
from tests.unit.quickbooks.support import Answers, client, row

NOW = datetime(2026, 3, 2, tzinfo=UTC)
KINDS = (EntityKind.INVOICE, EntityKind.PAYMENT)


def at(seconds: int) -> dict[str, str]:
    return {"LastUpdatedTime": (NOW + timedelta(seconds=seconds)).isoformat()}


def payment(record_id: str, token: str = "0", seconds: int = -60) -> Mapping[str, Any]:
    return row(Id=record_id, SyncToken=token, MetaData=at(seconds))


def poll(cursor: str, *payments: Mapping[str, Any], after: int = 0) -> ChangedPage:
    body = {"CDCResponse": [{"QueryResponse": [{}, {"Payment": payments}]}], "time": at(after)["LastUpdatedTime"]}
    answers = Answers(lambda _: httpx2.Response(200, json=body))
    return ChangeFinder(client(answers)).changed_since(KINDS, cursor, NOW)


def ids(page: ChangedPage) -> list[str]:
    return [one.ref.id for one in page.records]


def test_what_was_reported_is_reported_again_only_at_another_version() -> None:
    gone = {"status": "Deleted", "Id": "6", "MetaData": at(-30)}
    first = poll(NOW.isoformat(), payment("4"), payment("5"), gone)
    assert ids(first) == ["4", "5", "6"]
    second = poll(first.cursor, payment("4"), payment("5", "1"), gone, payment("7"), after=60)
    assert ids(second) == ["5", "7"]


def test_what_is_not_asked_for_again_is_forgotten() -> None:
    first = poll(NOW.isoformat(), payment("4", seconds=-400), payment("5"))
    assert Place.parse(first.cursor).names == {"payment:5:0"}


def test_of_many_the_newest_are_remembered() -> None:
    def changed(number: int) -> ChangedRecord:
        return ChangedRecord(quickbooks(EntityKind.PAYMENT, str(number)), "0", NOW - timedelta(milliseconds=number))

    place = Place(NOW).after(NOW, [changed(number) for number in range(MOST_REMEMBERED + 5)])
    assert [one.ref.id for one in place.news(map(changed, range(MOST_REMEMBERED + 5)))] == [
        "300",
        "301",
        "302",
        "303",
        "304",
    ]


def test_a_cursor_is_read_as_it_was_written_and_a_bare_moment_as_well() -> None:
    place = Place(NOW, frozenset({"payment:4:0", "invoice:5:2"}))
    assert Place.parse(str(place)) == place
    assert Place.parse(NOW.isoformat()) == Place(NOW)
    with pytest.raises(InvalidValueError):
        Place.parse("yesterday")


def test_of_a_full_answer_each_kind_in_it_is_asked_for_alone_and_all_others_together() -> None:
    asked: list[str] = []
    rows = {"Invoice": [payment("1"), payment("2")], "Payment": [payment("3")]}

    def answer(request: httpx2.Request) -> httpx2.Response:
        names = request.url.params["entities"]
        asked.append(names)
        told = [{name: rows[name]} if name in rows else {} for name in names.split(",")]
        return httpx2.Response(200, json={"CDCResponse": [{"QueryResponse": told}], "time": NOW.isoformat()})

    every = (EntityKind.CUSTOMER, EntityKind.PRODUCT, *KINDS)
    page = ChangeFinder(client(Answers(answer)), most_captured=3).changed_since(every, NOW.isoformat(), NOW)
    assert ids(page) == ["1", "2", "3"]
    assert [names.split(",")[:2] for names in asked[1:]] == [["Invoice"], ["Payment"], ["Customer", "Item"]]


def test_a_full_answer_of_one_kind_is_not_asked_for_again() -> None:
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/query"):
            asked.append("query")
            assert b"STARTPOSITION 2 " in request.content
            return httpx2.Response(200, json={"QueryResponse": {"Payment": [payment("2"), payment("3")]}})
        names = request.url.params["entities"]
        asked.append(names.split(",")[0] + (" and others" if "," in names else ""))
        told = [{"Payment": [payment("1"), payment("2")]} if name == "Payment" else {} for name in names.split(",")]
        return httpx2.Response(200, json={"CDCResponse": [{"QueryResponse": told}], "time": NOW.isoformat()})

    page = ChangeFinder(client(Answers(answer)), most_captured=2).changed_since(
        KINDS, (NOW + timedelta(minutes=2)).isoformat(), NOW
    )
    assert set(ids(page)) == {"1", "2", "3"}
    assert asked == ["Invoice and others", "Invoice and others", "query"]


def test_a_full_answer_of_which_nobody_can_say_when_it_changed_is_not_asked_for_for_ever() -> None:
    odd = [{**payment(number), "MetaData": {"LastUpdatedTime": "soon"}} for number in ("1", "2")]

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/query"):
            return httpx2.Response(200, json={"QueryResponse": {"Payment": odd[1:]}})
        told = [{"Payment": odd} if name == "Payment" else {} for name in request.url.params["entities"].split(",")]
        return httpx2.Response(200, json={"CDCResponse": [{"QueryResponse": told}], "time": NOW.isoformat()})

    page = ChangeFinder(client(Answers(answer)), most_captured=2).changed_since(KINDS, NOW.isoformat(), NOW)
    assert set(ids(page)) == {"1", "2"}
    assert Place.parse(page.cursor).until == NOW
