"""A connection as a whole, and its ledgers."""

from counterfoil_console.api.connections import Confirmation, WantedName
from counterfoil_console.api.ledgers import Ledgers
from counterfoil_console.api.standing import ConnectionSummary
from infra.client.calls import Caller, part


class ConnectionCalls(Caller):
    """Each answers the connection as it is then."""

    def ledgers(self, connection: str) -> Ledgers:
        """Whether both ledgers agreed last night."""
        return self.read(Ledgers, f"/connections/{part(connection)}/ledgers")

    def rename_connection(self, connection: str, name: str) -> ConnectionSummary:
        """Call it otherwise."""
        return self._done("name", connection, WantedName(name=name))

    def pause_connection(self, connection: str) -> ConnectionSummary:
        """Carry nothing any more."""
        return self._done("pause", connection)

    def resume_connection(self, connection: str) -> ConnectionSummary:
        """Carry again."""
        return self._done("resume", connection)

    def probe_connection(self, connection: str) -> ConnectionSummary:
        """Try anew what HubSpot lets be written."""
        return self._done("probe", connection)

    def disconnect(self, connection: str) -> ConnectionSummary:
        """Give both permissions up."""
        return self._done("disconnect", connection)

    def delete_connection(self, connection: str, typed: str) -> ConnectionSummary:
        """Have all that is kept of it erased; `typed` is what it is called."""
        return self._done("delete", connection, Confirmation(typed=typed))

    def _done(self, verb: str, connection: str, body: object = None) -> ConnectionSummary:
        return self.act(ConnectionSummary, f"/connections/{part(connection)}/{verb}", body)
