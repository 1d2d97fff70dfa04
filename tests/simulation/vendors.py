"""Both twins in the process, and how the product, the people and the webhooks reach them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx2

from counterfoil.adapters.quickbooks.changes import MOST_CAPTURED
from counterfoil.domain.identity import System
from infra.sandbox.hubspot.twin import HubSpotTwin
from infra.sandbox.kernel.application import Kernel, TwinApplication
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.quickbooks.twin import QuickBooksTwin
from tests.simulation.wire import HOSTS, Callers, Hooks, Wire

PUBLIC_URL = "https://counterfoil.test"


class SkewedClock(Clock):
    """A vendor's clock: the common one, a little fast or slow."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock, self.skew = clock, timedelta()

    def now(self) -> datetime:
        """The vendor's present."""
        return self._clock.now() + self.skew


class Vendors:
    """The twins, empty but for their first accounts. Each has a clock that may differ a little from the product's."""

    def __init__(self, clock: Clock, deliver: httpx2.BaseTransport) -> None:
        self.clock = clock
        self.clocks = {system: SkewedClock(clock) for system in System}
        hubspot, quickbooks = (Kernel(clock=self.clocks[system]) for system in System)
        self.hubspot = HubSpotTwin(hubspot, seeded=False, webhook_client=httpx2.Client(transport=deliver))
        self.quickbooks = QuickBooksTwin(quickbooks, seeded=False, webhook_client=httpx2.Client(transport=deliver))
        self.quickbooks.switches().aggregation_seconds = 0.0
        self.callers = Callers()
        self.twins: Mapping[System, TwinApplication] = {System.HUBSPOT: self.hubspot, System.QUICKBOOKS: self.quickbooks}
        self.hubspot.control("subscribe", {"url": f"{PUBLIC_URL}/webhooks/hubspot"})
        self.announce_as("cloudevents")
        self.people = {
            system: httpx2.Client(transport=httpx2.WSGITransport(app=twin), base_url=f"http://{HOSTS[system]}")
            for system, twin in self.twins.items()
        }

    def announce_as(self, body: str) -> None:
        """The form of QuickBooks' deliveries from now on: "cloudevents" or "legacy"."""
        self.quickbooks.control("subscribe", {"url": f"{PUBLIC_URL}/webhooks/quickbooks", "format": body})

    def pump(self) -> None:
        """Deliver the webhooks that are due."""
        self.hubspot.control("pump", {})
        self.quickbooks.control("pump", {})

    def pending(self) -> int:
        """How many deliveries are under way."""
        return sum(int(twin.control("deliveries", {})["pending"]) for twin in self.twins.values())

    def lost_one(self, system: System) -> bool:
        """Whether any of a vendor's deliveries was lost for good."""
        return any(one["result"] == "dropped" for one in self.twins[system].control("deliveries", {})["log"])

    def capture_overflows(self) -> bool:
        """Whether QuickBooks tells so little at once that what was deleted in a burst may be left out."""
        return self.quickbooks.switches().capture_limit < MOST_CAPTURED

    def misbehave(self, **behaviour: Any) -> None:
        """What goes wrong with deliveries from now on."""
        for twin in self.twins.values():
            twin.control("webhooks", behaviour)

    def client(self, hooks: Hooks) -> httpx2.Client:
        """How the product reaches both."""
        return httpx2.Client(transport=Wire(self.twins, self.callers, hooks))
