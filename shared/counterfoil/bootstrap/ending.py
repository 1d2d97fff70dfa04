"""What ends a connection: also the engine's port Grants."""

from functools import cached_property

from counterfoil.bootstrap.vendors import Vendors
from counterfoil.domain.identity import System
from counterfoil.engine.connections.delete import Deleting
from counterfoil.engine.connections.disconnect import Disconnecting
from counterfoil.engine.ports import Grants


class EndingBundle(Vendors, Grants):
    """Gives both permissions up."""

    @cached_property
    def disconnecting(self) -> Disconnecting:
        return Disconnecting(connections=self.connections, grants=self, clock=self._clock)

    @cached_property
    def deleting(self) -> Deleting:
        return Deleting(
            connections=self.connections, disconnecting=self.disconnecting, queue=self.erase_queue, clock=self._clock
        )

    def revoke(self, connection_id: str, system: System) -> bool:
        return self.vault(connection_id, system).revoke()

    def erase(self, connection_id: str, system: System) -> None:
        self.vault(connection_id, system).erase()
