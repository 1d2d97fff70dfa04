"""What the checks of each connection found last, in one item of the table."""

from counterfoil.adapters.aws.changes import Put
from counterfoil.adapters.aws.items import Body, Key
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.checks.check import Checked
from counterfoil.engine.ports import CheckStore

_BODY = Body(Checked, texts=("results",))


class DynamoCheckStore(CheckStore):
    """One item for each connection."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def save(self, connection_id: str, checked: Checked) -> None:
        pk, sk = checks_key(connection_id)
        self._table.put(Put({"pk": pk, "sk": sk, "item_type": "checks", "body": _BODY.dump(checked)}))

    def latest(self, connection_id: str) -> Checked | None:
        item = self._table.get(checks_key(connection_id))
        return _BODY.load(item["body"]) if item else None


def checks_key(connection_id: str) -> Key:
    """Where it is kept what the newest checks found."""
    return f"{connection_id}#checks", "checks"
