"""What people have allowed so far, and what becomes of it."""

from datetime import datetime
from typing import Protocol

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import System
from counterfoil.engine.connections.request import ConnectionRequest
from counterfoil_console.domain.consents import Consents


class ConsentStore(Protocol):
    """By person."""

    def of(self, person_id: str, now: datetime) -> Consents:
        """What the person has allowed; nothing when it is too old."""
        ...

    def keep(self, consents: Consents, ends_at: datetime) -> None:
        """In place of what was known of the person."""
        ...

    def forget(self, person_id: str) -> None:
        """They have become a connection."""
        ...


class Connecting(Protocol):
    """Makes and renews connections with permissions that are kept: the product's own Authorizer. See there."""

    def connect_as_kept(self, kept_id: str, request: ConnectionRequest) -> Connection: ...

    def renew(self, connection_id: str, kept_id: str, system: System) -> Connection: ...


class GrantKeeper(Protocol):
    """The product's vault."""

    def keep_grant(self, connection_id: str, system: System, refresh_token: str) -> None:
        """Keep a permission, encrypted."""
        ...
