"""HubSpot's search filters, and many values within what one search takes."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from counterfoil.adapters.hubspot.client import FilterGroup, HubSpotClient
from counterfoil.adapters.hubspot.filters import between, one_of, search_each, unset
from tests.unit.hubspot.support import http, wire

LONGEST_BODY = 3_000


def test_what_is_asked_for() -> None:
    assert one_of("email", ["B@X.example ", "a@x.example"])["values"] == ["a@x.example", "b@x.example"]
    assert unset("hs_sku") == {"propertyName": "hs_sku", "operator": "NOT_HAS_PROPERTY"}
    span = between("createdate", datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC))
    assert (span["value"], span["highValue"]) == ("1772323200000", "1772409600000")


class Search:
    """Finds one record for each value that it is asked for, on pages of two."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.longest = 0

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.longest = max(self.longest, len(request.content))
        body = json.loads(request.content)
        values = body["filterGroups"][0]["filters"][0]["values"]
        start = int(body["after"])
        if not start:
            self.asked.append(values)
        page = [wire(value).model_dump() for value in values[start : start + 60]]
        paging = {"paging": {"next": {"after": str(start + 60)}}} if len(values) > start + 60 else {}
        return httpx2.Response(200, json={"total": len(values), "results": page, **paging})


def by_email(values: Sequence[str]) -> list[FilterGroup]:
    return [[one_of("email", values)]]


@pytest.mark.parametrize(
    ("count", "length", "most"), [(1, 10, 1), (100, 6, 100), (101, 6, 100), (250, 4, 100), (30, 300, 10)]
)
def test_all_values_are_asked_for_and_no_search_is_too_long(count: int, length: int, most: int) -> None:
    search = Search()
    values = [f"{number:0{length}}" for number in range(count)]
    found = search_each(HubSpotClient(http(search)), "contacts", values, by_email)
    assert [one.id for one in found] == values
    assert max(map(len, search.asked)) <= most
    assert search.longest <= LONGEST_BODY


def test_a_value_that_stands_in_several_groups_takes_the_room_of_several() -> None:
    def twice(values: Sequence[str]) -> list[FilterGroup]:
        return [[one_of("email", values)], [one_of("hs_additional_emails", values)]]

    search = Search()
    values = [f"{number:060}" for number in range(60)]
    found: list[Any] = list(search_each(HubSpotClient(http(search)), "contacts", values, twice, copies=2))
    assert len(found) == 60
    assert search.longest <= LONGEST_BODY


def test_nothing_is_asked_for_without_values() -> None:
    search = Search()
    assert list(search_each(HubSpotClient(http(search)), "contacts", [], by_email)) == []
    assert search.asked == []
