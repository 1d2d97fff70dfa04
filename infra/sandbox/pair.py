"""Both vendors on one machine: the two twins over HTTP, with their webhooks."""

from types import TracebackType
from typing import Self

from infra.sandbox.hubspot.portal import TIME_ZONE
from infra.sandbox.hubspot.twin import HubSpotTwin
from infra.sandbox.kernel.application import Kernel
from infra.sandbox.kernel.server import TwinServer
from infra.sandbox.quickbooks.twin import QuickBooksTwin

UNREACHABLE = 1_000_000
"""More requests than one caller makes in any of the vendors' windows."""


class TwinPair:
    """A HubSpot portal and a QuickBooks company that fit each other, served while the context is open.

    Across the Internet a caller that makes one request after another never reaches the vendors' limits of requests per
    second or minute; on one machine it does at once. Unless `strict_pace` is asked for, only the limits that count
    otherwise are in force: searches per second, batches per minute. `time_zone` is the portal's.
    """

    def __init__(
        self,
        *,
        hubspot_port: int = 0,
        quickbooks_port: int = 0,
        seeded: bool = True,
        strict_pace: bool = False,
        time_zone: str = TIME_ZONE,
    ) -> None:
        self.hubspot = HubSpotTwin(Kernel(), seeded=seeded, time_zone=time_zone)
        self.quickbooks = QuickBooksTwin(Kernel(), seeded=seeded)
        if not strict_pace:
            self._relax_pace()
        self._hubspot_server = TwinServer(self.hubspot, hubspot_port)
        self._quickbooks_server = TwinServer(self.quickbooks, quickbooks_port)

    def _relax_pace(self) -> None:
        hubspot, quickbooks = self.hubspot.switches(), self.quickbooks.switches()
        hubspot.requests_per_ten_seconds = hubspot.private_app_requests_per_ten_seconds = UNREACHABLE
        quickbooks.requests_per_second = quickbooks.requests_per_minute = UNREACHABLE

    @property
    def hubspot_url(self) -> str:
        """Base URL of the HubSpot twin."""
        return self._hubspot_server.base_url

    @property
    def quickbooks_url(self) -> str:
        """Base URL of the QuickBooks twin."""
        return self._quickbooks_server.base_url

    def description(self) -> dict[str, dict[str, str]]:
        """Where both are and how to get in."""
        return {
            "hubspot": {"base_url": self.hubspot_url, **self.hubspot.credentials()},
            "quickbooks": {"base_url": self.quickbooks_url, **self.quickbooks.credentials()},
        }

    def __enter__(self) -> Self:
        for server in (self._hubspot_server, self._quickbooks_server):
            server.start()
        for twin in (self.hubspot, self.quickbooks):
            twin.start_webhooks()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for twin in (self.hubspot, self.quickbooks):
            twin.stop_webhooks()
        for server in (self._hubspot_server, self._quickbooks_server):
            server.stop()
