"""Two connections at work, in good days and bad: the log names ids and no more, and neither sees anything of the other."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from counterfoil.adapters.hubspot.webhooks import signature_v3
from counterfoil.domain.change import ChangeBatch, ChangeEvent
from counterfoil.domain.identity import EntityKind, System
from counterfoil.entrypoints.queues import work_through
from counterfoil.entrypoints.webhooks import receive
from tests.builders import hubspot
from tests.invocations import Invocation, received
from tests.simulation.founding import Party
from tests.simulation.vendors import PUBLIC_URL
from tests.simulation.world import World
from tests.unit.entrypoints.gateway import hubspot_body, logged, request

PERSONAL = {
    "firstname": "Ottoline",
    "lastname": "O'Farrell <b>\\%_",
    "email": "ottoline@farrell.example",
    "phone": "(650) 555-4711",
}
MEMO, LINE = '\'; memo of {"a": 1} <script>', "Pruning' OR '1'='1"
UNTOLD = re.compile("ottoline|farrell|555-4711|memo of|pruning|bearer", re.IGNORECASE)


@pytest.fixture
def world() -> Iterator[World]:
    """Two connections that know nothing of each other."""
    world = World(4711)
    yield world
    world.close()


def invoice(party: Party) -> str:
    """A finalised invoice with hostile and personal texts; its id."""
    sales = party.account.sales
    line = {"name": LINE, "quantity": "2", "price": "12.50"}
    made = sales.draft(sales.add_contact(**PERSONAL), [line], due_in=30, hs_comments=MEMO)
    sales.finalise(made)
    return made


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """What any library says meanwhile, although the function's root logger writes down every word."""
    root, handler = logging.getLogger(), logging.StreamHandler(io.StringIO())
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield handler.stream
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def secrets(world: World) -> set[str]:
    """Every token and secret there is, at the vendors and in the vault."""
    vendors = world.house.vendors
    known = [*vendors.hubspot.credentials().items(), *vendors.quickbooks.credentials().items()]
    found = {str(value) for name, value in known if name.endswith(("token", "secret"))}
    for party in world.parties:
        found |= {party.account.token, party.account.hubspot_refresh, party.account.quickbooks_refresh}
        found |= {world.house.bundle().vault(party.connection.id, system).current() for system in System}
    return found


def forge(world: World, body: str) -> int:
    """The answer to a delivery that nobody signed."""
    headers = {"intuit-signature": "forged"}
    answer = receive(request("/webhooks/quickbooks", body.encode(), headers), world.house.operator)
    return int(answer["statusCode"])


def deliver(world: World, body: bytes) -> int:
    """The answer to a delivery that HubSpot signed."""
    timestamp = str(int(world.clock.now().timestamp() * 1000))
    secret = str(world.house.vendors.hubspot.credentials()["client_secret"])
    signed = signature_v3("POST", f"{PUBLIC_URL}/webhooks/hubspot", body, timestamp, secret)
    headers = {"x-hubspot-signature-v3": signed, "x-hubspot-request-timestamp": timestamp}
    return int(receive(request("/webhooks/hubspot", body, headers), world.house.operator)["statusCode"])


def test_nothing_personal_or_secret_is_logged(world: World) -> None:
    with logged() as log:
        world.fault_rate = 0.2
        for party in world.parties:
            invoice(party)
        world.drain()
        world.settle()
        assert forge(world, str(PERSONAL)) == 401
        event = {"Records": [received(str(PERSONAL))]}
        assert work_through(event, world.house.operator, Invocation())["batchItemFailures"]

    assert "webhook refused" in log.getvalue()
    assert "a message cannot be read" in log.getvalue()
    assert all(len(party.account.rows("Invoice")) == 1 for party in world.parties)
    assert not UNTOLD.search(log.getvalue())
    assert not [secret for secret in secrets(world) if secret in log.getvalue()]


def test_libraries_do_not_tell_either(world: World) -> None:
    """Lambda's JSON logging writes down INFO of every library, and QuickBooks' queries carry names in their URLs."""
    with everything_logged() as log:
        logging.getLogger("any.library").debug("heard")
        logging.getLogger("botocore.endpoint").info("bearer")
        for party in world.parties:
            invoice(party)
        world.settle()

    assert "heard" in log.getvalue()
    assert all(len(party.account.rows("Invoice")) == 1 for party in world.parties)
    assert not UNTOLD.search(log.getvalue())
    assert not [secret for secret in secrets(world) if secret in log.getvalue()]


def test_texts_arrive_as_they_were_written(world: World) -> None:
    party = world.parties[0]
    invoice(party)
    world.settle()

    (booked,) = party.account.rows("Invoice")
    (customer,) = party.account.rows("Customer")
    assert MEMO in booked["CustomerMemo"]["value"]
    assert LINE in str(booked["Line"][0]["Description"])
    assert (customer["GivenName"], customer["FamilyName"]) == (PERSONAL["firstname"], PERSONAL["lastname"])


def test_a_message_that_names_anothers_record_finds_nothing(world: World) -> None:
    here, there = world.parties
    ref = hubspot(EntityKind.INVOICE, invoice(there))
    event = ChangeEvent(ref, world.clock.now(), "smuggled")
    smuggled = ChangeBatch(connection_id=here.connection.id, kind=EntityKind.INVOICE, events=(event,))

    world.house.operator.queue.send([smuggled])
    world.drain()

    assert not here.account.rows("Invoice")
    assert not there.account.rows("Invoice")
    assert not here.account.rows("Customer")
    assert not world.house.operator.links.find(here.connection.id, [ref])


def test_a_delivery_that_names_anothers_record_finds_nothing(world: World) -> None:
    here, there = world.parties
    made = invoice(there)

    assert deliver(world, hubspot_body({"portalId": here.connection.portal_id, "objectId": made})) == 200
    world.drain()

    assert not here.account.rows("Invoice")
    assert not here.account.rows("Customer")
    assert not world.house.operator.links.find(here.connection.id, [hubspot(EntityKind.INVOICE, made)])


def test_links_and_outcomes_belong_to_their_connection(world: World) -> None:
    here, there = world.parties
    ref = hubspot(EntityKind.INVOICE, invoice(there))
    world.settle()

    kept = world.house.operator
    assert len(kept.links.find(there.connection.id, [ref])[ref]) == 1
    assert ref in kept.outcomes.latest(there.connection.id, [ref])
    assert not kept.links.find(here.connection.id, [ref])
    assert not kept.outcomes.latest(here.connection.id, [ref])
    assert not kept.outcomes.activity(here.connection.id, ref, 10)
    assert not here.account.rows("Invoice")
    assert len(there.account.rows("Invoice")) == 1
