"""What the twin delivers is believed and understood; what was tampered with is not."""

from datetime import timedelta

import httpx2
import pytest

from counterfoil.adapters.hubspot.webhooks import is_genuine, parse
from counterfoil.domain.identity import EntityKind
from infra.sandbox.hubspot.twin import HubSpotTwin
from infra.sandbox.kernel.application import Kernel
from infra.sandbox.kernel.clock import Clock
from tests.builders import hubspot
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.world import START

URL = "https://sync.example.com/webhooks/hubspot"


class Mailbox:
    """A subscriber that keeps what it is sent."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        return httpx2.Response(200)


@pytest.fixture
def mailbox() -> Mailbox:
    """An empty mailbox."""
    return Mailbox()


@pytest.fixture
def world(mailbox: Mailbox) -> HubSpotWorld:
    """A portal whose webhooks go to the mailbox."""
    client = httpx2.Client(transport=httpx2.MockTransport(mailbox))
    world = HubSpotWorld(HubSpotTwin(Kernel(clock=Clock(START)), seeded=False, webhook_client=client))
    world.twin.control("pump", {})
    world.twin.control("subscribe", {"url": URL})
    return world


def delivered(world: HubSpotWorld, mailbox: Mailbox) -> list[httpx2.Request]:
    world.advance(30)
    world.twin.control("pump", {})
    assert mailbox.requests
    return mailbox.requests


def genuine(world: HubSpotWorld, request: httpx2.Request, **changes: bytes) -> bool:
    return is_genuine(
        method=request.method,
        url=str(request.url),
        body=changes.get("body", request.content),
        headers=request.headers,
        secret=world.credentials["client_secret"],
        now=world.now(),
    )


def moved(world: HubSpotWorld, mailbox: Mailbox) -> set[str]:
    events = [pair for request in delivered(world, mailbox) for pair in parse(request.content).events]
    assert {portal_id for portal_id, _ in events} == {world.portal_id}
    assert all(abs(event.occurred_at - START) < timedelta(minutes=5) for _, event in events)
    return {str(event.ref) for _, event in events}


def test_deliveries_are_genuine_until_touched(world: HubSpotWorld, mailbox: Mailbox) -> None:
    world.make_invoice([{"name": "Work", "quantity": "1", "price": "10.00"}])
    for request in delivered(world, mailbox):
        assert genuine(world, request)
        assert not genuine(world, request, body=request.content + b" ")
    world.advance(600)
    assert not any(genuine(world, request) for request in mailbox.requests)


def test_a_finalised_invoice_is_told(world: HubSpotWorld, mailbox: Mailbox) -> None:
    invoice_id = world.make_invoice([{"name": "Work", "quantity": "1", "price": "10.00"}])
    assert str(hubspot(EntityKind.INVOICE, invoice_id)) in moved(world, mailbox)


def test_a_payment_is_told(world: HubSpotWorld, mailbox: Mailbox) -> None:
    made = world.twin.control("record_hubspot_payment", {"invoice_id": world.invoice_id, "amount": "12.34"})
    told = moved(world, mailbox)
    assert told >= {str(hubspot(EntityKind.PAYMENT, made["id"])), str(hubspot(EntityKind.INVOICE, world.invoice_id))}


def test_a_deletion_and_a_merge_are_told(world: HubSpotWorld, mailbox: Mailbox) -> None:
    ids = [world.make("contacts", {"lastname": name}) for name in ("One", "Two", "Three")]
    world.twin.control("archive", {"object_type": "contacts", "id": ids[0]})
    body = {"primaryObjectId": ids[1], "objectIdToMerge": ids[2]}
    survivor = str(world.send("POST", "/crm/v3/objects/contacts/merge", body)["id"])
    assert moved(world, mailbox) >= {str(hubspot(EntityKind.CUSTOMER, one)) for one in (*ids, survivor)}
