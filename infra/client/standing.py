"""How connections and records stand."""

from counterfoil_console.api.ledgers import Ledgers
from counterfoil_console.api.records import Record, Records, WantedRecords
from counterfoil_console.api.standing import Causes, Connections, Status
from infra.client.calls import Caller, part


class StandingCalls(Caller):
    """Reads what is stored, or has it found anew; asks no vendor itself."""

    def connections(self) -> Connections:
        """Every connection of the deployment."""
        return self.read(Connections, "/connections")

    def status(self, connection: str) -> Status:
        """How a connection stands."""
        return self.read(Status, f"/connections/{part(connection)}/status")

    def causes(self, connection: str) -> Causes:
        """What needs a person."""
        return self.read(Causes, f"/connections/{part(connection)}/causes")

    def records(self, connection: str, wanted: WantedRecords) -> Records:
        """A page of records."""
        return self.read(Records, f"/connections/{part(connection)}/records", wanted)

    def record(self, connection: str, record: str) -> tuple[Record, ...]:
        """All that is stored about a record."""
        return self.read(tuple[Record, ...], f"/connections/{part(connection)}/records/{part(record)}")

    def ledgers(self, connection: str) -> Ledgers:
        """Whether both ledgers agreed last night."""
        return self.read(Ledgers, f"/connections/{part(connection)}/ledgers")

    def compare_ledgers(self, connection: str) -> Ledgers:
        """Have both ledgers compared now; as they stood when they were compared last."""
        return self.act(Ledgers, f"/connections/{part(connection)}/ledgers/compare")
