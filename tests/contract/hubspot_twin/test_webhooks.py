"""Webhooks: what is told, how it is signed, what happens when nobody listens."""

import hashlib
import json
import time

import httpx2
import pytest
from hubspot.utils.signature import Signature  # type: ignore[import-untyped]

from infra.sandbox.hubspot import signatures
from infra.sandbox.hubspot.twin import HubSpotTwin
from tests.contract.hubspot_twin.client import Portal, Receiver

URL = "https://app.example.com/webhooks/hubspot"
SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"
EVENT = (
    b'[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":'
    b'"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]'
)
VECTOR_URL = "https://www.example.com/webhook_uri"


@pytest.fixture
def subscribed(portal: Portal) -> Portal:
    """A portal whose changes are told to `URL`."""
    portal.act("subscribe", url=URL)
    return portal


def test_published_signature_vectors() -> None:
    example = b'{"example_field":"example_value"}'
    assert signatures.version_1(SECRET, EVENT) == "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de"
    assert signatures.version_2(SECRET, "GET", VECTOR_URL, b"") == (
        "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e"
    )
    assert signatures.version_2(SECRET, "POST", VECTOR_URL, example) == (
        "9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900"
    )
    quoted = b"{'example_field':'example_value'}"
    assert signatures.version_3(SECRET, "POST", VECTOR_URL, quoted, 1693657560000) == (
        "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y="
    )
    assert signatures.version_3(SECRET, "POST", VECTOR_URL, EVENT, 1564113600000) == (
        "DxmVAjFNa2xfF3YgQjdZP6TNcok9k1oaH7UXombPtvw="
    )


def test_only_the_named_characters_are_decoded() -> None:
    assert signatures.decoded("https://a.example/%7Ex?y=%2Fz%3a%20%26") == "https://a.example/%7Ex?y=/z:%20%26"


def test_deliveries_are_signed_as_the_vendors_helper_expects() -> None:
    receiver = Receiver()
    twin = HubSpotTwin(seeded=False, webhook_client=httpx2.Client(transport=httpx2.MockTransport(receiver.take)))
    subscribed = Portal(twin, twin.credentials())
    subscribed.act("subscribe", url=URL)
    subscribed.create("contacts", firstname="Zoë 🌻")
    subscribed.act("pump")
    (request,) = receiver.requests
    secret, body = subscribed.credentials["client_secret"], request.content.decode()
    assert Signature.is_valid(
        request.headers["X-HubSpot-Signature-v3"],
        secret,
        body,
        URL,
        "POST",
        "v3",
        request.headers["X-HubSpot-Request-Timestamp"],
    )
    assert request.headers["X-HubSpot-Signature-Version"] == "v1"
    assert request.headers["X-HubSpot-Signature"] == hashlib.sha256(f"{secret}{body}".encode()).hexdigest()


def test_a_change_by_the_app_comes_back_with_its_source(subscribed: Portal, receiver: Receiver) -> None:
    contact = subscribed.create("contacts", firstname="A")
    subscribed.act("pump")
    (created,) = receiver.events(subscriptionType="object.creation")
    expected = {
        "portalId": subscribed.credentials["portal_id"],
        "appId": 1234567,
        "objectId": int(contact),
        "objectTypeId": "0-1",
        "changeSource": "INTEGRATION",
        "sourceId": "1234567",
        "changeFlag": "NEW",
        "attemptNumber": 0,
        "occurredAt": 1791189000000,
    }
    assert expected.items() <= created.items()
    (named,) = receiver.events(subscriptionType="object.propertyChange")
    assert (named["propertyName"], named["propertyValue"], named["isSensitive"]) == ("firstname", "A", False)


def test_a_person_is_told_apart(subscribed: Portal, receiver: Receiver) -> None:
    contact = subscribed.create("contacts", firstname="A")
    subscribed.act("edit", object_type="contacts", id=contact, properties={"email": "a@example.com"})
    subscribed.act("archive", object_type="contacts", id=contact)
    subscribed.act("pump")
    (changed,) = receiver.events(propertyName="email")
    assert (changed["changeSource"], changed["sourceId"]) == ("CRM_UI", "userId:51234567")
    (deleted,) = receiver.events(subscriptionType="object.deletion")
    assert deleted["changeFlag"] == "DELETED"


def test_finalising_and_paying_an_invoice_are_told(subscribed: Portal, receiver: Receiver) -> None:
    invoice = subscribed.open_invoice()
    subscribed.pay(invoice, "100")
    subscribed.act("pump")
    of_invoice = {"objectTypeId": "0-53", "objectId": int(invoice)}
    statuses = receiver.events(propertyName="hs_invoice_status", **of_invoice)
    assert [event["propertyValue"] for event in statuses] == ["draft", "open", "paid"]
    assert statuses[-1]["changeSource"] == "CALCULATED"
    paid = receiver.events(propertyName="hs_amount_paid", **of_invoice)
    assert [event["propertyValue"] for event in paid] == ["0.00", "100.00"]
    (linked,) = receiver.events(associationType="INVOICE_TO_COMMERCE_PAYMENT")
    assert (linked["fromObjectId"], linked["associationTypeId"], linked["associationRemoved"]) == (
        int(invoice),
        541,
        False,
    )


def test_merges_are_told(subscribed: Portal, receiver: Receiver) -> None:
    first, second = (int(subscribed.create("contacts", firstname=name)) for name in "AB")
    body = {"primaryObjectId": str(first), "objectIdToMerge": str(second)}
    merged = subscribed.call("POST", "/crm/v3/objects/contacts/merge", body)
    subscribed.act("pump")
    (event,) = receiver.events(subscriptionType="object.merge")
    assert (event["primaryObjectId"], event["mergedObjectIds"], event["newObjectId"]) == (
        first,
        [second],
        int(merged["id"]),
    )


def test_events_travel_together_up_to_a_hundred(subscribed: Portal, receiver: Receiver) -> None:
    inputs = [{"properties": {"firstname": "A"}} for _ in range(75)]
    subscribed.batch("contacts", "create", inputs)
    assert subscribed.act("pump") == {"requests": 2}
    assert [len(json.loads(request.content)) for request in receiver.requests] == [100, 50]


def test_a_refused_change_is_not_told(subscribed: Portal, receiver: Receiver) -> None:
    subscribed.batch("contacts", "create", [{"properties": {"firstname": "A"}}, {"properties": {}}], status=400)
    assert subscribed.act("pump") == {"requests": 0}
    assert not receiver.requests


def test_unanswered_deliveries_are_repeated_with_their_number(subscribed: Portal, receiver: Receiver) -> None:
    receiver.answers = [500, 404]
    subscribed.create("contacts", firstname="A")
    for _ in range(4):
        subscribed.act("pump")
        subscribed.advance(120)
    attempts = [json.loads(request.content)[0]["attemptNumber"] for request in receiver.requests]
    assert attempts == [0, 1, 2]
    stamps = {request.headers["X-HubSpot-Request-Timestamp"] for request in receiver.requests}
    assert len(stamps) == 3
    log = subscribed.act("deliveries")
    assert ([entry["result"] for entry in log["log"]], log["pending"]) == ([500, 404, 204], 0)


def test_ten_retries_within_a_day_then_silence(subscribed: Portal, receiver: Receiver) -> None:
    receiver.answers = [500] * 20
    subscribed.create("contacts", firstname="A")
    for _ in range(60):
        subscribed.act("pump")
        subscribed.advance(3_600)
    assert len(receiver.requests) == 11
    assert subscribed.act("deliveries")["pending"] == 0


def test_deliveries_get_lost_doubled_delayed_and_held_back(subscribed: Portal, receiver: Receiver) -> None:
    subscribed.act("webhooks", drop=1)
    subscribed.create("contacts", firstname="Lost")
    subscribed.act("pump")
    subscribed.act("webhooks", duplicate=1)
    subscribed.create("contacts", firstname="Twice")
    subscribed.act("pump")
    subscribed.act("webhooks", delay_seconds=30)
    subscribed.create("contacts", firstname="Late")
    subscribed.act("pump")
    assert [event["propertyValue"] for event in receiver.events(propertyName="firstname")] == ["Twice", "Twice"]
    subscribed.act("webhooks", paused=True)
    subscribed.advance(31)
    assert subscribed.act("pump") == {"requests": 0}
    subscribed.act("webhooks")
    subscribed.act("pump")
    assert receiver.events(propertyName="firstname")[-1]["propertyValue"] == "Late"


def test_deliveries_overtake_each_other(subscribed: Portal, receiver: Receiver) -> None:
    subscribed.act("webhooks", reorder=1)
    for name in ("First", "Second"):
        subscribed.create("contacts", firstname=name)
        subscribed.act("pump")
    subscribed.advance(1)
    subscribed.act("pump")
    assert [event["propertyValue"] for event in receiver.events(propertyName="firstname")] == ["Second", "First"]


def test_subscriptions_can_be_chosen(portal: Portal, receiver: Receiver) -> None:
    wanted = [
        {"subscriptionType": "contact.propertyChange", "propertyName": "email"},
        {"subscriptionType": "object.creation", "objectType": "contact", "active": False},
    ]
    assert portal.act("subscribe", url=URL, subscriptions=wanted)["subscriptions"] == 2
    portal.create("contacts", firstname="A", email="a@example.com")
    portal.act("pump")
    (event,) = receiver.events()
    assert (event["subscriptionType"], "objectTypeId" in event) == ("contact.propertyChange", False)
    bad = [{"subscriptionType": "object.propertyChange", "objectType": "contact"}]
    portal.act("subscribe", url=URL, subscriptions=bad, status=400)


def test_a_thread_delivers_over_real_time() -> None:
    receiver = Receiver()
    twin = HubSpotTwin(seeded=False, webhook_client=httpx2.Client(transport=httpx2.MockTransport(receiver.take)))
    portal = Portal(twin, twin.credentials())
    portal.act("subscribe", url=URL)
    twin.start_webhooks()
    try:
        portal.create("contacts", firstname="A")
        portal.create("contacts", firstname="B")
        deadline = time.monotonic() + 60
        while len(receiver.events(subscriptionType="object.creation")) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        twin.stop_webhooks()
    assert len(receiver.events(subscriptionType="object.creation")) == 2
