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
    refused = accounts.try_portal(connection.id, connection.portal.currency)
    return replace(connection, portal=replace(connection.portal, refused=refused))


def tried_once_shown(before: Connection, changed: Connection, accounts: PortalTrials) -> Connection:
    """`changed`, tried where it is to show invoices of QuickBooks and did not `before`. Raises VendorError.

    What waits for its first plan, or for its permission, is tried once that is there.
    """
    if changed.state not in _IN_REACH or _shows_invoices(before):
        return changed
    return tried(changed, accounts)


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
        refused = self.accounts.try_portal(connection_id, connection.portal.currency)
        if refused == connection.portal.refused:
            return connection
        return self.connections.save(replace(connection, portal=replace(connection.portal, refused=refused)))
