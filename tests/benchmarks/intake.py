"""The calls of AWS that a delivery takes before the vendor has its answer."""

from collections import Counter
from collections.abc import Sequence
from random import Random

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.engine.hints.intake import Received
from tests.simulation.world import World

EVENTS = 100
"""As many as HubSpot sends at once."""

Calls = Counter[str]


def taking_in(kinds: Sequence[EntityKind]) -> Calls:
    """The calls, by service, for a delivery about records of these kinds, of an account that told of something before."""
    world = World(11, parties=1)
    try:
        _deliver(world, kinds, "first")
        calls: Calls = Counter()

        def count(service: str) -> Random | None:
            calls[service] += 1
            return None

        world.house.aws_trouble = count
        received = _deliver(world, kinds, "second")
    finally:
        world.close()
    if received != Received(enqueued=EVENTS):
        raise ValueError(f"not everything was taken in: {received}")
    return calls


def _deliver(world: World, kinds: Sequence[EntityKind], name: str) -> Received:
    now, taken_in = world.clock.now(), list[Received]()
    events = [
        ChangeEvent(RecordRef(System.HUBSPOT, kinds[number % len(kinds)], f"{number}"), now, f"{name} {number}")
        for number in range(EVENTS)
    ]

    def work(here: Bundle, _context: object) -> None:
        taken_in.append(here.intake.receive(System.HUBSPOT, {str(world.parties[0].account.portal_id): events}))

    world.house.go_on(world.house.start("webhook_intake", work), to_the_end=True)
    return taken_in[0]
