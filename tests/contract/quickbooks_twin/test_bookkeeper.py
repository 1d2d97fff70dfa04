"""A person at work in the pages, as demos and tests play it."""

import pytest

from tests.contract.quickbooks_twin.client import Books, line


def test_reading_costs_nothing(books: Books) -> None:
    invoice = books.do("query", query="select * from Invoice where DocNumber = '1037'")["Invoice"][0]
    assert books.do("read", entity="Invoice", id=invoice["Id"]) == invoice
    assert books.http.get("/_twin/calls").json()["total"] == 0


def test_an_edit_needs_no_sync_token(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice())
    body = {"Id": invoice["Id"], "PrivateNote": "edited", "Line": [line("12")]}
    edited = books.do("write", entity="Invoice", body=body)
    assert (edited["PrivateNote"], edited["TotalAmt"], edited["SyncToken"]) == ("edited", 12, "1")


def test_a_merge_moves_the_transactions(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice())
    kept, lost = books.named("Customer", "Mark Cho"), books.named("Customer", "Cool Cars")
    books.do("merge", kept=kept["Id"], lost=lost["Id"])
    assert books.get("Invoice", invoice["Id"])["CustomerRef"]["name"] == "Mark Cho"
    gone = books.get("Customer", lost["Id"])
    assert (gone["Active"], gone["DisplayName"], gone["Balance"]) == (False, "Cool Cars (deleted)", 0)
    assert books.get("Customer", kept["Id"])["Balance"] == 10


@pytest.mark.parametrize("bumps", [True, False])
def test_who_is_merged_away_is_inactive_and_refused(books: Books, bumps: bool) -> None:  # noqa: FBT001
    books.switch(merge_bumps_sync_token=bumps)
    kept, lost = books.named("Customer", "Mark Cho"), books.named("Customer", "Cool Cars")
    books.advance(60)
    books.do("merge", kept=kept["Id"], lost=lost["Id"])
    gone = books.get("Customer", lost["Id"])
    assert (gone["Active"], gone["SyncToken"]) == (False, "1" if bumps else "0")
    body = {**books.invoice(customer="Mark Cho"), "CustomerRef": {"value": lost["Id"]}}
    assert books.refused("Invoice", body)[0] == "610"
    since = gone["MetaData"]["LastUpdatedTime"]
    answer = books.call("GET", "cdc", entities="Customer", changedSince=since).json()
    changed = answer["CDCResponse"][0]["QueryResponse"][0]["Customer"]
    assert lost["Id"] in {one["Id"] for one in changed}


def test_the_pages_take_payments_off_before_a_void_or_delete(books: Books) -> None:
    invoice, other = (books.write("Invoice", books.invoice()) for _ in range(2))
    payment = books.write("Payment", books.payment("10", invoice, other) | {"TotalAmt": 20})
    assert books.do("void", entity="Invoice", id=invoice["Id"])["TotalAmt"] == 0
    assert books.do("delete", entity="Invoice", id=other["Id"])["status"] == "Deleted"
    assert books.get("Payment", payment["Id"])["UnappliedAmt"] == 20


def test_entries_are_made_inactive_and_active(books: Books) -> None:
    assert books.do("deactivate", entity="Item", id="4")["Name"] == "Design (deleted)"
    assert books.do("activate", entity="Item", id="4")["Name"] == "Design"


def test_what_the_api_refuses_is_explained(books: Books) -> None:
    answer = books.http.post("/_twin/actions/write", json={"entity": "Customer", "body": {"DisplayName": "Cool Cars"}})
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("6240")
