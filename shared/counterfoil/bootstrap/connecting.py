"""What an operator has who connects accounts."""

from functools import cached_property

from counterfoil.bootstrap.polling import PollingBundle
from counterfoil.domain.identity import System
from counterfoil.engine.connections.connect import Authorizer
from counterfoil.engine.ports import Accounts


class ConnectingBundle(PollingBundle, Accounts):
    """Connects a portal and a company, and polls them for the first time."""

    @cached_property
    def authorizer(self) -> Authorizer:
        return Authorizer(
            accounts=self,
            connections=self.connections,
            open_systems=self.open_systems,
            poller=self.poller,
            call_up=self.call_up,
            preflight=self.preflight,
            clock=self._clock,
        )

    def keep_grant(self, connection_id: str, system: System, refresh_token: str) -> None:
        self.vault(connection_id, system).store(refresh_token)

    def move_grant(self, connection_id: str, to_connection_id: str, system: System) -> None:
        self.vault(connection_id, system).move_to(self.vault(to_connection_id, system))

    def move_grants(self, connection_id: str, to_connection_id: str) -> None:
        for system in System:
            self.move_grant(connection_id, to_connection_id, system)
