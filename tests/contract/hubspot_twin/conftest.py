"""A HubSpot twin per test: called in process by raw httpx2, or over real HTTP by the vendor's clients."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx2
import pytest

from infra.sandbox.hubspot.twin import HubSpotTwin
from infra.sandbox.kernel.application import Kernel
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.kernel.server import TwinServer
from tests.contract.hubspot_twin.client import Portal, Receiver

MORNING = datetime(2026, 10, 5, 8, 30, tzinfo=UTC)


@pytest.fixture
def receiver() -> Receiver:
    """Where webhooks arrive."""
    return Receiver()


@pytest.fixture
def twin(receiver: Receiver) -> HubSpotTwin:
    """An empty twin at a fixed moment; its webhooks go to `receiver` when pumped."""
    client = httpx2.Client(transport=httpx2.MockTransport(receiver.take))
    return HubSpotTwin(Kernel(clock=Clock(frozen_at=MORNING)), seeded=False, webhook_client=client)


@pytest.fixture
def portal(twin: HubSpotTwin) -> Portal:
    """The empty portal, without rate limits."""
    portal = Portal(twin, twin.credentials())
    portal.switch(rate_limits=False)
    return portal


@pytest.fixture(scope="session")
def seeded() -> Portal:
    """The seeded portal, to be read only."""
    twin = HubSpotTwin(Kernel(clock=Clock(frozen_at=MORNING)))
    portal = Portal(twin, twin.credentials())
    portal.switch(rate_limits=False)
    return portal


@pytest.fixture
def served(portal: Portal) -> Iterator[str]:
    """The address of the empty twin over real HTTP."""
    server = TwinServer(portal.twin)
    server.start()
    yield server.base_url
    server.stop()
