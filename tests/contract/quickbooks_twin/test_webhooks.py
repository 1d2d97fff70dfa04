"""Webhooks: both bodies, the documented signature, retries, and what can go wrong.

https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks
https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks/data-objects
"""

import base64
import hashlib
import hmac
import re
from typing import Any

import pytest

from tests.contract.quickbooks_twin.client import Books, Receiver, line

URL = "https://app.example.com/webhooks/quickbooks"


@pytest.fixture
def heard(books: Books, receiver: Receiver) -> Receiver:
    """The receiver, subscribed."""
    books.do("subscribe", url=URL)
    return receiver


def _told(receiver: Receiver) -> list[tuple[str, str]]:
    return [(event["type"], event["intuitentityid"]) for body in receiver.bodies() for event in body]


def test_events_are_signed_and_complete(books: Books, heard: Receiver) -> None:
    invoice = books.write("Invoice", books.invoice(line("100")))
    payment = books.write("Payment", books.payment("40", invoice))
    assert books.do("pump") == {"requests": 1}
    [request] = heard.requests
    key = books.credentials["verifier_token"].encode()
    expected = base64.b64encode(hmac.new(key, request.content, hashlib.sha256).digest()).decode()
    assert request.headers["intuit-signature"] == expected
    assert _told(heard) == [
        ("qbo.invoice.created.v1", invoice["Id"]),
        ("qbo.payment.created.v1", payment["Id"]),
        ("qbo.invoice.updated.v1", invoice["Id"]),
    ]
    event = heard.bodies()[0][0]
    assert re.fullmatch(rf"[0-9a-f-]{{36}}-Invoice-{invoice['Id']}", event.pop("id"))
    assert event.pop("source").startswith("intuit.")
    assert event == {
        "specversion": "1.0",
        "type": "qbo.invoice.created.v1",
        "time": "2026-03-16T16:00:00.000000000Z",
        "intuitentityid": invoice["Id"],
        "intuitaccountid": books.credentials["realm_id"],
    }


def test_the_legacy_body_groups_by_company(books: Books, receiver: Receiver) -> None:
    books.do("subscribe", url=URL, format="legacy")
    other = Books(books.twin, books.do("create_company"))
    term = books.write("Term", {"Name": "Net 7", "DueDays": 7})
    other.write("Term", {"Name": "Net 8", "DueDays": 8})
    books.do("pump")
    [body] = receiver.bodies()
    assert [one["realmId"] for one in body["eventNotifications"]] == [
        books.credentials["realm_id"],
        other.credentials["realm_id"],
    ]
    assert body["eventNotifications"][0]["dataChangeEvent"]["entities"] == [
        {"name": "Term", "id": term["Id"], "operation": "Create", "lastUpdated": "2026-03-16T16:00:00.000Z"}
    ]


def test_every_kind_of_operation(books: Books, heard: Receiver) -> None:
    invoice = books.write("Invoice", books.invoice())
    books.call("POST", f"invoice/{invoice['Id']}/send")
    books.write("Invoice", {"Id": invoice["Id"], "SyncToken": "1"}, operation="void")
    books.write("Invoice", {"Id": invoice["Id"], "SyncToken": "2"}, operation="delete")
    books.do("merge", kept="1", lost="2")
    books.do("set_preferences", preferences={"SalesFormsPrefs": {"AllowDiscount": False}})
    books.do("pump")
    assert [kind.split(".", 1)[1] for kind, _ in _told(heard)] == [
        *("invoice.created.v1", "invoice.emailed.v1", "invoice.voided.v1", "invoice.deleted.v1"),
        *("customer.merged.v1", "preferences.updated.v1"),
    ]
    assert heard.bodies()[0][4]["data"] == {"deletedid": "2"}


def test_what_a_records_obstacle_hangs_on_is_announced(books: Books, heard: Receiver) -> None:
    vendor = books.named("Vendor", "Bob's Burger Joint")
    books.do("write", entity="Vendor", body={"Id": vendor["Id"], "DisplayName": "Bob's Grill"})
    books.write("Employee", {"GivenName": "Ada", "FamilyName": "Byron"})
    books.do("set_preferences", preferences={"AccountingInfoPrefs": {"BookCloseDate": "2026-01-31"}})
    books.do("pump")
    assert [kind for kind, _ in _told(heard)] == [
        *("qbo.vendor.updated.v1", "qbo.employee.created.v1", "qbo.preferences.updated.v1"),
    ]


@pytest.mark.parametrize(("member", "data"), [("deletedId", {"deletedId": "2"}), ("", None)])
def test_the_merged_id_may_be_spelled_otherwise_or_missing(
    books: Books, heard: Receiver, member: str, data: dict[str, str] | None
) -> None:
    books.switch(merge_id_member=member)
    books.do("merge", kept="1", lost="2")
    books.do("pump")
    assert heard.bodies()[0][0].get("data") == data


def test_tax_codes_and_company_info_are_not_announced(books: Books, heard: Receiver) -> None:
    agency = books.rows("TaxAgency")[0]["Id"]
    rate = {"TaxRateName": "T", "RateValue": "1", "TaxAgencyId": agency}
    books.call("POST", "taxservice/taxcode", {"TaxCode": "T", "TaxRateDetails": [rate]})
    assert (books.do("pump"), heard.requests) == ({"requests": 0}, [])


def test_an_app_need_not_hear_its_own_writes(books: Books, heard: Receiver) -> None:
    books.switch(self_echo=False, payment_announces_invoice=False)
    books.write("Term", {"Name": "Net 7", "DueDays": 7})
    books.do("write", entity="Term", body={"Name": "Net 8", "DueDays": 8})
    books.do("pump")
    assert len(_told(heard)) == 1


def test_a_refused_delivery_is_tried_again(books: Books, heard: Receiver) -> None:
    heard.answers = [500, 401, 200]
    books.write("Term", {"Name": "Net 7", "DueDays": 7})
    assert books.do("pump") == {"requests": 1}
    assert books.do("pump") == {"requests": 0}
    for seconds in (12, 23):
        books.advance(seconds)
        assert books.do("pump") == {"requests": 1}
    books.advance(86_400)
    assert books.do("pump") == {"requests": 0}
    deliveries = books.do("deliveries")
    assert [one["result"] for one in deliveries["log"]] == [500, 401, 200]
    assert deliveries["pending"] == 0
    assert len({request.content for request in heard.requests}) == 1


@pytest.mark.parametrize(
    ("behaviour", "arrived"),
    [
        ({"drop": 1}, ["Net 8"]),
        ({"duplicate": 1}, ["Net 7", "Net 7", "Net 8"]),
        ({"reorder": 1}, ["Net 8", "Net 7"]),
        ({"delay_seconds": 60}, []),
        ({"paused": True}, []),
    ],
)
def test_bad_days(books: Books, heard: Receiver, behaviour: dict[str, Any], arrived: list[str]) -> None:
    books.do("webhooks", **behaviour)
    for days in (7, 8):
        books.write("Term", {"Name": f"Net {days}", "DueDays": days})
        books.do("pump")
    books.advance(1)
    books.do("pump")
    ids = [body[0]["intuitentityid"] for body in heard.bodies()]
    names = {one["Id"]: one["Name"] for one in books.rows("Term")}
    assert [names[key] for key in ids] == arrived


def test_nothing_is_told_after_leaving(books: Books, heard: Receiver) -> None:
    books.do("unsubscribe", url=URL)
    books.write("Term", {"Name": "Net 7", "DueDays": 7})
    assert (books.do("pump"), heard.requests) == ({"requests": 0}, [])


def test_a_thread_gathers_for_a_moment_and_sends(books: Books, heard: Receiver) -> None:
    books.switch(aggregation_seconds=0.05)
    books.twin.start_webhooks()
    for days in (7, 8):
        books.write("Term", {"Name": f"Net {days}", "DueDays": days})
    heard.wait()
    books.twin.stop_webhooks()
    assert len(_told(heard)) == 2
