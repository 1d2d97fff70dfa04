"""Both twins in the process, and how the product, the people and the webhooks reach them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx

from counterfoil.adapters.quickbooks.changes import MOST_CAPTURED
from counterfoil.domain.identity import System
from infra.sandbox.hubspot.twin import HubSpotTwin
from infra.sandbox.kernel.application import ConnectionLostError, Kernel, TwinApplication
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.kernel.faults import Fault, FaultKind
from infra.sandbox.quickbooks.twin import QuickBooksTwin

HOSTS = {System.HUBSPOT: "hubspot.test", System.QUICKBOOKS: "quickbooks.test"}
PUBLIC_URL = "https://counterfoil.test"
_CALL_SECONDS, _TIMEOUT_SECONDS = 0.05, 30.0

Announce = Callable[[str], None]
Trouble = Callable[[System, httpx.Request], FaultKind | None]


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

    def __init__(self, clock: Clock, deliver: httpx.BaseTransport) -> None:
        self.clock = clock
        self.clocks = {system: SkewedClock(clock) for system in System}
        hubspot, quickbooks = (Kernel(clock=self.clocks[system]) for system in System)
        self.hubspot = HubSpotTwin(hubspot, seeded=False, webhook_client=httpx.Client(transport=deliver))
        self.quickbooks = QuickBooksTwin(quickbooks, seeded=False, webhook_client=httpx.Client(transport=deliver))
        self.quickbooks.switches().aggregation_seconds = 0.0
        self.twins: Mapping[System, TwinApplication] = {System.HUBSPOT: self.hubspot, System.QUICKBOOKS: self.quickbooks}
        self.hubspot.control("subscribe", {"url": f"{PUBLIC_URL}/webhooks/hubspot"})
        self.announce_as("cloudevents")
        self.people = httpx.Client(transport=httpx.WSGITransport(app=self.hubspot), base_url="http://hubspot.test")

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

    def client(self, announce: Announce, note: Announce, trouble: Trouble) -> httpx.Client:
        """How the product reaches both."""
        return httpx.Client(transport=_Wire(self.twins, self.clock, announce, note, trouble))


class _Wire(httpx.BaseTransport):
    """Carries the product's calls, each one announced beforehand, and spoils what `trouble` chooses."""

    def __init__(
        self,
        twins: Mapping[System, TwinApplication],
        clock: Clock,
        announce: Announce,
        note: Announce,
        trouble: Trouble,
    ) -> None:
        self._twins, self._clock = twins, clock
        self._announce, self._note, self._trouble = announce, note, trouble
        self._transports = {system: httpx.WSGITransport(app=twin) for system, twin in twins.items()}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The twin's answer. Raises httpx.ReadTimeout when it does not come."""
        system = next(system for system, host in HOSTS.items() if request.url.host == host)
        self._announce(f"{request.method} {system} {request.url.path}")
        self._clock.advance(_CALL_SECONDS)
        faults = self._twins[system].kernel.faults
        if kind := self._trouble(system, request):
            faults.add(Fault(kind))
        try:
            response = self._transports[system].handle_request(request)
        except ConnectionLostError as error:
            self._clock.advance(_TIMEOUT_SECONDS)
            raise httpx.ReadTimeout("no answer", request=request) from error
        finally:
            faults.clear()
        if not response.is_success:
            self._note(f"    {response.status_code}")
        return response
