"""The endpoints: what is sent, and what an answer is worth."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from counterfoil.adapters.access import RequestBudget
from counterfoil.adapters.quickbooks.client import BatchItem, QuickBooksClient
from counterfoil.adapters.quickbooks.reading import RecordReader
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, Failure, VendorError
from counterfoil.domain.identity import EntityKind
from tests.unit.quickbooks.support import Answers, client, http, row

FAULT = {"Error": [{"Message": "Stale Object Error", "Detail": "", "code": "5010"}], "type": "ValidationFault"}


def answering(body: Any, status: int = 200) -> Answers:
    return Answers(lambda _: httpx2.Response(status, json=body, headers={"intuit_tid": "1-abc"}))


def item(key: str, operation: str) -> BatchItem:
    return BatchItem(key, {"operation": operation, "Invoice": {"Id": key}})


def test_a_query_is_posted_as_text() -> None:
    answers = answering({"QueryResponse": {"Item": [row()]}})
    assert client(answers).query("SELECT * FROM Item", "Item") == [row()]
    [request] = answers.requests
    assert (request.method, request.url.path) == ("POST", "/v3/company/9130/query")
    assert request.url.params["minorversion"] == "75"
    assert request.headers["content-type"] == "application/text"
    assert request.content == b"SELECT * FROM Item"


def test_what_is_included_goes_with_queries_and_single_writes_of_its_entity_alone() -> None:
    answers = answering({"QueryResponse": {}, "BatchItemResponse": [], "CDCResponse": []})
    included = QuickBooksClient(http(answers), "9130", {"Invoice": "everything"})
    for one in (included, client(answers)):
        one.query("SELECT * FROM Invoice", "Invoice")
        one.query("SELECT * FROM Item", "Item")
        one.changes(["Invoice"], datetime(2026, 3, 1, tzinfo=UTC))
        one.write([item("1", "update"), BatchItem("2", {"operation": "update", "Item": {}})])
        one.write([item(f"{number}", "update") for number in range(9)])
        one.write([BatchItem(f"{number}", item("1", "create").body, alone=True) for number in range(9)])
    asked = [request.url.params.get("include", "") for request in answers.requests]
    assert asked[: len(asked) // 2] == ["everything", "", "", "everything", "", "", *["everything"] * 9]
    assert set(asked[len(asked) // 2 :]) == {""}


@pytest.mark.parametrize("body", [{}, {"QueryResponse": []}, [], "text", {"Invoice": {}}])
def test_an_answer_to_something_else_is_none(body: Any) -> None:
    with pytest.raises(VendorError) as raised:
        client(answering(body)).query("SELECT * FROM Item", "Item")
    assert (raised.value.failure.cure, raised.value.failure.request_id) == (Cure.LOOKING, "1-abc")


def test_creates_repeat_safely_and_nothing_else_repeats_an_old_answer() -> None:
    answers = answering({"BatchItemResponse": []})
    items = [item(f"{number}", operation) for number, operation in enumerate(["create", "update", "create", "void"] * 2)]
    client(answers).write(items)
    client(answers).write(items)
    creates, others, *again = answers.requests
    assert len(creates.url.params["requestid"]) <= 36
    assert again[0].url.params["requestid"] == creates.url.params["requestid"]
    assert "requestid" not in others.url.params
    operations = [[each["operation"] for each in body["BatchItemRequest"]] for body in answers.bodies()[:2]]
    assert operations == [["create"] * 4, ["update", "void"] * 2]
    assert all(len(each["bId"]) <= 10 for body in answers.bodies() for each in body["BatchItemRequest"])


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ({"operation": "create"}, {"requestid"}),
        ({"operation": "update"}, set[str]()),
        ({"operation": "void"}, {"operation=void"}),
        ({"operation": "update", "optionsData": "void"}, {"operation=update", "include=void"}),
    ],
)
def test_a_few_are_written_singly(body: Mapping[str, str], query: set[str]) -> None:
    answers = answering({"Invoice": row(), "time": "2026-03-02T03:00:00-08:00"})
    items = [BatchItem(f"{number}", {**body, "Invoice": {"Id": f"{number}"}}) for number in range(6)]
    assert client(answers).write(items) == {item.key: {"Invoice": row()} for item in items}
    assert {(request.method, request.url.path) for request in answers.requests} == {("POST", "/v3/company/9130/invoice")}
    assert [json.loads(request.content)["Id"] for request in answers.requests] == [item.key for item in items]
    asked = [request.url.params.remove("minorversion") for request in answers.requests]
    assert {name if name == "requestid" else f"{name}={value}" for one in asked for name, value in one.items()} == query
    assert len({one["requestid"] for one in asked if "requestid" in one}) == (6 if query == {"requestid"} else 0)


def test_each_of_a_few_has_its_own_trouble() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        match json.loads(request.content)["Id"]:
            case "lost":
                raise httpx2.ReadTimeout("no answer", request=request)
            case "stale":
                return httpx2.Response(400, json={"Fault": FAULT})
            case "late":
                return httpx2.Response(200, json={"Fault": FAULT})
            case "odd":
                return httpx2.Response(200, json={"BatchItemResponse": []})
        return httpx2.Response(200, json={"Invoice": row()})

    results = client(answer).write([item(key, "update") for key in ("lost", "stale", "late", "odd", "good")])
    assert results["good"] == {"Invoice": row()}
    cures = {key: result.cure for key, result in results.items() if isinstance(result, Failure)}
    assert cures == {"lost": Cure.LOOKING, "stale": Cure.READING, "late": Cure.READING, "odd": Cure.LOOKING}


def test_where_one_of_a_few_takes_long_the_rest_goes_in_a_batch() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        seconds.append(seconds[-1] + (25 if len(seconds) == 2 else 0.1))
        if request.url.path.endswith("/batch"):
            numbers = [one["bId"] for one in json.loads(request.content)["BatchItemRequest"]]
            return httpx2.Response(200, json={"BatchItemResponse": [{"bId": one, "Invoice": row()} for one in numbers]})
        return httpx2.Response(200, json={"Invoice": row()})

    seconds, answers = [0.0], Answers(answer)
    slow = QuickBooksClient(http(answers, elapsed=lambda: seconds[-1]), "9130")
    results = slow.write([item(f"{number}", "create") for number in range(6)])
    assert [result["Invoice"] for result in results.values() if not isinstance(result, Failure)] == [row()] * 6
    assert [request.url.path.rpartition("/")[2] for request in answers.requests] == ["invoice", "invoice", "batch"]


def test_thirty_items_a_call() -> None:
    answers = answering({"BatchItemResponse": []})
    client(answers).write([item(f"{number}", "create") for number in range(61)])
    assert [len(body["BatchItemRequest"]) for body in answers.bodies()] == [30, 30, 1]
    assert len({request.url.params["requestid"] for request in answers.requests}) == 3


class ShortOfBatches(RequestBudget):
    """Batches are short once so many were taken."""

    def __init__(self, after: int) -> None:
        self.taken: list[str] = []
        self._after = after

    def take(self, resource: str, count: int = 1) -> None:
        self.taken += [resource] * count

    def is_short(self, resource: str) -> bool:
        return self.taken.count(resource) >= self._after


@pytest.mark.parametrize(
    ("many", "after", "seconds", "calls"),
    [
        (75, 3, 0.1, ["batch"] * 3),
        (75, 2, 0.1, ["batch"] * 2 + ["request"] * 15),
        (75, 2, 0.7, ["batch"] * 2 + ["request", "batch"]),
        (76, 2, 0.1, ["batch"] * 3),
        (90, 2, 0.1, ["batch"] * 3),
    ],
    ids=["there are enough", "the rest", "where one takes long", "what fills more than half", "what fills one"],
)
def test_what_fills_half_a_batch_is_sent_singly_while_batches_are_short(
    many: int, after: int, seconds: float, calls: list[str]
) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        clock.append(clock[-1] + seconds)
        if not request.url.path.endswith("/batch"):
            return httpx2.Response(200, json={"Invoice": row()})
        numbers = [one["bId"] for one in json.loads(request.content)["BatchItemRequest"]]
        return httpx2.Response(200, json={"BatchItemResponse": [{"bId": one, "Invoice": row()} for one in numbers]})

    clock, budget = [0.0], ShortOfBatches(after)
    books = QuickBooksClient(http(answer, elapsed=lambda: clock[-1], budget=budget), "9130")
    results = books.write([item(f"{number}", "create") for number in range(many)])
    assert [result["Invoice"] for result in results.values() if not isinstance(result, Failure)] == [row()] * many
    assert budget.taken == calls


def test_questions_are_asked_together_however_short_batches_are() -> None:
    answers = answering({"BatchItemResponse": []})
    asked = {"a": "SELECT * FROM Item", "b": "SELECT * FROM Term"}
    QuickBooksClient(http(answers, budget=ShortOfBatches(0)), "9130").ask(asked)
    assert [request.url.path.rpartition("/")[2] for request in answers.requests] == ["batch"]


def test_a_thousand_lines_a_call() -> None:
    answers = answering({"BatchItemResponse": []})
    lengths = {"a": 400, "b": 600, "c": 1, "d": 5_000, "e": 999, "f": 1, "g": 1}
    documents = [
        BatchItem(key, {"operation": "create", "Invoice": {"Line": [{}] * length}}) for key, length in lengths.items()
    ]
    client(answers).write(documents)
    assert [len(body["BatchItemRequest"]) for body in answers.bodies()] == [2, 1, 1, 2, 1]


def test_every_item_has_its_own_result_in_any_order() -> None:
    body = {"BatchItemResponse": [{"bId": "b1", "Fault": FAULT}, {"bId": "b0", "Invoice": row()}, {"bId": "b9"}]}
    results = client(answering(body)).write([item(key, "create") for key in "abcdefg"])
    assert results["a"] == {"bId": "b0", "Invoice": row()}
    cures = [result.cure for result in (results["b"], results["c"]) if isinstance(result, Failure)]
    assert cures == [Cure.READING, Cure.LOOKING]


def test_a_failed_call_is_the_failure_of_its_items_only() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if b'"Id":"0"' in request.content:
            raise httpx2.ReadTimeout("no answer", request=request)
        return httpx2.Response(200, json={"BatchItemResponse": [{"bId": "b0", "Invoice": row()}]})

    results = client(answer).write([item(f"{number}", "create") for number in range(31)])
    cures = {key: result.cure for key, result in results.items() if isinstance(result, Failure)}
    assert set(cures.values()) == {Cure.LOOKING}
    assert cures.keys() == {f"{number}" for number in range(30)}


def test_questions_have_no_request_id() -> None:
    response = {"bId": "b0", "QueryResponse": {"Term": [row()]}}
    answers = answering({"BatchItemResponse": [response, {"bId": "b1", "Fault": FAULT}]})
    found = client(answers).ask({"terms": "SELECT * FROM Term", "items": "SELECT * FROM Item"})
    assert found["terms"] == {"Term": [row()]}
    assert isinstance(found["items"], Failure)
    assert "requestid" not in answers.requests[0].url.params


def test_asking_nothing_calls_nobody() -> None:
    answers = answering({})
    assert client(answers).ask({}) == {}
    assert client(answers).write([]) == {}
    assert answers.requests == []


def test_changes_of_several_kinds() -> None:
    parts = [{"Invoice": [row()], "startPosition": 1, "maxResults": 1}, {}, {"Payment": [row(), row()]}]
    answers = answering({"CDCResponse": [{"QueryResponse": parts}], "time": "2026-03-01T02:00:00.000-08:00"})
    changes = client(answers).changes(["Invoice", "Item", "Payment"], datetime(2026, 3, 1, tzinfo=UTC))
    assert {name: len(rows) for name, rows in changes.rows.items()} == {"Invoice": 1, "Payment": 2}
    assert changes.time == "2026-03-01T02:00:00.000-08:00"
    parameters = answers.requests[0].url.params
    assert (parameters["entities"], parameters["changedSince"]) == ("Invoice,Item,Payment", "2026-03-01T00:00:00+00:00")


def test_a_fault_among_changes_is_raised() -> None:
    with pytest.raises(VendorError) as raised:
        client(answering({"CDCResponse": [{"Fault": FAULT}]})).changes(["Item"], datetime(2026, 3, 1, tzinfo=UTC))
    assert raised.value.failure.code == "5010"


def spoilt(bad: set[int], size: int) -> Answers:
    """A table of which some rows make every answer with them fail."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        [(start, limit)] = re.findall(r"STARTPOSITION (\d+) MAXRESULTS (\d+)", request.content.decode())
        numbers = range(int(start), min(size + 1, int(start) + int(limit)))
        if bad & set(numbers):
            return httpx2.Response(
                400, json={"Fault": {"Error": [{"code": "4002", "Message": "Query", "Detail": "e-mail"}]}}
            )
        return httpx2.Response(200, json={"QueryResponse": {"Invoice": [row(Id=f"{number}") for number in numbers]}})

    return Answers(answer)


@pytest.mark.parametrize(("bad", "size"), [({7}, 10), ({1, 500, 1000}, 1000), ({3}, 3)])
def test_rows_that_cannot_be_read_leave_gaps(bad: set[int], size: int) -> None:
    rows = client(spoilt(bad, size)).page("Invoice", start=1)
    assert [row["Id"] if row else None for row in rows] == [
        None if number in bad else f"{number}" for number in range(1, size + 1)
    ]


def test_other_trouble_is_not_asked_about_twice() -> None:
    answers = answering({"Fault": {"Error": [{"code": "10000", "Message": "An application error"}]}}, 500)
    with pytest.raises(VendorError):
        client(answers).page("Invoice", start=1)
    assert len(answers.requests) == 1


def test_a_record_that_cannot_be_understood_is_named() -> None:
    reader = RecordReader(client(answering({"QueryResponse": {"Invoice": [row(TotalAmt="much")]}})), CompanyProfile(), {})
    failure = reader.read(EntityKind.INVOICE, ["7"])["7"]
    assert isinstance(failure, Failure)
    assert failure.text == "What QuickBooks shows of the invoice with the id 7 cannot be understood."
    assert failure.vendor_text == "CustomerRef: Field required"
    assert reader.payments_of(["7", "not an id"]) == {}
