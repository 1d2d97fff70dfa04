"""What the checks of each connection found last, in one item of the table."""

from dataclasses import replace

from counterfoil.adapters.aws.changes import Condition, Put
from counterfoil.adapters.aws.items import Body, Key
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.checks.check import Checked
from counterfoil.engine.ports import CheckStore

_BODY = Body(Checked, texts=("results",))


class DynamoCheckStore(CheckStore):
    """One item for each connection."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def save(self, connection_id: str, checked: Checked) -> bool:
        """Where only the answer was lost, they are stored."""
        pk, sk = checks_key(connection_id)
        after = replace(checked, revision=checked.revision + 1)
        item = {"pk": pk, "sk": sk, "item_type": "checks", "revision": after.revision, "body": _BODY.dump(after)}
        return self._table.put(Put(item, _at(checked.revision))) or self.latest(connection_id) == after

    def latest(self, connection_id: str) -> Checked | None:
        item = self._table.get(checks_key(connection_id))
        return _BODY.load(item["body"]) if item else None


def _at(revision: int) -> Condition:
    """Older items have none."""
    expression = "revision = :before" if revision else "attribute_not_exists(revision)"
    return Condition(expression, {":before": revision} if revision else {})


def checks_key(connection_id: str) -> Key:
    """Where it is kept what the newest checks found."""
    return f"{connection_id}#checks", "checks"
