"""A bundle that only looks: it reads the twins past their limits, meters and faults, and the table past its troubles.

Whatever it would write itself is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import httpx2

from counterfoil.adapters.access import RequestBudget
from counterfoil.adapters.http import VendorHttp
from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.identity import System
from infra.sandbox.kernel.application import TwinApplication
from infra.sandbox.kernel.meter import CallMeter
from tests.simulation.founding import Party
from tests.simulation.house import SETTINGS
from tests.simulation.wire import HOSTS
from tests.simulation.world import World
from tests.simulation.writes import writes_of

_READS = {"get_item", "batch_get_item", "query", "decrypt", "get_secret_value", "exceptions"}
_LIMITS = {System.HUBSPOT: "rate_limits", System.QUICKBOOKS: "throttling"}


class PlanWroteError(Exception):
    """Taking a plan would have written something."""


class ObservingBundle(Bundle):
    """A bundle that can only read, at nobody's cost."""

    @classmethod
    def of(cls, world: World) -> "ObservingBundle":
        """Reads what the world's own bundles read."""
        house = world.house
        here = cls(
            SETTINGS,
            clock=house.clock.now,
            client=lambda service: _ReadOnly(house.aws[service]),
            http=httpx2.Client(transport=_Unseen(house.vendors.twins)),
            most_captured=house.vendors.quickbooks.switches().capture_limit,
        )
        here.parties = world.parties
        return here

    parties: Sequence[Party] = ()

    def _reach(self, connection_id: str, system: System) -> VendorHttp:
        reached = super()._reach(connection_id, system)
        party = next(one for one in self.parties if one.connection.id == connection_id)
        reached._budget, reached._tokens = _NoBudget(), _OwnToken(party, system)  # noqa: SLF001 - the observer costs nothing
        return reached


class _NoBudget(RequestBudget):
    def take(self, resource: str, count: int = 1) -> None:
        """Whatever is asked for."""


class _OwnToken:
    """A consent of the observer's own, so that no token of the bundle's is used or renewed."""

    def __init__(self, party: Party, system: System) -> None:
        self._party, self._system = party, system

    def current(self) -> str:
        """A token that was never handed out before, or that does not end."""
        account = self._party.account
        return account.token if self._system is System.HUBSPOT else str(account.pages.act("authorize")["access_token"])

    def rejected(self, token: str) -> None:
        """Nobody else has it."""

    def ended(self, token: str) -> None:
        """It is not the bundle's."""


class _ReadOnly:
    """A client of AWS's of which only what reads can be called."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        if name not in _READS:
            raise PlanWroteError(name)
        return getattr(self._client, name)


class _Unseen(httpx2.BaseTransport):
    """Reads from the twins without a trace."""

    def __init__(self, twins: Mapping[System, TwinApplication]) -> None:
        self._twins = twins
        self._transports = {system: httpx2.WSGITransport(app=twin) for system, twin in twins.items()}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The twin's answer. Raises PlanWroteError for what is no read."""
        system = next(system for system, host in HOSTS.items() if request.url.host == host)
        if writes_of(system, request):
            raise PlanWroteError(request.url.path)
        with _unmetered(system, self._twins[system]):
            return self._transports[system].handle_request(request)


@contextmanager
def _unmetered(system: System, twin: TwinApplication) -> Iterator[None]:
    kernel, switches = twin.kernel, twin.switches()
    meter, limited = kernel.meter, getattr(switches, _LIMITS[system])
    kernel.meter = CallMeter()
    setattr(switches, _LIMITS[system], False)
    try:
        yield
    finally:
        kernel.meter = meter
        setattr(switches, _LIMITS[system], limited)
