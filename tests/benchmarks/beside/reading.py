"""Finding the contacts that have changed, as the product does and as meltano-tap-hubspot does."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from counterfoil.domain.identity import EntityKind, System
from infra.sandbox.kernel.server import TwinServer
from tests.simulation.world import START, World

_TAP = "meltano-tap-hubspot==0.10.1"
_LAUNCHER = Path(__file__).with_name("run_tap.py")
_LONGEST = 600
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many calls it took to find how many of them."""

    calls: int
    contacts: int


@contextmanager
def changed(contacts: int) -> Iterator[World]:
    """So many contacts that have changed since yesterday, a second after each other."""
    world = World(11, parties=1)
    world.house.vendors.hubspot.switches().rate_limits = False
    for number in range(contacts):
        world.parties[0].account.sales.add_contact(email=f"b{number}@many.example")
        world.clock.advance(1)
    world.clock.advance(60)
    yield world
    world.close()


def by_the_product(world: World) -> Found:
    """From the day on which both accounts were connected, until there is no more."""
    operator, (party,) = world.house.operator, world.parties
    hubspot = operator.open_systems(operator.connections.get(party.connection.id))[System.HUBSPOT]
    cursor, more, seen = hubspot.changed_since([EntityKind.CUSTOMER], "", START).cursor, True, set[str]()
    meter = world.house.vendors.hubspot.kernel.meter
    meter.reset()
    while more:
        page = hubspot.changed_since([EntityKind.CUSTOMER], cursor, world.clock.now())
        seen |= {record.ref.id for record in page.records}
        cursor, more = page.cursor, page.more
    return Found(meter.summary()["total"], len(seen))


def by_the_tap(world: World) -> Found:
    """The tap in an environment of its own, which uv makes; over real HTTP."""
    twin = world.house.vendors.hubspot
    server = TwinServer(twin)
    server.start()
    twin.kernel.meter.reset()
    try:
        told = _run(server.base_url, world.parties[0].account.token, START.isoformat())
    finally:
        server.stop()
    records = [message["record"]["id"] for message in map(json.loads, told) if message["type"] == "RECORD"]
    return Found(twin.kernel.meter.summary()["total"], len(set(records)))


def _run(*arguments: str) -> list[str]:
    ended = subprocess.run(
        ["uv", "run", "--no-project", "--python", "3.13", "--with", _TAP, "python", str(_LAUNCHER), *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=_LONGEST,
    )
    return ended.stdout.splitlines()
