"""Reading when HubSpot's answers are incomplete, paged, or change on the way."""

import json
from collections.abc import Mapping
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.reading import RecordReader
from counterfoil.adapters.hubspot.schemas import ContactProperties, InvoiceProperties, PaymentProperties, ProductProperties
from counterfoil.adapters.hubspot.wire import Wire
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.invoice import Invoice
from tests.unit.hubspot.support import NOT_SINGLY, http

TIMES = {"createdAt": "2026-03-01T10:00:00Z", "updatedAt": "2026-03-01T10:00:00Z"}
INVOICE = {"hs_invoice_status": "open", "hs_currency": "USD", "hs_amount_billed": "1", "hs_balance_due": "1"}
BROKEN = {"status": "error", "category": "VALIDATION_ERROR", "message": "cannot be read"}
Answers = Mapping[str, Any]
PORTAL = PortalProfile()


def reader(answers: Answers, portal: PortalProfile = PORTAL) -> RecordReader:
    """Answers by the end of the path: a dictionary, or a function of the inputs; an empty batch elsewhere.

    Whatever is asked for singly is odd, so that all is read in bulk.
    """

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET":
            return NOT_SINGLY
        found: Any = next((body for end, body in answers.items() if request.url.path.endswith(end)), {"results": []})
        inputs = json.loads(request.content)["inputs"]
        return httpx2.Response(200, json=found(inputs) if callable(found) else found)

    return RecordReader(HubSpotClient(http(answer)), portal, {})


def test_only_the_fixed_properties_are_asked_for_and_those_that_a_rule_names() -> None:
    asked: list[list[str]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(json.loads(request.content)["properties"])
        return httpx2.Response(200, json={"results": []})

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
    assert (vanished.cure, "31" in vanished.vendor_text) == (Cure.WAITING, True)
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


def test_what_a_thousand_are_associated_with_takes_one_call() -> None:
    sizes: list[int] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sizes.append(len(json.loads(request.content)["inputs"]))
        return httpx2.Response(200, json={"results": []})

    HubSpotClient(http(answer)).associations("invoices", "line_items", map(str, range(1_001)))
    assert sizes == [1_000, 1]


def test_a_record_that_hubspot_cannot_read_is_not_taken_for_deleted() -> None:
    missing = {"category": "OBJECT_NOT_FOUND", "message": "gone", "context": {"ids": ["3"]}}
    unreadable = {**BROKEN, "context": {"ids": ["2"]}}
    answers = {"/products/batch/read": objects(("1", {"name": "Pump"}), errors=(missing, unreadable))}
    found = reader(answers).read(EntityKind.PRODUCT, ["1", "2", "3"])
    assert found.keys() == {"1", "2"}
    failure = found["2"]
    assert isinstance(failure, Failure)
    assert failure.category is ErrorCategory.UNEXPECTED


def test_a_refusal_of_the_whole_portal_fails_the_call() -> None:
    refused = {**BROKEN, "category": "MISSING_SCOPES"}
    with pytest.raises(VendorError):
        reader({"/products/batch/read": objects(errors=(refused,))}).read(EntityKind.PRODUCT, ["1", "2"])


@pytest.mark.parametrize(
    "odd",
    [
        {"results": [], "errors": [BROKEN]},
        {"results": [{"id": "3", "properties": {"name": {"nested": "value"}}, **TIMES}]},
        {"results": [{"properties": {"name": "Pump"}, **TIMES}]},
    ],
)
def test_an_odd_record_that_spoils_the_answer_stands_alone(odd: Mapping[str, Any]) -> None:
    def answer(inputs: list[dict[str, str]]) -> Mapping[str, Any]:
        ids = [one["id"] for one in inputs]
        return odd if "3" in ids else objects(*((one, {"name": "Pump"}) for one in ids))

    found = {**reader({"/products/batch/read": answer}).read(EntityKind.PRODUCT, ["1", "2", "3", "4", "5"])}
    failure = found.pop("3")
    assert isinstance(failure, Failure)
    assert failure.cure is Cure.PERSON
    assert {one: type(shown) for one, shown in found.items()} == dict.fromkeys(["1", "2", "4", "5"], tuple)


def test_a_company_that_cannot_be_read_is_not_taken_for_none() -> None:
    answers = {
        "/contacts/batch/read": objects(("1", {"lastname": "Pariente"}), ("2", {"lastname": "Chang"})),
        "/contacts/companies/batch/read": {
            "results": [{"from": {"id": "1"}, "to": [{"toObjectId": 9, "associationTypes": [{"typeId": 1}]}]}]
        },
        "/companies/batch/read": objects(errors=({**BROKEN, "context": {"ids": ["9"]}},)),
    }
    found = reader(answers).read(EntityKind.CUSTOMER, ["1", "2"])
    assert isinstance(found["1"], Failure)
    assert isinstance(found["2"], tuple)


def test_a_line_item_that_cannot_be_read_is_its_invoices_trouble_only() -> None:
    lines = {"1": 31, "2": 32}
    answers = {
        "/invoices/batch/read": objects(("1", INVOICE), ("2", INVOICE)),
        "/invoices/line_items/batch/read": {
            "results": [{"from": {"id": one}, "to": [{"toObjectId": line}]} for one, line in lines.items()]
        },
        "/2026-09/line_items/batch/read": objects(("32", {"amount": "1"}), errors=({**BROKEN, "context": {"ids": ["31"]}},)),
    }
    found = reader(answers).read(EntityKind.INVOICE, ["1", "2"])
    assert isinstance(found["1"], Failure)
    assert isinstance(found["2"], tuple)


AUCKLAND = PortalProfile(time_zone="Pacific/Auckland")
LINES = {"/invoices/line_items/batch/read": {"results": [{"from": {"id": "1"}, "to": [{"toObjectId": 31}]}]}}


@pytest.mark.parametrize(
    ("times", "properties", "line"),
    [
        ({}, {"hs_due_date": "9999-12-31T13:00:00Z"}, {}),
        ({}, {"hs_due_date": "9999-12-31T23:00:00-05:00"}, {}),
        ({}, {}, {"quantity": "9" * 20, "price": "9" * 20, "amount": "1"}),
        ({}, {}, {"amount": "9" * 40}),
        ({"createdAt": "some day"}, {}, {}),
        ({"updatedAt": ""}, {}, {}),
    ],
)
def test_whatever_one_record_raises_is_its_own_trouble(
    times: Mapping[str, str], properties: Mapping[str, str], line: Mapping[str, str]
) -> None:
    tax = {"/invoices/taxes/batch/read": {"results": [{"from": {"id": "1"}, "to": [{"toObjectId": 41}]}]}}
    odd, good = objects(("1", {**INVOICE, **properties}), ("2", INVOICE))["results"]
    answers = {
        "/invoices/batch/read": {"results": [{**odd, **times}, good]},
        **LINES,
        **tax,
        "/2026-09/line_items/batch/read": objects(("31", {"amount": "1", **line})),
        "/2026-09/taxes/batch/read": objects(("41", {"hs_type": "PERCENT", "hs_value": "8"})),
    }
    found = reader(answers, AUCKLAND).read(EntityKind.INVOICE, ["1", "2"])
    failure = found["1"]
    assert isinstance(failure, Failure)
    assert (failure.category, failure.cure) == (ErrorCategory.UNEXPECTED, Cure.PERSON)
    assert isinstance(found["2"], tuple)


VALUES = st.none() | st.text() | st.sampled_from(["9" * 40, "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "USD"])
MODELS: Mapping[EntityKind, tuple[str, type[Wire]]] = {
    EntityKind.CUSTOMER: ("contacts", ContactProperties),
    EntityKind.PRODUCT: ("products", ProductProperties),
    EntityKind.INVOICE: ("invoices", InvoiceProperties),
    EntityKind.PAYMENT: ("commerce_payments", PaymentProperties),
}


@given(kind=st.sampled_from(EntityKind), data=st.data())
def test_no_record_whatever_raises(kind: EntityKind, data: st.DataObject) -> None:
    objects_name, model = MODELS[kind]
    properties = data.draw(st.dictionaries(st.sampled_from(sorted(model.model_fields)), VALUES))
    times = data.draw(st.dictionaries(st.sampled_from(["createdAt", "updatedAt"]), st.text()))
    record = {"id": "1", "properties": {**INVOICE, **properties}, **TIMES, **times}
    found = reader({f"/{objects_name}/batch/read": {"results": [record]}}).read(kind, ["1"])
    assert isinstance(found["1"], tuple | Failure)


@pytest.mark.parametrize("odd", ["x", "²", "٣"])
def test_an_odd_id_among_associated_records_spoils_no_neighbour(odd: str) -> None:
    ends: dict[str, list[int | str]] = {"1": [7, 8], "2": [odd, 8]}
    answers = {
        "/invoices/batch/read": objects(("1", INVOICE), ("2", INVOICE)),
        "/invoices/contacts/batch/read": {
            "results": [{"from": {"id": one}, "to": [{"toObjectId": end} for end in some]} for one, some in ends.items()]
        },
    }
    found = reader(answers).read(EntityKind.INVOICE, ["1", "2"])["1"]
    assert isinstance(found, tuple)
    assert found[0].fields["customer"] == "7"


@pytest.mark.parametrize("id_", ["custom-line-item", "12a", "²"])
def test_what_cannot_be_an_id_of_hubspots_is_not_asked_for(id_: str) -> None:
    def answer(inputs: list[dict[str, str]]) -> Mapping[str, Any]:
        return objects(*((one["id"], {"name": "Pump"}) for one in inputs))

    found = reader({"/products/batch/read": answer}).read(EntityKind.PRODUCT, ["1", id_])
    assert found.keys() == {"1"}


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
    assert named in failure.vendor_text
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
