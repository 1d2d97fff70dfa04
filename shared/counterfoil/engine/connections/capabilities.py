"""What a portal lets be written, tried anew on demand; connecting tries it by itself."""

from dataclasses import replace

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import AccountProfiles, ConnectionStore


def tried(connection: Connection, accounts: AccountProfiles) -> Connection:
    """The connection with what its portal refuses, where it is to show invoices of QuickBooks. Raises VendorError."""
    if not connection.rules[EntityKind.INVOICE].direction.carries_from(System.QUICKBOOKS):
        return connection
    refused = accounts.try_portal(connection.id, connection.portal.currency)
    return replace(connection, portal=replace(connection.portal, refused=refused))


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Keeps with a connection what its portal was seen to refuse."""

    accounts: AccountProfiles
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
