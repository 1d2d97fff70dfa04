"""What is not genuine or not understood is refused, and leaves nothing in the queue."""

import base64
import gzip
from datetime import timedelta
from typing import Any

import pytest

from counterfoil.domain.identity import System
from counterfoil.engine.ports import QueueError
from counterfoil.entrypoints.webhooks import LARGEST_DELIVERY
from tests.unit.entrypoints.gateway import APP, HOST, PATHS, Gateway, cloud_body, hubspot_body, intuit, request

BODIES = {System.HUBSPOT: hubspot_body({}), System.QUICKBOOKS: cloud_body({})}
SIGNATURES = {System.HUBSPOT: "x-hubspot-signature-v3", System.QUICKBOOKS: "intuit-signature"}
BOTH = pytest.mark.parametrize("system", System)


def refused(gateway: Gateway, event: dict[str, Any], status: int) -> bool:
    """Whether it was, without a trace but for the count."""
    assert gateway.deliver(event) == status
    assert gateway.counted == {"DeliveriesRefused": 1}
    return not gateway.queue.batches


@BOTH
@pytest.mark.parametrize(
    "forged",
    ["", "0", "=", "ü", "x" * 10_000, "\udc80", base64.b64encode(b"\0" * 32).decode(), "null", "\r\n", " "],
    ids=range(10),
)
def test_a_forged_signature(gateway: Gateway, system: System, forged: str) -> None:
    event = gateway.genuine(system, BODIES[system])
    event["headers"][SIGNATURES[system]] = forged
    assert refused(gateway, event, 401)


@BOTH
@pytest.mark.parametrize("cut", [1, 2, 10, 43])
def test_a_truncated_signature(gateway: Gateway, system: System, cut: int) -> None:
    event = gateway.genuine(system, BODIES[system])
    event["headers"][SIGNATURES[system]] = event["headers"][SIGNATURES[system]][:-cut]
    assert refused(gateway, event, 401)


@BOTH
def test_no_signature(gateway: Gateway, system: System) -> None:
    assert refused(gateway, request(PATHS[system], BODIES[system], {}), 401)


@BOTH
def test_a_signature_in_another_encoding(gateway: Gateway, system: System) -> None:
    event = gateway.genuine(system, BODIES[system])
    name = SIGNATURES[system]
    raw = base64.b64decode(event["headers"][name])
    for other in (raw.hex(), base64.urlsafe_b64encode(raw).decode().rstrip("="), f" {event['headers'][name]}"):
        event["headers"][name] = other
        assert refused(gateway, event, 401)


@BOTH
@pytest.mark.parametrize(
    "changed",
    [
        lambda body: body[:-1],
        lambda body: body + b" ",
        lambda body: body.replace(b'"', b"'"),
        lambda body: body.decode().encode("utf-16"),
        lambda body: b"\xef\xbb\xbf" + body,
        gzip.compress,
        base64.b64encode,
        lambda _: b"",
    ],
    ids=["truncated", "longer", "requoted", "utf-16", "byte order mark", "compressed", "base64", "empty"],
)
def test_a_changed_body(gateway: Gateway, system: System, changed: Any) -> None:
    event = gateway.genuine(system, BODIES[system])
    assert refused(gateway, request(PATHS[system], changed(BODIES[system]), event["headers"]), 401)


@BOTH
def test_the_other_vendors_delivery(gateway: Gateway, system: System) -> None:
    event = gateway.genuine(system, BODIES[system])
    assert refused(gateway, {**event, "rawPath": PATHS[system.other]}, 401)


def test_a_signature_made_with_the_wrong_secret(gateway: Gateway) -> None:
    elsewhere = Gateway(app={**APP, "quickbooks_verifier_token": "other", "hubspot_client_secret": "other"})
    for system in System:
        event = gateway.genuine(system, BODIES[system])
        assert refused(elsewhere, event, 401)


@BOTH
def test_everything_while_the_app_secret_is_unfilled(system: System) -> None:
    unfilled = Gateway(app=dict.fromkeys(APP, ""))
    assert refused(unfilled, unfilled.genuine(system, BODIES[system]), 401)


@pytest.mark.parametrize(
    "late", [timedelta(minutes=5, seconds=1), timedelta(hours=9), timedelta(days=-1), -timedelta(minutes=6)]
)
def test_what_hubspot_signed_at_another_time(gateway: Gateway, late: timedelta) -> None:
    event = gateway.genuine(System.HUBSPOT, BODIES[System.HUBSPOT])
    gateway.clock.advance(late)
    assert refused(gateway, event, 401)


@pytest.mark.parametrize("timestamp", ["-1", "1e12", "٣", "9" * 400, "0x10", "nan", " 1793610000000", "1793610000000.0"])
def test_a_timestamp_that_is_none(gateway: Gateway, timestamp: str) -> None:
    headers = gateway.hubspot(BODIES[System.HUBSPOT], timestamp=timestamp)
    assert refused(gateway, request(PATHS[System.HUBSPOT], BODIES[System.HUBSPOT], headers), 401)


def test_hubspots_older_signatures(gateway: Gateway) -> None:
    headers = gateway.hubspot(BODIES[System.HUBSPOT])
    older = {"x-hubspot-signature": headers["x-hubspot-signature-v3"], "x-hubspot-signature-version": "v1"}
    assert refused(gateway, request(PATHS[System.HUBSPOT], BODIES[System.HUBSPOT], older), 401)


@pytest.mark.parametrize("other", ["?a=1", "/", "%2F", "#x"])
def test_what_hubspot_sent_to_another_address(gateway: Gateway, other: str) -> None:
    headers = gateway.hubspot(BODIES[System.HUBSPOT], url=HOST + PATHS[System.HUBSPOT] + other)
    assert refused(gateway, request(PATHS[System.HUBSPOT], BODIES[System.HUBSPOT], headers), 401)


@BOTH
def test_what_is_too_large_however_genuine(gateway: Gateway, system: System) -> None:
    body = b"[" + b" " * LARGEST_DELIVERY + b"]"
    assert refused(gateway, gateway.genuine(system, body), 400)
    assert refused(gateway, {**gateway.genuine(system, body), **request(PATHS[system], body, {}, encode=True)}, 400)


MALFORMED = [
    b"",
    b" ",
    b"null",
    b"1",
    b'"text"',
    b"{}",
    b"[",
    b"{" * 100_000,
    b"[" * 100_000,
    b'[{"a":' * 10_000,
    b"\xff\xfe\x00",
    b"\x00",
    "[{}]".encode("utf-16"),
    b'{"eventNotifications": 1}',
    b"9" * 5000,
]


@BOTH
@pytest.mark.parametrize("body", MALFORMED, ids=range(len(MALFORMED)))
def test_what_is_malformed_however_genuine(gateway: Gateway, system: System, body: bytes) -> None:
    assert refused(gateway, gateway.genuine(system, body), 400)


def test_what_api_gateway_would_not_send(gateway: Gateway) -> None:
    event = {**gateway.genuine(System.QUICKBOOKS, cloud_body({})), "isBase64Encoded": True, "body": "A"}
    assert refused(gateway, event, 400)
    assert refused(gateway, {**event, "isBase64Encoded": False, "body": "\ud800"}, 400)


@BOTH
def test_a_failing_queue_is_a_failure_of_ours(gateway: Gateway, system: System) -> None:
    gateway.queue.broken = True
    event = gateway.genuine(system, BODIES[system])
    with pytest.raises(QueueError):
        gateway.deliver(event)

    gateway.queue.broken = False
    assert gateway.deliver(event) == 200
    assert len(gateway.queue.batches) == 1


def test_intuits_signature_does_not_open_hubspots_door(gateway: Gateway) -> None:
    body = hubspot_body({})
    assert refused(gateway, request(PATHS[System.HUBSPOT], body, intuit(body)), 401)
