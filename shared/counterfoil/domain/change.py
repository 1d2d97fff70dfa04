"""A change event: a hint that a record moved. It carries no data, so it can be late, doubled or out of order."""

from datetime import datetime

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.values import dataclass

LARGEST_BATCH = 100


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """One record that moved. `identity` tells this movement from later ones of the same record.

    One that is `called_up` has not moved itself: it failed for something else that did. So it calls up nothing in its turn,
    for two records that fail for each other would otherwise call up one another for ever. One that is `announced` is a
    vendor's own word, which comes for every write of ours as well. One that is `reassociated` may show nothing of it: what
    has moved is what it is associated with.
    """

    ref: RecordRef
    occurred_at: datetime
    identity: str
    called_up: bool = False
    announced: bool = False
    reassociated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBatch:
    """What one queue message carries: up to 100 events of one connection and kind.

    `continued` counts the workers in a row that have given these events back and got nothing done for their connection.
    `plan` is the id of the plan that is applied with these: nothing is carried for them but what it promises. "" for none.
    """

    connection_id: str
    kind: EntityKind
    events: tuple[ChangeEvent, ...]
    continued: int = 0
    plan: str = ""
