"""Cursors in the table."""

from collections.abc import Mapping, Sequence

from counterfoil.adapters.aws.changes import Put
from counterfoil.adapters.aws.items import Item, Key
from counterfoil.adapters.aws.table import Table
from counterfoil.engine.ports import CursorStore


class DynamoCursorStore(CursorStore):
    """Cursors, each in one item."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, connection_id: str, name: str) -> str:
        return _text(self._table.get(_key(connection_id, name)))

    def every(self, connection_id: str) -> Mapping[str, str]:
        """One query."""
        partition, _ = _key(connection_id, "")
        return {item["sk"]: _text(item) for item in self._table.query(partition)}

    def of(self, connection_ids: Sequence[str], name: str) -> Mapping[str, str]:
        """One call per hundred connections."""
        keys = {one: _key(one, name) for one in connection_ids}
        found = self._table.get_many(keys.values())
        return {one: _text(found.get(key)) for one, key in keys.items()}

    def put(self, connection_id: str, name: str, cursor: str) -> None:
        pk, sk = _key(connection_id, name)
        self._table.put(Put({"pk": pk, "sk": sk, "item_type": "cursor", "cursor_text": cursor}))


def _text(item: Item | None) -> str:
    return str(item["cursor_text"]) if item else ""


def _key(connection_id: str, name: str) -> Key:
    return f"{connection_id}#cursors", name
