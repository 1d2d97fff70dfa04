"""A few records are read one by one, with what belongs to them; whatever is odd then is told apart in bulk."""

import json
from collections.abc import Callable, Mapping
from threading import Barrier
from typing import Any

import httpx2
import pytest

from counterfoil.adapters.calling import side_by_side
from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.reading import RecordReader
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import ErrorCategory, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.snapshot import Snapshot
from tests.unit.hubspot.support import http

TIMES = {"createdAt": "2026-03-01T10:00:00Z", "updatedAt": "2026-03-01T10:00:00Z"}
INVOICE = {"hs_invoice_status": "open", "hs_currency": "USD", "hs_amount_billed": "2", "hs_balance_due": "2"}
PAID = {"hs_initial_amount": "2", "hs_initiated_date": "2026-03-02T10:00:00Z", "hs_latest_status": "succeeded"}


class Portal:
    """Shows each record that is asked for singly, and reads the same in bulk; remembers what it was asked."""

    def __init__(self, shown: Mapping[str, Mapping[str, Any]], properties: Mapping[str, str] = INVOICE) -> None:
        self._shown, self._properties = shown, properties
        self.asked: list[str] = []

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        self.asked.append(f"{request.method} {path.removeprefix('/crm/').replace('2026-09/', '')}")
        if request.method == "GET":
            return self._single(path.rpartition("/")[2])
        inputs = [one["id"] for one in json.loads(request.content)["inputs"]]
        if path.startswith("/crm/associations/"):
            return self._associated(path.split("/")[5], inputs)
        ids = [one for one in inputs if one in self._shown or "line_items" in path]
        properties = {one: {"amount": "1", "name": one} if "line_items" in path else self._properties for one in ids}
        return httpx2.Response(200, json={"results": [{"id": one, "properties": properties[one], **TIMES} for one in ids]})

    def _single(self, record_id: str) -> httpx2.Response:
        if record_id not in self._shown:
            return httpx2.Response(404, json={"category": "OBJECT_NOT_FOUND", "message": "resource not found"})
        found = {"id": record_id, "properties": self._properties, "associations": self._shown[record_id], **TIMES}
        return httpx2.Response(200, json=found)

    def _associated(self, others: str, inputs: list[str]) -> httpx2.Response:
        ends = [{"toObjectId": one} for one in ("31", "32")] if others == "line_items" else []
        return httpx2.Response(200, json={"results": [{"from": {"id": one}, "to": ends} for one in inputs if ends]})

    def read(self, kind: EntityKind, *ids: str) -> Mapping[str, Any]:
        """What the product makes of them."""
        return RecordReader(HubSpotClient(http(self.answer)), PortalProfile(), {}).read(kind, ids)


class Crowded(Portal):
    """Answers what `is_one` says only once so many such requests are under way at the same time."""

    def __init__(self, many: int, is_one: Callable[[httpx2.Request], bool], shown: Mapping[str, Any]) -> None:
        super().__init__(shown)
        self._together, self._is_one = Barrier(many, timeout=10), is_one

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        if self._is_one(request):
            self._together.wait()
        return super().answer(request)

    def read(self, kind: EntityKind, *ids: str) -> Mapping[str, Any]:
        client = HubSpotClient(http(self.answer, calling=side_by_side))
        return RecordReader(client, PortalProfile(), {}).read(kind, ids)


def shows(*ids: str, key: str = "line items", **more: Any) -> dict[str, Any]:
    """Line items as a record shows them."""
    return {key: {"results": [{"id": one, "type": "invoice_to_line_item"} for one in ids], **more}}


def lines_of(found: Any) -> list[str]:
    [snapshot] = found
    assert isinstance(snapshot, Snapshot)
    assert isinstance(snapshot.record, Invoice)
    return [line.name for line in snapshot.record.lines]


@pytest.mark.parametrize("key", ["line items", "line_items"])
def test_a_single_invoice_costs_a_call_and_one_for_its_lines(key: str) -> None:
    portal = Portal({"1": shows("32", "31", "31", key=key)})
    assert lines_of(portal.read(EntityKind.INVOICE, "1")["1"]) == ["31", "32"]
    assert portal.asked == ["GET objects/invoices/1", "POST objects/line_items/batch/read"]


def test_each_of_a_few_invoices_has_its_own_lines() -> None:
    portal = Portal({"1": shows("31"), "2": {}, "3": shows("32", "33")})
    found = portal.read(EntityKind.INVOICE, "1", "2", "3")
    assert {one: lines_of(shown) for one, shown in found.items()} == {"1": ["31"], "2": [], "3": ["32", "33"]}
    assert len(portal.asked) == 3 + 1


def test_a_few_are_asked_for_at_the_same_time() -> None:
    portal = Crowded(3, lambda request: request.method == "GET", {one: shows(f"3{one}") for one in "123"})
    found = portal.read(EntityKind.INVOICE, "1", "2", "3")
    assert {one: lines_of(shown) for one, shown in found.items()} == {"1": ["31"], "2": ["32"], "3": ["33"]}


def test_what_many_are_associated_with_is_asked_for_at_the_same_time() -> None:
    ids = [str(number) for number in range(1, 8)]
    portal = Crowded(5, lambda request: "/associations/" in request.url.path, {one: {} for one in ids})
    found = portal.read(EntityKind.INVOICE, *ids)
    assert [lines_of(found[one]) for one in ids] == [["31", "32"]] * len(ids)


def test_hundreds_are_asked_for_at_the_same_time() -> None:
    ids = [str(number) for number in range(1, 202)]
    portal = Crowded(3, lambda request: request.url.path.endswith("/invoices/batch/read"), {one: {} for one in ids})
    found = portal.read(EntityKind.INVOICE, *ids)
    assert [lines_of(found[one]) for one in ids] == [["31", "32"]] * len(ids)


def test_a_payment_shows_its_invoice_and_its_payer() -> None:
    ends = {"invoices": {"results": [{"id": "7"}]}, "contacts": {"results": [{"id": "9"}, {"id": "8"}]}}
    portal = Portal({"1": ends}, PAID)
    [snapshot] = portal.read(EntityKind.PAYMENT, "1")["1"]
    assert isinstance(snapshot.record, Payment)
    assert snapshot.record.invoice
    assert snapshot.record.customer
    assert (snapshot.record.invoice.id, snapshot.record.customer.id) == ("7", "8")
    assert portal.asked == ["GET objects/commerce_payments/1"]


@pytest.mark.parametrize(
    "odd",
    [
        shows("31", paging={"next": {"after": "32"}}),
        shows("31", key="LINE_ITEM_OF_ANOTHER_NAME"),
    ],
)
def test_what_a_record_does_not_show_whole_is_asked_for_in_bulk(odd: Mapping[str, Any]) -> None:
    portal = Portal({"1": odd})
    assert lines_of(portal.read(EntityKind.INVOICE, "1")["1"]) == ["31", "32"]


def test_one_that_is_gone_leaves_the_others_to_be_read_in_bulk() -> None:
    portal = Portal({"1": shows("31")})
    found = portal.read(EntityKind.INVOICE, "1", "2")
    assert {one: lines_of(shown) for one, shown in found.items()} == {"1": ["31", "32"]}


def test_more_than_a_bulk_would_cost_are_not_read_singly() -> None:
    ids = [str(number) for number in range(1, 8)]
    portal = Portal(dict.fromkeys(ids, shows("31")))
    assert portal.read(EntityKind.INVOICE, *ids).keys() == set(ids)
    assert not [one for one in portal.asked if one.startswith("GET")]


@pytest.mark.parametrize(
    ("status", "category"), [(401, ErrorCategory.NEEDS_RECONNECT), (429, ErrorCategory.VENDOR_UNAVAILABLE)]
)
def test_trouble_that_is_none_of_the_records_is_not_asked_about_twice(status: int, category: ErrorCategory) -> None:
    asked: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(status, json={})

    reader = RecordReader(HubSpotClient(http(answer)), PortalProfile(), {})
    with pytest.raises(VendorError) as raised:
        reader.read(EntityKind.INVOICE, ["1"])
    assert raised.value.failure.category is category
    assert {request.method for request in asked} == {"GET"}
