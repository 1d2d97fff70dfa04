"""What a delivery takes before the vendor has its answer: calls of AWS, and the function's own time."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any

from counterfoil.adapters.hubspot.webhooks import SIGNATURE_V3, TIMESTAMP, signature_v3
from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.identity import EntityKind
from counterfoil.entrypoints.webhooks import receive
from counterfoil.observability import metrics
from tests.simulation.vendors import PUBLIC_URL
from tests.simulation.world import World
from tests.unit.entrypoints.gateway import hubspot_body, request

EVENTS = 100
"""As many as HubSpot sends at once."""

_PATH = "/webhooks/hubspot"
_TYPES = {
    EntityKind.CUSTOMER: "0-1", EntityKind.PRODUCT: "0-7", EntityKind.INVOICE: "0-53", EntityKind.PAYMENT: "0-101"
}  # fmt: skip

Calls = Counter[str]


def taking_in(kinds: Sequence[EntityKind]) -> Calls:
    """The calls, by service, for a delivery about records of these kinds, of an account that told of something before."""
    calls: Calls = Counter()

    def count(service: str) -> Random | None:
        calls[service] += 1
        return None

    with _told_before(kinds) as world:
        world.house.aws_trouble = count
        _deliver(world, kinds)
    return calls


def seconds_at(kinds: Sequence[EntityKind], deliveries: int) -> Sequence[float]:
    """How long the function takes for each of so many of them, the shortest first; AWS takes no time here."""
    with _told_before(kinds) as world:
        return sorted(_deliver(world, kinds) for _ in range(deliveries))


@contextmanager
def _told_before(kinds: Sequence[EntityKind]) -> Iterator[World]:
    world = World(11, parties=1)
    try:
        _deliver(world, kinds)
        yield world
    finally:
        world.close()


def _deliver(world: World, kinds: Sequence[EntityKind]) -> float:
    """The seconds until it is answered. Raises ValueError when not everything was taken in."""
    event, took, enqueued = _delivery(world, kinds), list[float](), list[float]()

    def work(here: Bundle, _context: object) -> None:
        began = time.perf_counter()
        receive(event, here)
        took.append(time.perf_counter() - began)
        enqueued.extend(metrics.metric_set["EventsEnqueued"]["Value"])

    world.house.go_on(world.house.start("webhook_intake", work), to_the_end=True)
    if enqueued != [EVENTS]:
        raise ValueError(f"not everything was taken in: {enqueued}")
    return took[0]


def _delivery(world: World, kinds: Sequence[EntityKind]) -> dict[str, Any]:
    now = str(int(world.clock.now().timestamp() * 1_000))
    usual = {"portalId": world.parties[0].account.portal_id, "occurredAt": int(now)}
    about = [{"objectId": number, "objectTypeId": _TYPES[kinds[number % len(kinds)]]} for number in range(1, EVENTS + 1)]
    body, secret = hubspot_body(*(usual | one for one in about)), world.house.vendors.hubspot.credentials()["client_secret"]
    signed = signature_v3("POST", PUBLIC_URL + _PATH, body, now, secret)
    return request(_PATH, body, {SIGNATURE_V3: signed, TIMESTAMP: now})
