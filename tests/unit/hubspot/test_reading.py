"""Reading when HubSpot's answers are incomplete, paged, or change on the way."""

import json
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.reading import RecordReader
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.invoice import Invoice
from tests.unit.hubspot.support import http

TIMES = {"createdAt": "2026-03-01T10:00:00Z", "updatedAt": "2026-03-01T10:00:00Z"}
INVOICE = {"hs_invoice_status": "open", "hs_currency": "USD", "hs_amount_billed": "1", "hs_balance_due": "1"}
BROKEN = {"status": "error", "category": "VALIDATION_ERROR", "message": "cannot be read"}
Answers = Mapping[str, Any]


def reader(answers: Answers) -> RecordReader:
    """Answers by the end of the path: a dictionary, or a function of the inputs; an empty batch elsewhere."""

    def answer(request: httpx.Request) -> httpx.Response:
        found: Any = next((body for end, body in answers.items() if request.url.path.endswith(end)), {"results": []})
        inputs = json.loads(request.content)["inputs"]
        return httpx.Response(200, json=found(inputs) if callable(found) else found)

    return RecordReader(HubSpotClient(http(answer)), PortalProfile(), {})


def test_only_the_fixed_properties_are_asked_for_and_those_that_a_rule_names() -> None:
    asked: list[list[str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(json.loads(request.content)["properties"])
        return httpx.Response(200, json={"results": []})

    for further in ({}, {EntityKind.PRODUCT: frozenset({"colour", "name"}), EntityKind.INVOICE: frozenset({"region"})}):
        RecordReader(HubSpotClient(http(answer)), PortalProfile(), further).read(EntityKind.PRODUCT, ["1"])
    fixed, named = asked
    assert named == [*fixed, "colour"]


def objects(*records: tuple[str, Mapping[str, str]], errors: tuple[Any, ...] = ()) -> dict[str, Any]:
    return {"results": [{"id": one, "properties": dict(values), **TIMES} for one, values in records], "errors": list(errors)}


def test_an_invoice_that_is_being_edited_waits_alone() -> None:
    answers = {
        "/invoices/batch/read": objects(("1", INVOICE), ("2", INVOICE)),
        "/invoices/line_items/batch/read": {
            "results": [
                {"from": {"id": "1"}, "to": [{"toObjectId": 31}]},
                {"from": {"id": "2"}, "to": [{"toObjectId": 32}]},
            ]
        },
        "/2026-09/line_items/batch/read": objects(("32", {"amount": "1"})),
    }
    found = reader(answers).read(EntityKind.INVOICE, ["1", "2"])
    vanished = found["1"]
    assert isinstance(vanished, Failure)
    assert (vanished.cure, "31" in vanished.text) == (Cure.WAITING, True)
    assert isinstance(found["2"], tuple)


def test_associations_are_followed_from_page_to_page() -> None:
    def pages(inputs: list[dict[str, str]]) -> dict[str, Any]:
        at = int(inputs[0].get("after", "0"))
        more = {"paging": {"next": {"after": str(at + 500)}}} if at < 1000 else {}
        ends = [{"toObjectId": at + number} for number in range(1, 501)]
        return {"results": [{"from": {"id": "1"}, "to": ends, **more}]}

    def lines(inputs: list[dict[str, str]]) -> dict[str, Any]:
        assert len(inputs) <= 100
        return objects(*((one["id"], {"amount": "1", "name": one["id"]}) for one in inputs))

    answers = {
        "/invoices/batch/read": objects(("1", INVOICE)),
        "/invoices/line_items/batch/read": pages,
        "/2026-09/line_items/batch/read": lines,
    }
    found = reader(answers).read(EntityKind.INVOICE, ["1"])["1"]
    assert isinstance(found, tuple)
    record = found[0].record
    assert isinstance(record, Invoice)
    assert [line.name for line in record.lines] == [str(number) for number in range(1, 1501)]


def test_a_record_that_hubspot_cannot_read_is_not_taken_for_deleted() -> None:
    missing = {"category": "OBJECT_NOT_FOUND", "message": "gone", "context": {"ids": ["3"]}}
    unreadable = {**BROKEN, "context": {"ids": ["2"]}}
    answers = {"/products/batch/read": objects(("1", {"name": "Pump"}), errors=(missing, unreadable))}
    found = reader(answers).read(EntityKind.PRODUCT, ["1", "2", "3"])
    assert found.keys() == {"1", "2"}
    failure = found["2"]
    assert isinstance(failure, Failure)
    assert failure.category is ErrorCategory.UNEXPECTED


def test_an_error_that_names_no_record_fails_the_call() -> None:
    with pytest.raises(VendorError):
        reader({"/products/batch/read": objects(errors=(BROKEN,))}).read(EntityKind.PRODUCT, ["1"])


def test_a_company_that_cannot_be_read_is_not_taken_for_none() -> None:
    answers = {
        "/contacts/batch/read": objects(("1", {"lastname": "Pariente"})),
        "/contacts/companies/batch/read": {
            "results": [{"from": {"id": "1"}, "to": [{"toObjectId": 9, "associationTypes": [{"typeId": 1}]}]}]
        },
        "/companies/batch/read": objects(errors=({**BROKEN, "context": {"ids": ["9"]}},)),
    }
    with pytest.raises(VendorError):
        reader(answers).read(EntityKind.CUSTOMER, ["1"])


@pytest.mark.parametrize(
    ("properties", "named"),
    [
        ({"hs_currency": "USD"}, "hs_invoice_status"),
        ({**INVOICE, "hs_amount_billed": "a lot"}, "hs_amount_billed"),
    ],
)
def test_a_record_that_is_not_understood_fails_alone(properties: Mapping[str, str], named: str) -> None:
    answers = {"/invoices/batch/read": objects(("1", properties), ("2", INVOICE))}
    found = reader(answers).read(EntityKind.INVOICE, ["1", "2"])
    failure = found["1"]
    assert isinstance(failure, Failure)
    assert (failure.category, failure.cure) == (ErrorCategory.UNEXPECTED, Cure.PERSON)
    assert named in failure.text
    assert isinstance(found["2"], tuple)


def test_the_oldest_contact_of_several_is_the_customer() -> None:
    answers = {
        "/invoices/batch/read": objects(("1", INVOICE)),
        "/invoices/contacts/batch/read": {
            "results": [{"from": {"id": "1"}, "to": [{"toObjectId": 100}, {"toObjectId": 20}, {"toObjectId": 20}]}]
        },
    }
    found = reader(answers).read(EntityKind.INVOICE, ["1"])["1"]
    assert isinstance(found, tuple)
    assert found[0].fields["customer"] == "20"
