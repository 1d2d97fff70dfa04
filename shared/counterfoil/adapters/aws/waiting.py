"""Until when a connection's records that wait are looked through each minute: one small item for each connection.

So that nobody has to look through every connection, most of which have nothing that waits.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from counterfoil.adapters.aws.changes import Condition, Update
from counterfoil.adapters.aws.items import Item, Key, stamp
from counterfoil.adapters.aws.outcome_items import due_partition
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.outcome import SyncOutcome

LOOKED_FOR = timedelta(hours=1)
"""For at least half as long after a record is due, its connection is looked through each minute."""

_NEVER = datetime.min.replace(tzinfo=UTC)


class WaitingMarks:
    """Marks stay; they only move on."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._marked: dict[str, datetime] = {}

    def mark(self, outcomes: Iterable[SyncOutcome]) -> None:
        """Before these are recorded. At most two calls an hour for each connection, once nothing is due later than usual."""
        for one in outcomes:
            if one.retry_at and self._marked.get(one.connection_id, _NEVER) < one.retry_at + LOOKED_FOR / 2:
                self._move(one.connection_id, one.retry_at + LOOKED_FOR)

    def _move(self, connection_id: str, until: datetime) -> None:
        further = Condition("attribute_not_exists(pk) OR marked_until < :until")
        self._table.update(Update(_key(connection_id), "SET marked_until = :until", {":until": stamp(until)}, further))
        self._marked[connection_id] = until

    def marked(self, connection_ids: Sequence[str], now: datetime) -> frozenset[str]:
        """Those that are marked until later. One call for a hundred connections."""
        keys = {_key(one): one for one in connection_ids}
        found = self._table.get_many(keys)
        return frozenset(keys[key] for key, item in found.items() if _is_later(item, now))


def _is_later(item: Item, now: datetime) -> bool:
    return bool(item["marked_until"] > stamp(now))


def _key(connection_id: str) -> Key:
    return due_partition(connection_id), "until"
