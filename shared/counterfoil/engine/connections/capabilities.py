"""What a portal lets be written, tried anew on demand; connecting tries it by itself, as do rules that come to need it."""

from dataclasses import field, replace

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import ConnectionStore, PortalTrials

_IN_REACH = frozenset({ConnectionState.ACTIVE, ConnectionState.PAUSED})


def tried(connection: Connection, accounts: PortalTrials) -> Connection:
    """The connection with what its portal refuses, where it is to show invoices of QuickBooks. Raises VendorError."""
    if not _shows_invoices(connection):
        return connection
    return _as_found(connection, accounts)


def tried_in_reach(connection: Connection, accounts: PortalTrials) -> Connection:
    """`tried`, unless the connection waits for its first plan or its permission: then that comes first."""
    return tried(connection, accounts) if connection.state in _IN_REACH else connection


def tried_once_shown(before: Connection, changed: Connection, accounts: PortalTrials, *, anew: bool) -> Connection:
    """`tried_in_reach`, where the portal was never tried.

    `anew` tries it again where the connection did not show invoices of QuickBooks `before`.
    """
    comes_to_show = anew and not _shows_invoices(before)
    return tried_in_reach(changed, accounts) if comes_to_show or not changed.portal.was_tried else changed


@dataclass(frozen=True, slots=True)
class TriedOnce(PortalTrials):
    """Tries a portal once, however often it is asked about it: that takes seconds, and leaves traces there."""

    accounts: PortalTrials
    found: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def try_portal(self, connection_id: str, currency: str) -> frozenset[str]:
        key = (connection_id, currency)
        if key not in self.found:
            self.found[key] = self.accounts.try_portal(connection_id, currency)
        return self.found[key]


def _as_found(connection: Connection, accounts: PortalTrials) -> Connection:
    refused = accounts.try_portal(connection.id, connection.portal.currency)
    return replace(connection, portal=connection.portal.refusing(refused))


def _shows_invoices(connection: Connection) -> bool:
    return connection.rules[EntityKind.INVOICE].direction.carries_from(System.QUICKBOOKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Keeps with a connection what its portal was seen to refuse."""

    accounts: PortalTrials
    connections: ConnectionStore

    def find_out(self, connection_id: str) -> Connection:
        """The connection as stored, with what its portal refuses now. Makes an invoice in HubSpot and deletes it.

        Raises VendorError, UnknownConnectionError, or ConcurrentChangeError when somebody else has just changed it.
        """
        connection = self.connections.get(connection_id)
        found = _as_found(connection, self.accounts)
        return connection if found == connection else self.connections.save(found)
