"""Both vendors together, opened for one connection."""

from dataclasses import field
from typing import Protocol

from counterfoil.domain.blockers import ListEntry
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports.calls import CallLog, NoCalls
from counterfoil.engine.ports.display import SyncStateDisplay
from counterfoil.engine.ports.vendor import RecordSystem


@dataclass(frozen=True, slots=True)
class Systems:
    """Both vendors, opened for one connection, and the calls that are made of them."""

    hubspot: RecordSystem
    quickbooks: RecordSystem
    display: SyncStateDisplay
    calls: CallLog = field(default_factory=NoCalls)

    def __getitem__(self, system: System) -> RecordSystem:
        return self.hubspot if system is System.HUBSPOT else self.quickbooks


class Addresses(Protocol):
    """Where people see a connection's records in the vendors' products; asks no vendor."""

    def __call__(self, connection: Connection, ref: RecordRef | ListEntry) -> str:
        """The page of a record or a list's entry, "" where it has none of its own."""
        ...


class SystemsOpener(Protocol):
    """Opens both vendors for a connection; cheap, connects lazily."""

    def __call__(self, connection: Connection) -> Systems: ...
