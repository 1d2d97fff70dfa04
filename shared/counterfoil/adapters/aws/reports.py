"""Which failures were reported, remembered in the table until they are solved."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from counterfoil.adapters.aws.changes import Put
from counterfoil.adapters.aws.items import Key
from counterfoil.adapters.aws.table import Table
from counterfoil.adapters.aws.transactions import commit_each
from counterfoil.domain.identity import RecordRef
from counterfoil.engine.ports import Clock, ReportMemory

MEMORY = timedelta(days=400)
"""A failure that nobody mends for so long is reported again when it is seen again."""


class DynamoReportMemory(ReportMemory):
    """A call for a hundred records; what is solved, DynamoDB deletes within days."""

    def __init__(self, table: Table, *, clock: Clock, memory: timedelta = MEMORY) -> None:
        self._table, self._clock, self._memory = table, clock, memory

    def failures(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, str]:
        keys = {ref: _key(connection_id, ref) for ref in refs}
        items = self._table.get_many(keys.values())
        now = self._now()
        found = {ref: items[key] for ref, key in keys.items() if key in items}
        return {ref: str(item["failure"]) for ref, item in found.items() if item["expires_at"] > now}

    def remember(self, connection_id: str, failures: Mapping[RecordRef, str]) -> None:
        self._put(connection_id, failures, self._now() + int(self._memory.total_seconds()))

    def forget(self, connection_id: str, refs: Sequence[RecordRef]) -> None:
        self._put(connection_id, dict.fromkeys(refs, ""), self._now())

    def _put(self, connection_id: str, failures: Mapping[RecordRef, str], expires_at: int) -> None:
        items = [
            {"pk": pk, "sk": sk, "item_type": "report", "failure": failure, "expires_at": expires_at}
            for (pk, sk), failure in ((_key(connection_id, ref), failure) for ref, failure in failures.items())
        ]
        commit_each(self._table, [(Put(item),) for item in items])

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _key(connection_id: str, ref: RecordRef) -> Key:
    return f"{connection_id}#report#{ref}", "report"
