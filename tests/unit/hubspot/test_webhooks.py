"""Webhooks: genuine or not, and what they say."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hubspot.utils.signature import Signature  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.hubspot.webhooks import is_genuine, parse, signature_v3
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.parties import company_ref
from tests.builders import hubspot

SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"
URL = "https://www.example.com/webhook_uri"
BODY = (
    b'[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,'
    b'"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM",'
    b'"changeFlag":"NEW","appId":54321}]'
)
V3 = "DxmVAjFNa2xfF3YgQjdZP6TNcok9k1oaH7UXombPtvw="
V1 = "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de"
SENT = datetime.fromtimestamp(1564113600, UTC)


def genuine(headers: dict[str, str], *, now: datetime = SENT, body: bytes = BODY, url: str = URL) -> bool:
    return is_genuine(method="POST", url=url, body=body, headers=headers, secret=SECRET, now=now)


def v3_headers(signature: str = V3, timestamp: str = "1564113600000") -> dict[str, str]:
    return {"X-HubSpot-Signature-v3": signature, "X-HubSpot-Request-Timestamp": timestamp}


def test_published_vectors() -> None:
    single = b"{'example_field':'example_value'}"
    assert signature_v3("POST", URL, single, "1693657560000", SECRET) == "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y="
    assert signature_v3("POST", URL, BODY, "1564113600000", SECRET) == V3


def test_version_3_is_genuine() -> None:
    assert genuine(v3_headers())
    assert genuine({name.upper(): value for name, value in v3_headers().items()})


@pytest.mark.parametrize("seconds", [-300, -1, 0, 1, 300])
def test_five_minutes_either_way_are_fresh(seconds: int) -> None:
    assert genuine(v3_headers(), now=SENT + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-301, 301, 86400])
def test_anything_else_is_stale(seconds: int) -> None:
    assert not genuine(v3_headers(), now=SENT + timedelta(seconds=seconds))


@pytest.mark.parametrize("timestamp", ["", "now", "-1564113600000", "1564113600000.0", "²", "9" * 400])
def test_a_timestamp_must_be_one(timestamp: str) -> None:
    assert not genuine(v3_headers(timestamp=timestamp))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-HubSpot-Signature-v3": V3},
        {"X-HubSpot-Request-Timestamp": "1564113600000"},
        v3_headers(signature=""),
        v3_headers(signature="ä"),
        {"X-HubSpot-Signature": "0" * 64},
        {"X-HubSpot-Signature": ""},
    ],
)
def test_anything_missing_or_wrong_is_forged(headers: dict[str, str]) -> None:
    assert not genuine(headers)


def test_another_body_or_address_is_forged() -> None:
    assert not genuine(v3_headers(), body=BODY + b" ")
    assert not genuine(v3_headers(), url=URL + "/")


def test_without_a_secret_nothing_is_genuine() -> None:
    forged = {"X-HubSpot-Signature-v3": signature_v3("POST", URL, BODY, "1564113600000", "")}
    headers = {**forged, "X-HubSpot-Request-Timestamp": "1564113600000"}
    assert not is_genuine(method="POST", url=URL, body=BODY, headers=headers, secret="", now=SENT)


def test_version_1_which_knows_no_time_is_never_believed() -> None:
    assert not genuine({"X-HubSpot-Signature": V1, "X-HubSpot-Signature-Version": "v1"})
    assert not genuine({"X-HubSpot-Signature": V1, **v3_headers(signature="forged")})
    assert not genuine({"X-HubSpot-Signature": V1, "X-HubSpot-Request-Timestamp": "1564113600000"})


def test_only_hubspots_list_of_escapes_is_decoded() -> None:
    sent = "https://example.com/hook%3Fa%3d1%26b%20c%2F%40"  # %26, %20 and %3d stay
    read = "https://example.com/hook?a%3d1%26b%20c/@"
    assert signature_v3("POST", sent, b"", "1", SECRET) == signature_v3("POST", read, b"", "1", SECRET)


@given(body=st.text(), timestamp=st.integers(min_value=0, max_value=10**13).map(str))
def test_agrees_with_hubspots_own_helper(body: str, timestamp: str) -> None:
    theirs = Signature.get_signature(
        client_secret=SECRET,
        request_body=body,
        http_uri=URL,
        http_method="POST",
        signature_version="v3",
        timestamp=timestamp,
    )
    assert signature_v3("POST", URL, body.encode(), timestamp, SECRET) == theirs


def event(**members: Any) -> dict[str, Any]:
    common = {
        "eventId": 100,
        "subscriptionId": 7,
        "portalId": 62515,
        "appId": 9,
        "occurredAt": 1564113600123,
        "attemptNumber": 0,
        "changeSource": "CRM_UI",
    }
    return {**common, **members}


def delivered(*events: dict[str, Any]) -> list[tuple[str, str]]:
    return [(portal, str(one.ref)) for portal, one in parse(json.dumps(events).encode()).events]


@pytest.mark.parametrize(
    ("type_id", "kind"),
    [("0-1", EntityKind.CUSTOMER), ("0-7", EntityKind.PRODUCT), ("0-53", EntityKind.INVOICE), ("0-101", EntityKind.PAYMENT)],
)
@pytest.mark.parametrize("change", ["creation", "deletion", "restore", "propertyChange"])
def test_generic_events(type_id: str, kind: EntityKind, change: str) -> None:
    one = event(subscriptionType=f"object.{change}", objectTypeId=type_id, objectId=55)
    assert delivered(one) == [("62515", str(hubspot(kind, "55")))]


@pytest.mark.parametrize("change", ["contact.creation", "contact.propertyChange", "contact.privacyDeletion"])
def test_classic_events(change: str) -> None:
    assert delivered(event(subscriptionType=change, objectId=55)) == [("62515", "hubspot:customer:55")]


@pytest.mark.parametrize(
    "one",
    [
        {"subscriptionType": "object.propertyChange", "objectTypeId": "0-2"},
        {"subscriptionType": "company.propertyChange"},
        {"subscriptionType": "company.deletion"},
    ],
)
def test_companies_are_told_apart_from_contacts(one: dict[str, str]) -> None:
    assert delivered(event(**one, objectId=55)) == [("62515", str(company_ref("55")))]


def test_a_merge_of_companies_moves_every_company_in_it() -> None:
    merge = event(subscriptionType="company.merge", primaryObjectId=1, mergedObjectIds=[2], newObjectId=4)
    assert {ref for _, ref in delivered(merge)} == {str(company_ref(number)) for number in "124"}


def test_the_documented_spelling_of_the_type_is_understood_too() -> None:
    assert delivered(event(eventType="product.creation", objectId=5)) == [("62515", "hubspot:product:5")]


def test_a_merge_moves_every_record_in_it() -> None:
    merge = event(subscriptionType="contact.merge", primaryObjectId=1, mergedObjectIds=[2, 3], newObjectId=4)
    assert {ref for _, ref in delivered(merge)} == {f"hubspot:customer:{number}" for number in (1, 2, 3, 4)}


@pytest.mark.parametrize(
    ("ends", "moved"),
    [
        (("0-101", "0-53"), "hubspot:payment:1"),
        (("0-53", "0-101"), "hubspot:payment:2"),
        (("0-53", "0-1"), "hubspot:invoice:1"),
        (("0-8", "0-53"), "hubspot:invoice:2"),
        (("0-1", "0-2"), "hubspot:customer:1"),
    ],
)
def test_a_changed_association_moves_the_record_that_owns_it(ends: tuple[str, str], moved: str) -> None:
    one = event(
        subscriptionType="object.associationChange",
        fromObjectTypeId=ends[0],
        toObjectTypeId=ends[1],
        fromObjectId=1,
        toObjectId=2,
        associationRemoved=False,
    )
    assert delivered(one) == [("62515", moved)]


def test_what_a_record_shows_is_told_from_what_it_is_associated_with() -> None:
    ends = {"fromObjectTypeId": "0-53", "toObjectTypeId": "0-1", "fromObjectId": 1, "toObjectId": 2}
    delivery = [
        event(subscriptionType="object.propertyChange", objectTypeId="0-53", objectId=1, propertyName="hs_number"),
        event(subscriptionType="object.associationChange", **ends),
    ]
    assert [one.reassociated for _, one in parse(json.dumps(delivery).encode()).events] == [False, True]


def test_a_classic_association_is_named_by_its_types() -> None:
    one = event(
        subscriptionType="contact.associationChange", associationType="CONTACT_TO_COMPANY", fromObjectId=1, toObjectId=2
    )
    assert delivered(one) == [("62515", "hubspot:customer:1")]


def test_what_means_nothing_here_is_counted() -> None:
    found = parse(
        json.dumps(
            [
                event(subscriptionType="object.propertyChange", objectTypeId="0-8", objectId=1),
                event(subscriptionType="object.propertyChange", objectTypeId="0-8", objectId=2),
                event(subscriptionType="deal.creation", objectId=3),
                event(subscriptionType="contact.somethingNew", objectId=3),
                event(subscriptionType="conversation.newMessage"),
                event(
                    subscriptionType="object.associationChange",
                    fromObjectTypeId="0-3",
                    toObjectTypeId="0-2",
                    fromObjectId=1,
                    toObjectId=2,
                ),
            ]
        ).encode()
    )
    assert not found.events
    assert found.unknown == {
        "object.propertyChange:0-8": 2,
        "deal.creation": 1,
        "contact.somethingNew": 1,
        "conversation.newMessage": 1,
        "object.associationChange": 1,
    }


def test_a_repeated_delivery_has_the_same_identities() -> None:
    first = event(subscriptionType="contact.propertyChange", propertyName="email", objectId=1)
    again = {**first, "attemptNumber": 3}
    assert parse(json.dumps([first]).encode()).events == parse(json.dumps([again]).encode()).events


@pytest.mark.parametrize(
    "change", [{"eventId": 101}, {"occurredAt": 1564113600124}, {"subscriptionId": 8}, {"objectId": 2}, {"portalId": 1}]
)
def test_another_event_has_another_identity(change: dict[str, Any]) -> None:
    first = event(subscriptionType="contact.propertyChange", propertyName="email", objectId=1)
    found = parse(json.dumps([first, {**first, **change}]).encode()).events
    assert len({one.identity for _, one in found}) == 2


def test_the_moment_is_kept_to_the_millisecond() -> None:
    [(_, one)] = parse(json.dumps([event(subscriptionType="contact.creation", objectId=1)]).encode()).events
    assert one.occurred_at == datetime(2019, 7, 26, 4, 0, 0, 123000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "not a delivery"),
        (b"{}", "not a list"),
        (b"nonsense", "not a delivery"),
    ],
)
def test_what_is_no_delivery_is_refused(body: bytes, field: str) -> None:
    with pytest.raises(InvalidValueError, match=field):
        parse(body)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[1]", "0"),
        (json.dumps([event(subscriptionType="contact.creation")]).encode(), "objectId"),
        (json.dumps([event(objectId=1)]).encode(), "subscriptionType"),
        (json.dumps([event(subscriptionType="contact.creation", objectId=1, occurredAt="soon")]).encode(), "occurredAt"),
        (json.dumps([event(subscriptionType="contact.creation", objectId=1, occurredAt=10**30)]).encode(), "occurredAt"),
        (json.dumps([event(subscriptionType="contact.creation", objectId=1, portalId=None)]).encode(), "portalId"),
    ],
)
def test_what_is_malformed_is_named(body: bytes, field: str) -> None:
    delivery = parse(body)
    assert not delivery.events
    assert [name.rpartition(".")[2] for name in delivery.malformed] == [field]


@given(st.binary())
def test_any_bytes_are_parsed_or_refused(body: bytes) -> None:
    try:
        parse(body)
    except InvalidValueError:
        return
