"""What people were sent a message about already, remembered in the table for a while."""

from datetime import timedelta

from counterfoil.adapters.aws.changes import Condition, Put
from counterfoil.adapters.aws.items import Key
from counterfoil.adapters.aws.table import Table
from counterfoil.engine.ports import Clock, ReportedLog

MEMORY = timedelta(days=30)
"""Far longer than anything is offered again that a message was sent about."""


class DynamoReportedLog(ReportedLog):
    """Forgets after `memory`.

    DynamoDB deletes expired items only within a few days, so their time is looked at as well
    (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html).
    """

    def __init__(self, table: Table, *, clock: Clock, memory: timedelta = MEMORY) -> None:
        self._table, self._clock, self._memory = table, clock, memory

    def seen(self, identity: str) -> bool:
        item = self._table.get(_key(identity))
        return item is not None and item["expires_at"] > self._now()

    def remember(self, identity: str) -> bool:
        (pk, sk), now = _key(identity), self._now()
        expires_at = now + int(self._memory.total_seconds())
        item = {"pk": pk, "sk": sk, "item_type": "reported", "expires_at": expires_at}
        forgotten = Condition("attribute_not_exists(pk) OR expires_at <= :now", {":now": now})
        return self._table.put(Put(item, forgotten))

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _key(identity: str) -> Key:
    return f"reported#{identity}", "reported"
