"""Batches and request ids.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/batch
"""

from typing import Any

from infra.sandbox.kernel import exact_json
from tests.contract.quickbooks_twin.client import Books, Document, fault_of


def _batch(books: Books, *items: Document, **params: str) -> list[Document]:
    response = books.call("POST", "batch", {"BatchItemRequest": list(items)}, **params)
    assert response.status_code == 200, response.text
    answers: list[Document] = exact_json.loads(response.content)["BatchItemResponse"]
    return answers


def test_items_stand_alone(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice())
    stub = {"Id": invoice["Id"], "SyncToken": "0"}
    created, faulty, queried, voided, captured = _batch(
        books,
        {"bId": "1", "operation": "create", "Invoice": books.invoice(DocNumber="B-1")},
        {"bId": "2", "operation": "create", "Customer": {"DisplayName": "Cool Cars"}},
        {"bId": "3", "Query": "select * from Invoice where DocNumber = 'B-1'"},
        {"bId": "4", "operation": "void", "Invoice": stub},
        {"bId": "5", "CDCQuery": {"Entities": "Invoice", "ChangedSince": "2026-03-16T09:00:00-07:00"}},
    )
    assert (created["bId"], created["Invoice"]["DocNumber"]) == ("1", "B-1")
    assert (faulty["Fault"]["Error"][0]["code"], faulty["Fault"]["type"]) == ("6240", "ValidationFault")
    assert len(queried["QueryResponse"]["Invoice"]) == 1
    assert voided["Invoice"]["TotalAmt"] == 0
    assert len(captured["CDCResponse"][0]["QueryResponse"][0]["Invoice"]) == 2


def test_updates_deletes_and_voids_of_payments(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice())
    payment = books.write("Payment", books.payment("10", invoice))
    stub = {"Id": payment["Id"], "SyncToken": "0", "sparse": True}
    [voided] = _batch(books, {"bId": "1", "operation": "update", "optionsData": "void", "Payment": stub})
    assert voided["Payment"]["TotalAmt"] == 0
    change = {"Id": invoice["Id"], "SyncToken": "2", "sparse": True, "PrivateNote": "b"}
    [updated] = _batch(books, {"bId": "1", "operation": "update", "Invoice": change})
    assert updated["Invoice"]["SyncToken"] == "3"
    [deleted] = _batch(books, {"bId": "1", "operation": "delete", "Invoice": {"Id": invoice["Id"], "SyncToken": "3"}})
    assert deleted["Invoice"]["status"] == "Deleted"


def test_every_other_item_may_meet_trouble(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice())
    items = [{"bId": str(n), "operation": "create", "Customer": {"DisplayName": f"C{n}"}} for n in range(3)]
    note = {"Id": invoice["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "b"}
    before = len(books.rows("Customer"))
    assert books.http.post("/_twin/faults", json={"kind": "half_failed", "route": "batch"}).status_code == 204
    answers = _batch(
        books, *items, {"bId": "3", "Query": "select * from Term"}, {"bId": "4", "operation": "update", "Invoice": note}
    )
    codes = [one["Fault"]["Error"][0]["code"] if "Fault" in one else "" for one in answers]
    assert codes == ["10000", "", "10000", "", "5010"]
    assert len(books.rows("Customer")) == before + 1
    assert [one for one in _batch(books, items[0]) if "Customer" in one]


def test_thirty_are_enough(books: Books) -> None:
    items = [{"bId": str(n), "operation": "create", "Customer": {"DisplayName": f"C{n}"}} for n in range(31)]
    assert fault_of(books.call("POST", "batch", {"BatchItemRequest": items}))[0] == "1040"
    assert len(_batch(books, *items[:30])) == 30


def test_the_order_of_answers_is_not_promised(books: Books) -> None:
    books.switch(batch_order="shuffled")
    items = [{"bId": str(n), "operation": "create", "Customer": {"DisplayName": f"C{n}"}} for n in range(30)]
    answered = [one["bId"] for one in _batch(books, *items)]
    assert sorted(answered, key=int) == [item["bId"] for item in items] != answered


def test_odd_items(books: Books) -> None:
    unknown, wrong = _batch(
        books, {"bId": "1", "operation": "create", "Spaceship": {}}, {"bId": "2", "operation": "fly", "Invoice": {}}
    )
    assert (unknown["Fault"]["Error"][0]["code"], wrong["Fault"]["Error"][0]["code"]) == ("2000", "500")
    twice = [{"bId": "1", "Query": "select * from Term"}] * 2
    assert fault_of(books.call("POST", "batch", {"BatchItemRequest": twice}))[0] == "2130"


def _create(books: Books, request_id: str, **members: Any) -> Document:
    return books.write("Invoice", books.invoice(**members), requestid=request_id)


def test_a_repeated_request_gets_the_old_answer_and_does_nothing(books: Books) -> None:
    first = _create(books, "key-1", DocNumber="R-1")
    books.write("Payment", books.payment("10", first))
    again = _create(books, "key-1", DocNumber="R-1")
    assert (again["Id"], again["Balance"], again["SyncToken"]) == (first["Id"], 10, "0")
    assert _create(books, "key-1", DocNumber="other")["DocNumber"] == "R-1"
    books.switch(reused_request_id="refuse")
    assert books.refused("Invoice", books.invoice(DocNumber="other"), requestid="key-1")[0] == "600"
    assert len(books.rows("Invoice")) == 11


def test_refusals_are_not_remembered_unless_switched(books: Books) -> None:
    assert books.refused("Customer", {"DisplayName": "Cool Cars"}, requestid="key-2")[0] == "6240"
    assert books.write("Customer", {"DisplayName": "Cool Cars 2"}, requestid="key-2")["Id"]
    books.switch(replay_refusals=True)
    assert books.refused("Customer", {"DisplayName": "Cool Cars"}, requestid="key-3")[0] == "6240"
    assert books.refused("Customer", {"DisplayName": "Cool Cars 3"}, requestid="key-3")[0] == "6240"


def test_request_ids_have_a_length(books: Books) -> None:
    assert books.refused("Invoice", books.invoice(), requestid="x" * 51)[0] == "2130"
    item = {"bId": "12345678901", "Query": "select * from Term"}
    assert fault_of(books.call("POST", "batch", {"BatchItemRequest": [item]}, requestid="k"))[0] == "2130"
    item["bId"] = "1"
    assert fault_of(books.call("POST", "batch", {"BatchItemRequest": [item]}, requestid="x" * 37))[0] == "2130"


def test_a_batch_is_replayed_as_one(books: Books) -> None:
    item = {"bId": "1", "operation": "create", "Invoice": books.invoice()}
    first, again = (_batch(books, item, requestid="batch-1")[0]["Invoice"]["Id"] for _ in range(2))
    assert first == again
    books.switch(replay_batches=False)
    assert _batch(books, item, requestid="batch-1")[0]["Invoice"]["Id"] != first
