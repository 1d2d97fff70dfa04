"""Cursors in the table."""

from collections.abc import Mapping, Sequence

from counterfoil.adapters.aws.changes import Condition, Put
from counterfoil.adapters.aws.items import Item, Key
from counterfoil.adapters.aws.table import Table
from counterfoil.engine.ports import CursorStore


class DynamoCursorStore(CursorStore):
    """Cursors, each in one item."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, connection_id: str, name: str) -> str:
        return _text(self._table.get(cursor_key(connection_id, name)))

    def every(self, connection_id: str) -> Mapping[str, str]:
        """One query."""
        partition, _ = cursor_key(connection_id, "")
        return {item["sk"]: _text(item) for item in self._table.query(partition)}

    def of(self, connection_ids: Sequence[str], name: str) -> Mapping[str, str]:
        """One call per hundred connections."""
        keys = {one: cursor_key(one, name) for one in connection_ids}
        found = self._table.get_many(keys.values())
        return {one: _text(found.get(key)) for one, key in keys.items()}

    def put(self, connection_id: str, name: str, cursor: str) -> None:
        self._table.put(Put(_item(connection_id, name, cursor)))

    def put_for(self, name: str, cursors: Mapping[str, str]) -> None:
        """One call per twenty-five connections."""
        self._table.put_all([_item(one, name, cursor) for one, cursor in cursors.items()])

    def swap(self, connection_id: str, name: str, before: str, after: str) -> bool:
        """Where only the answer was lost, the cursor is at `after`."""
        swapped = self._table.put(Put(_item(connection_id, name, after), _at(before)))
        return swapped or self.get(connection_id, name) == after


def _text(item: Item | None) -> str:
    return str(item["cursor_text"]) if item else ""


def _item(connection_id: str, name: str, cursor: str) -> Item:
    pk, sk = cursor_key(connection_id, name)
    return {"pk": pk, "sk": sk, "item_type": "cursor", "cursor_text": cursor}


def _at(cursor: str) -> Condition:
    """The stored cursor is this one; "" also means that there is none."""
    expression = "cursor_text = :before"
    return Condition(expression if cursor else f"attribute_not_exists(pk) OR {expression}", {":before": cursor})


def cursor_key(connection_id: str, name: str) -> Key:
    """Where a cursor is kept."""
    return f"{connection_id}#cursors", name
