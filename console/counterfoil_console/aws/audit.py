"""The audit trail, in a table of its own where the console may add and read, and nothing else."""

from collections.abc import Sequence

from counterfoil.bootstrap.foundations import ABSENT, Body, Put, Table
from counterfoil_console.domain.audit import AuditEntry
from counterfoil_console.ports import AuditTrail

_BODY = Body(AuditEntry)


class DynamoAuditTrail(AuditTrail):
    """An entry about a record is kept twice: among those of its scope, and with the record."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, entry: AuditEntry) -> None:
        partitions = {_partition(entry.scope, ""), _partition(entry.scope, entry.subject)}
        body = _BODY.dump(entry)
        for pk in sorted(partitions, reverse=True):
            self._table.put(Put({"pk": pk, "sk": entry.place, "item_type": "audit", "body": body}, ABSENT))

    def of(self, scope: str, subject: str = "", *, limit: int = 50, after: str = "") -> Sequence[AuditEntry]:
        found = self._table.query(_partition(scope, subject), newest_first=True, after=after, limit=limit)
        return [_BODY.load(item["body"]) for item in found]


def _partition(scope: str, subject: str) -> str:
    return f"{scope}#{subject}" if subject else scope
