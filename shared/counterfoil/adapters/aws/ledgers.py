"""What the nights' comparisons of both ledgers found: a small item for each day, and a large one for the newest."""

from collections.abc import Sequence
from datetime import timedelta

from counterfoil.adapters.aws.changes import Put
from counterfoil.adapters.aws.items import Body, Item, Key
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.ledgers import Ledgers
from counterfoil.engine.ports import LedgerStore

KEEP = timedelta(days=400)
_BODY = Body(Ledgers)
_NIGHT, _NEWEST = "night#", "newest"


class DynamoLedgerStore(LedgerStore):
    """Nights are kept for `keep`. One call for each question."""

    def __init__(self, table: Table, *, keep: timedelta = KEEP) -> None:
        self._table, self._keep = table, keep

    def save(self, connection_id: str, ledgers: Ledgers) -> None:
        night = _item(connection_id, f"{_NIGHT}{ledgers.at.date().isoformat()}", ledgers.in_short)
        expires_at = int((ledgers.at + self._keep).timestamp())
        self._table.transact([Put(night | {"expires_at": expires_at}), Put(_item(connection_id, _NEWEST, ledgers))])

    def nights(self, connection_id: str, limit: int) -> Sequence[Ledgers]:
        found = self._table.query(_partition(connection_id), prefix=_NIGHT, newest_first=True, limit=limit)
        return [_BODY.load(item["body"]) for item in found]

    def latest(self, connection_id: str) -> Ledgers | None:
        item = self._table.get(newest_key(connection_id))
        return _BODY.load(item["body"]) if item else None


def newest_key(connection_id: str) -> Key:
    """Where the newest comparison is kept."""
    return _partition(connection_id), _NEWEST


def _item(connection_id: str, name: str, ledgers: Ledgers) -> Item:
    return {"pk": _partition(connection_id), "sk": name, "item_type": "ledgers", "body": _BODY.dump(ledgers)}


def _partition(connection_id: str) -> str:
    return f"{connection_id}#ledgers"
