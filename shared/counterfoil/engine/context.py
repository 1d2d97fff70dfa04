"""What every use case works with: one connection, both its vendors, the memory."""

from dataclasses import dataclass
from datetime import timedelta

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import RecordRef
from counterfoil.engine.ports import ChangeQueue, ChoiceStore, Clock, LinkStore, OutcomeStore, Systems


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One connection at work. `lease` is how long a create may run before another worker may take it over.

    `told` are the records that moved, as events told; all others are only tried again, or read for their sake.
    """

    connection: Connection
    systems: Systems
    links: LinkStore
    choices: ChoiceStore
    outcomes: OutcomeStore
    queue: ChangeQueue
    clock: Clock
    lease: timedelta
    told: frozenset[RecordRef] = frozenset()
