"""Search with its operators and limits."""

from typing import Any

import pytest

from tests.contract.hubspot_twin.client import Portal


@pytest.fixture
def stocked(portal: Portal) -> Portal:
    """Four products, a minute apart."""
    for name, price, sku in (
        ("Pump", "15", "PRD-1"),
        ("Rocks", "9", ""),
        ("Garden pump", "100", "PRD-2"),
        ("Soil", "", "x"),
    ):
        portal.create("products", name=name, price=price, hs_sku=sku)
        portal.advance(60)
    return portal


def _names(portal: Portal, *filters: dict[str, Any], **request: Any) -> list[str]:
    groups: dict[str, Any] = {"filterGroups": [{"filters": list(filters)}]} if filters else {}
    found = portal.search("products", properties=["name"], **groups, **request)
    return [record["properties"]["name"] for record in found["results"]]


@pytest.mark.parametrize(
    ("operator", "more", "expected"),
    [
        ("EQ", {"value": "15"}, ["Pump"]),
        ("NEQ", {"value": "15"}, ["Rocks", "Garden pump"]),
        ("LT", {"value": "15"}, ["Rocks"]),
        ("LTE", {"value": "15.00"}, ["Pump", "Rocks"]),
        ("GT", {"value": "15"}, ["Garden pump"]),
        ("GTE", {"value": 15}, ["Pump", "Garden pump"]),
        ("BETWEEN", {"value": "9", "highValue": "15"}, ["Pump", "Rocks"]),
        ("IN", {"values": ["9", "100"]}, ["Rocks", "Garden pump"]),
        ("NOT_IN", {"values": ["9"]}, ["Pump", "Garden pump"]),
        ("HAS_PROPERTY", {}, ["Pump", "Rocks", "Garden pump"]),
        ("NOT_HAS_PROPERTY", {}, ["Soil"]),
    ],
)
def test_operators_on_numbers(stocked: Portal, operator: str, more: dict[str, Any], expected: list[str]) -> None:
    assert _names(stocked, {"propertyName": "price", "operator": operator, **more}) == expected


def test_texts_compare_without_case_but_membership_wants_lower_case(stocked: Portal) -> None:
    assert _names(stocked, {"propertyName": "name", "operator": "EQ", "value": "PUMP"}) == ["Pump"]
    assert _names(stocked, {"propertyName": "hs_sku", "operator": "IN", "values": ["prd-1", "PRD-2"]}) == ["Pump"]
    tokens = {"propertyName": "name", "operator": "CONTAINS_TOKEN", "value": "pump"}
    assert _names(stocked, tokens) == ["Pump", "Garden pump"]
    assert _names(stocked, {**tokens, "operator": "NOT_CONTAINS_TOKEN"}) == ["Rocks", "Soil"]
    assert _names(stocked, {**tokens, "value": "gar*"}) == ["Garden pump"]


def test_groups_are_alternatives_and_filters_add_up(stocked: Portal) -> None:
    cheap = {"propertyName": "price", "operator": "LT", "value": "10"}
    pump = {"propertyName": "name", "operator": "CONTAINS_TOKEN", "value": "pump"}
    assert _names(stocked, cheap, pump) == []
    either = stocked.search("products", filterGroups=[{"filters": [cheap]}, {"filters": [pump]}])
    assert either["total"] == 3
    assert stocked.search("products", filters=[cheap])["total"] == 1
    assert stocked.search("products", query="garden PUMP")["total"] == 1


def test_sorting_and_paging(stocked: Portal) -> None:
    descending = [{"propertyName": "price", "direction": "DESCENDING"}]
    assert _names(stocked, sorts=descending) == ["Garden pump", "Pump", "Rocks", "Soil"]
    assert _names(stocked, sorts=["price"])[0] == "Rocks"
    first = stocked.search("products", limit=3)
    assert (first["total"], first["paging"]["next"]["after"]) == (4, "3")
    last = stocked.search("products", limit=3, after="3")
    assert (len(last["results"]), "paging" in last) == (1, False)
    stocked.search("products", sorts=["price", "name"], status=400)


def test_polling_by_the_last_modified_date(stocked: Portal) -> None:
    since = {"propertyName": "hs_lastmodifieddate", "operator": "GTE", "value": "2026-10-05T08:32:00Z"}
    assert _names(stocked, since, sorts=["hs_lastmodifieddate"]) == ["Garden pump", "Soil"]
    as_milliseconds = {**since, "value": "1791189120000"}
    assert _names(stocked, as_milliseconds) == ["Garden pump", "Soil"]


def test_the_day_of_a_payment_is_a_moment(portal: Portal) -> None:
    paid: dict[str, Any] = {"hs_initial_amount": "20", "hs_latest_status": "succeeded"}
    evening, next_day = "2026-10-04T23:30:00Z", "2026-10-05T00:00:00Z"
    first = portal.create("commerce_payments", hs_initiated_date=evening, **paid)
    second = portal.create("commerce_payments", hs_initiated_date="1791158400000", **paid)
    since = {"propertyName": "hs_initiated_date", "operator": "GTE", "value": next_day}
    assert [one["id"] for one in portal.search("commerce_payments", filters=[since])["results"]] == [second]
    found = portal.search("commerce_payments", properties=["hs_initiated_date"], sorts=["hs_initiated_date"])["results"]
    assert [(one["id"], one["properties"]["hs_initiated_date"]) for one in found] == [(first, evening), (second, next_day)]


def test_searching_by_association(portal: Portal) -> None:
    contact = portal.create("contacts", firstname="A")
    invoice = portal.create("invoices", ("contacts", contact), hs_currency="USD")
    portal.create("invoices", hs_currency="USD")
    by_contact = {"propertyName": "associations.contact", "operator": "EQ", "value": contact}
    found = portal.search("invoices", filterGroups=[{"filters": [by_contact]}])
    assert [record["id"] for record in found["results"]] == [invoice]
    assert set(found["results"][0]["properties"]) == {"hs_createdate", "hs_lastmodifieddate", "hs_object_id"}


def test_archived_records_are_never_found(stocked: Portal) -> None:
    product = stocked.search("products", limit=1)["results"][0]["id"]
    stocked.delete("products", product)
    assert stocked.search("products")["total"] == 3


@pytest.mark.parametrize(
    "request_body",
    [
        {"limit": 201},
        {"limit": 200, "after": "9801"},
        {"limit": 10, "after": "x"},
        {"filterGroups": [{"filters": []}] * 6},
        {"filterGroups": [{"filters": [{"propertyName": "name", "operator": "HAS_PROPERTY"}] * 7}]},
        {"filterGroups": [{"filters": [{"propertyName": "name", "operator": "HAS_PROPERTY"}] * 5}] * 4},
        {"filterGroups": [{"filters": [{"propertyName": "nonsense", "operator": "HAS_PROPERTY"}]}]},
        {"filterGroups": [{"filters": [{"propertyName": "name", "operator": "LIKE", "value": "x"}]}]},
        {"filterGroups": [{"filters": [{"propertyName": "price", "operator": "EQ", "value": "x"}]}]},
        {"filterGroups": [{"filters": [{"propertyName": "price", "operator": "IN", "value": "x"}]}]},
        {"filterGroups": ["x"]},
        {"query": "x" * 3_000},
    ],
)
def test_what_search_refuses(portal: Portal, request_body: dict[str, Any]) -> None:
    assert portal.search("products", **request_body, status=400)["category"] == "VALIDATION_ERROR"


def test_the_last_reachable_page(portal: Portal) -> None:
    portal.search("products", limit=200, after="9800", status=200)


def test_the_index_can_lag_behind(portal: Portal) -> None:
    portal.switch(search_index_lag_seconds=30)
    contact = portal.create("contacts", firstname="Old")
    assert portal.search("contacts")["total"] == 0
    portal.advance(31)
    portal.update("contacts", contact, firstname="New")
    by_name = {"propertyName": "firstname", "operator": "EQ", "value": "new"}
    assert portal.search("contacts", filters=[by_name])["total"] == 0
    portal.advance(31)
    assert portal.search("contacts", filters=[by_name])["total"] == 1


def test_five_searches_a_second(portal: Portal) -> None:
    portal.switch(rate_limits=True)
    for _ in range(5):
        response = portal.http.post("/crm/v3/objects/contacts/search", json={})
        assert response.status_code == 200
        assert not any(name.lower().startswith("x-hubspot-ratelimit") for name in response.headers)
    refused = portal.search("contacts", status=429)
    assert (refused["policyName"], refused["message"]) == ("SECONDLY", "You have reached your secondly limit.")
    portal.advance(1)
    portal.search("contacts")
