"""The simulator's AWS as a ground for the stores' contract suites."""

from collections import Counter
from typing import Any

from counterfoil.adapters.aws.table import Table
from counterfoil.domain.identity import EntityKind
from tests.fakes import FrozenClock
from tests.simulation.aws.dynamodb import FakeDynamoDB
from tests.simulation.aws.sqs import FakeSqs


class SimulatedClients:
    """The clients of one empty AWS. Counts only what has an effect, under the announcement's first word."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.dynamodb = FakeDynamoDB(self._count)
        self._sqs = FakeSqs(FrozenClock(), self._count)

    def __call__(self, service: str) -> Any:
        """The client of a service."""
        return {"dynamodb": self.dynamodb, "sqs": self._sqs}[service]

    def table(self) -> Table:
        """The table."""
        client: Any = self.dynamodb
        return Table(client, "table")

    def queue_urls(self) -> dict[EntityKind, str]:
        """A queue for every kind."""
        return {kind: str(kind) for kind in EntityKind}

    def plan_queue_url(self) -> str:
        """The planner's queue."""
        return "plan"

    def poll_queue_url(self) -> str:
        """The pollers' queue."""
        return "poll"

    def _count(self, announced: str) -> None:
        self.calls[announced.partition(" ")[0]] += 1
