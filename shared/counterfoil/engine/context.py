"""What every use case works with: one connection, both its vendors, the memory."""

from dataclasses import dataclass
from datetime import timedelta

from counterfoil.domain.connection import Connection
from counterfoil.engine.ports import ChangeQueue, Clock, LinkStore, OutcomeStore, Systems


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One connection at work. `lease` is how long a create may run before another worker may take it over."""

    connection: Connection
    systems: Systems
    links: LinkStore
    outcomes: OutcomeStore
    queue: ChangeQueue
    clock: Clock
    lease: timedelta
