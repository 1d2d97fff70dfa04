"""A vendor with the system under test on top, and a hand on what happens at the vendor."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import ClassVar

import httpx2

from counterfoil.adapters.access import AccessTokens, RequestBudget
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.rules import Further
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.domain.write import Operation, Write, write_key
from counterfoil.engine.ports import RecordSystem
from infra.sandbox.kernel.application import ConnectionLostError, TwinApplication
from infra.sandbox.kernel.faults import Fault, FaultKind

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class InProcessTransport(httpx2.BaseTransport):
    """Reaches a twin without a socket; a connection that the twin drops is a read error, as over the wire."""

    def __init__(self, twin: TwinApplication) -> None:
        self._transport = httpx2.WSGITransport(app=twin)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The twin's answer. Raises httpx2.ReadError."""
        try:
            return self._transport.handle_request(request)
        except ConnectionLostError as error:
            raise httpx2.ReadError("the twin dropped the connection", request=request) from error


class FixedToken(AccessTokens):
    """A token that never changes."""

    def __init__(self, token: str) -> None:
        self._token = token

    def current(self) -> str:
        """The token."""
        return self._token

    def rejected(self, token: str) -> None:
        """Nothing can be done about it here."""


class FreeBudget(RequestBudget):
    """A budget without limits."""

    def take(self, resource: str, count: int = 1) -> None:
        """Always at once."""


class World(ABC):
    """One vendor, empty but for what every test needs, and `system` reaching it.

    `vendor` says which one. `creating` matches the request that creates records, as "METHOD /path", for faults. `free` names
    a property of each kind that is none of the product's fields.
    """

    vendor: System
    system: RecordSystem
    creating: str
    free: ClassVar[Mapping[EntityKind, str]]

    @abstractmethod
    def reading(self, further: Further) -> RecordSystem:
        """The same vendor, read with these further properties."""

    @abstractmethod
    def fill_in(self, kind: EntityKind, record_id: str, value: str) -> None:
        """A person fills in the property `free` of this kind."""

    @abstractmethod
    def new_record(self, kind: EntityKind, name: str) -> AnyRecord:
        """A record that can be created; `name` tells it from others."""

    @abstractmethod
    def bad_record(self, kind: EntityKind) -> AnyRecord:
        """A record that the vendor refuses."""

    @abstractmethod
    def changed_record(self, record: AnyRecord) -> tuple[AnyRecord, frozenset[str]]:
        """The record with something changed, and the names of the changed fields."""

    @abstractmethod
    def someone_changes(self, kind: EntityKind, record_id: str) -> None:
        """A person changes a record at the vendor."""

    @abstractmethod
    def now(self) -> datetime:
        """The vendor's present."""

    @abstractmethod
    def advance(self, seconds: float) -> None:
        """Let time pass at the vendor."""

    @abstractmethod
    def plan(self, kind: FaultKind, route: str = ".*", times: int = 1) -> None:
        """Let something go wrong."""

    @abstractmethod
    def calls(self) -> int:
        """How many requests the vendor has answered."""

    def create(self, kind: EntityKind, name: str, record: AnyRecord | None = None) -> Write:
        """The write that carries a new record over from the other system, where it is called `name`."""
        source = RecordRef(self.vendor.other, kind, name)
        return Write(
            key=write_key("connection", source, name, ""),
            operation=Operation.CREATE,
            system=self.vendor,
            kind=kind,
            source=source,
            record=record or self.new_record(kind, name),
        )


class TwinWorld(World):
    """A vendor's twin, unseeded."""

    twin: TwinApplication

    def now(self) -> datetime:
        """The vendor's present."""
        return self.twin.kernel.clock.now()

    def advance(self, seconds: float) -> None:
        """Let time pass at the vendor."""
        self.twin.kernel.clock.advance(seconds)

    def plan(self, kind: FaultKind, route: str = ".*", times: int = 1) -> None:
        """Let something go wrong."""
        self.twin.kernel.faults.add(Fault(kind, route, times))

    def calls(self) -> int:
        """How many requests the vendor has answered."""
        total: int = self.twin.kernel.meter.summary()["total"]
        return total
