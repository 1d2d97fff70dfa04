"""Cursors in the table."""

from counterfoil.adapters.aws.changes import Put
from counterfoil.adapters.aws.items import Key
from counterfoil.adapters.aws.table import Table
from counterfoil.engine.ports import CursorStore


class DynamoCursorStore(CursorStore):
    """Cursors, each in one item."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, connection_id: str, name: str) -> str:
        item = self._table.get(_key(connection_id, name))
        return str(item["cursor_text"]) if item else ""

    def put(self, connection_id: str, name: str, cursor: str) -> None:
        pk, sk = _key(connection_id, name)
        self._table.put(Put({"pk": pk, "sk": sk, "item_type": "cursor", "cursor_text": cursor}))


def _key(connection_id: str, name: str) -> Key:
    return f"{connection_id}#cursors", name
