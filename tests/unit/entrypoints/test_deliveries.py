"""What is genuine is enqueued, once, for the connections it concerns; what concerns nobody is acknowledged and counted."""

from typing import Any

import pytest

from counterfoil.adapters.aws.queues import deduplication_id
from counterfoil.domain.identity import EntityKind, System
from tests.builders import a_connection
from tests.unit.entrypoints.gateway import HOST, PATHS, Gateway, cloud_body, hubspot_body, intuit, legacy_body, request

HUBSPOT, QUICKBOOKS = PATHS[System.HUBSPOT], PATHS[System.QUICKBOOKS]


def queued(gateway: Gateway) -> list[tuple[str, str]]:
    """Connection and record of every event in the queue."""
    return [(batch.connection_id, str(event.ref)) for batch in gateway.queue.batches for event in batch.events]


def test_hubspots_events_reach_their_portals(gateway: Gateway) -> None:
    body = hubspot_body({}, {"objectId": 2, "portalId": 62516}, {"objectTypeId": "0-101", "objectId": 3})

    assert gateway.deliver(gateway.genuine(System.HUBSPOT, body)) == 200
    assert sorted(queued(gateway)) == [
        ("62515-9130", "hubspot:invoice:1"),
        ("62515-9130", "hubspot:payment:3"),
        ("62516-9131", "hubspot:invoice:2"),
    ]
    assert gateway.counted == {"EventsEnqueued": 3}
    assert {batch.kind for batch in gateway.queue.batches} == {EntityKind.INVOICE, EntityKind.PAYMENT}


def test_a_portal_of_two_companies_tells_both_and_each_as_its_own(gateway: Gateway) -> None:
    gateway.connections.save(a_connection(id="62515-9132", realm_id="9132"))

    assert gateway.deliver(gateway.genuine(System.HUBSPOT, hubspot_body({}))) == 200
    assert gateway.deliver(gateway.genuine(System.QUICKBOOKS, cloud_body({"intuitaccountid": "9132"}))) == 200

    assert sorted(queued(gateway)) == [
        ("62515-9130", "hubspot:invoice:1"),
        ("62515-9132", "hubspot:invoice:1"),
        ("62515-9132", "quickbooks:invoice:130"),
    ]


def test_an_account_of_one_vendor_is_none_of_the_others(gateway: Gateway) -> None:
    assert gateway.deliver(gateway.genuine(System.HUBSPOT, hubspot_body({"portalId": 9130}))) == 200
    assert gateway.deliver(gateway.genuine(System.QUICKBOOKS, cloud_body({"intuitaccountid": "62515"}))) == 200
    assert not gateway.queue.batches


MIXED = [
    cloud_body({}, {"intuitaccountid": "9131", "id": "e-2", "intuitentityid": "131"}),
    legacy_body(("9130", "Invoice", "130"), ("9131", "Invoice", "131")),
    cloud_body({}, {"intuitaccountid": "9131", "intuitentityid": "131"}),
]


@pytest.mark.parametrize("body", MIXED, ids=["CloudEvents", "older format", "one id for both"])
def test_a_delivery_may_mix_companies(gateway: Gateway, body: bytes) -> None:
    assert gateway.deliver(gateway.genuine(System.QUICKBOOKS, body)) == 200
    assert sorted(queued(gateway)) == [("62515-9130", "quickbooks:invoice:130"), ("62516-9131", "quickbooks:invoice:131")]


@pytest.mark.parametrize(
    "body",
    [cloud_body({}, {"intuitaccountid": "9131"}), legacy_body(("9130", "Invoice", "130"), ("9131", "Invoice", "130"))],
)
def test_companies_may_have_records_of_the_same_id(gateway: Gateway, body: bytes) -> None:
    assert gateway.deliver(gateway.genuine(System.QUICKBOOKS, body)) == 200
    assert sorted(queued(gateway)) == [("62515-9130", "quickbooks:invoice:130"), ("62516-9131", "quickbooks:invoice:130")]


def test_the_same_event_of_two_companies_is_no_duplicate(gateway: Gateway) -> None:
    for realm_id in ("9130", "9131"):
        gateway.deliver(gateway.genuine(System.QUICKBOOKS, cloud_body({"intuitaccountid": realm_id})))
    assert [connection for connection, _ in queued(gateway)] == ["62515-9130", "62516-9131"]


@pytest.mark.parametrize(
    ("system", "body"),
    [
        (System.HUBSPOT, hubspot_body({"portalId": 4})),
        (System.QUICKBOOKS, cloud_body({"intuitaccountid": "4"})),
        (System.QUICKBOOKS, legacy_body(("4", "Invoice", "1"))),
    ],
)
def test_an_unknown_account_is_acknowledged_and_counted(gateway: Gateway, system: System, body: bytes) -> None:
    assert gateway.deliver(gateway.genuine(system, body)) == 200
    assert gateway.counted == {"EventsOfUnknownAccount": 1}
    assert not gateway.queue.batches


@pytest.mark.parametrize(
    ("system", "body"),
    [
        (System.HUBSPOT, hubspot_body({"objectTypeId": "2-4711"})),
        (System.HUBSPOT, hubspot_body({"subscriptionType": "conversation.newMessage"})),
        (System.QUICKBOOKS, cloud_body({"type": "qbo.budget.created.v1"})),
        (System.QUICKBOOKS, cloud_body({"type": "other.invoice.created.v1"})),
        (System.QUICKBOOKS, legacy_body(("9130", "Budget", "1"))),
    ],
)
def test_an_unknown_type_is_acknowledged_and_counted(gateway: Gateway, system: System, body: bytes) -> None:
    assert gateway.deliver(gateway.genuine(system, body)) == 200
    assert gateway.counted == {"EventsOfUnknownType": 1}
    assert not gateway.queue.batches


@pytest.mark.parametrize(("system", "body"), [(System.HUBSPOT, b"[]"), (System.QUICKBOOKS, b"[]")])
def test_an_empty_delivery_is_acknowledged(gateway: Gateway, system: System, body: bytes) -> None:
    assert gateway.deliver(gateway.genuine(system, body)) == 200
    assert not gateway.counted
    assert not gateway.queue.batches


@pytest.mark.parametrize(("system", "body"), [(System.HUBSPOT, hubspot_body({})), (System.QUICKBOOKS, cloud_body({}))])
def test_a_replayed_delivery_is_only_another_hint(gateway: Gateway, system: System, body: bytes) -> None:
    """The queue drops what is the very same within five minutes; later, a worker finds nothing to do."""
    event = gateway.genuine(system, body)
    assert [gateway.deliver(event) for _ in range(3)] == [200, 200, 200]
    assert gateway.counted == {"EventsEnqueued": 1}
    assert len(set(map(deduplication_id, gateway.queue.batches))) == len(set(queued(gateway))) == 1


def test_a_repeated_event_in_one_delivery_is_enqueued_once(gateway: Gateway) -> None:
    gateway.deliver(gateway.genuine(System.HUBSPOT, hubspot_body({}, {}, {"attemptNumber": 1})))
    assert len(queued(gateway)) == 1


@pytest.mark.parametrize("spelling", [str.upper, str.title, lambda name: "".join(map(str.swapcase, name))])
def test_headers_are_spelled_in_any_case(gateway: Gateway, spelling: Any) -> None:
    for system, body in ((System.HUBSPOT, hubspot_body({})), (System.QUICKBOOKS, cloud_body({}))):
        event = gateway.genuine(system, body)
        event["headers"] = {spelling(name): value for name, value in event["headers"].items()}
        assert gateway.deliver(event) == 200
    assert len(gateway.queue.batches) == 2


def test_doubled_headers_are_joined_and_believed_no_more(gateway: Gateway) -> None:
    for system, name in ((System.HUBSPOT, "x-hubspot-signature-v3"), (System.QUICKBOOKS, "intuit-signature")):
        event = gateway.genuine(system, hubspot_body({}) if system is System.HUBSPOT else cloud_body({}))
        event["headers"][name] = f"{event['headers'][name]},{event['headers'][name]}"
        assert gateway.deliver(event) == 401
    assert not gateway.queue.batches


def test_a_body_in_base64_is_the_same_body(gateway: Gateway) -> None:
    body = hubspot_body({"propertyName": "Größe"})
    assert gateway.deliver(request(HUBSPOT, body, gateway.hubspot(body), encode=True)) == 200
    assert gateway.deliver(request(QUICKBOOKS, cloud_body({}), intuit(cloud_body({})), encode=True)) == 200
    assert len(gateway.queue.batches) == 2


@pytest.mark.parametrize(
    ("query", "signed"), [("a=1&b=%20", "a=1&b=%20"), ("to=x%3Ay%2Fz%3Fq%2C", "to=x:y/z?q,"), ("a=%2527", "a=%2527")]
)
def test_hubspot_signs_the_address_with_its_query(gateway: Gateway, query: str, signed: str) -> None:
    body = hubspot_body({})
    headers = gateway.hubspot(body, url=f"{HOST}{HUBSPOT}?{signed}")
    assert gateway.deliver(request(HUBSPOT, body, headers, query=query)) == 200
    assert gateway.deliver(request(HUBSPOT, body, headers, query=f"{query}&c=2")) == 401


def test_the_public_address_is_the_one_that_counts() -> None:
    body, elsewhere = hubspot_body({}), "https://invoices.shop.example"
    behind = Gateway(public_base_url=f"{elsewhere}/")
    assert behind.deliver(request(HUBSPOT, body, behind.hubspot(body))) == 401
    assert behind.deliver(request(HUBSPOT, body, behind.hubspot(body, url=elsewhere + HUBSPOT))) == 200


def test_without_a_public_address_it_is_api_gateways_own() -> None:
    body, plain = hubspot_body({}), Gateway(public_base_url="")
    assert plain.deliver(request(HUBSPOT, body, plain.hubspot(body))) == 200
