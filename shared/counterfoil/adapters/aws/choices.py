"""What people decided about records, in the table: one item for each record."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.adapters.aws.changes import ABSENT, Condition, Put
from counterfoil.adapters.aws.items import Body, Key
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.choices import Choices
from counterfoil.domain.identity import RecordRef
from counterfoil.engine.ports import ChoiceStore

_BODY = Body(Choices)


class DynamoChoiceStore(ChoiceStore):
    """A call for a hundred records."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Choices]:
        keys = {ref: choices_key(connection_id, ref) for ref in refs}
        items = self._table.get_many(keys.values())
        return {ref: _BODY.load(items[key]["body"]) for ref, key in keys.items() if key in items}

    def save(self, changed: Sequence[Choices]) -> bool:
        return not self._table.transact([_put(choices) for choices in changed])


def _put(choices: Choices) -> Put:
    pk, sk = choices_key(choices.connection_id, choices.ref)
    after = replace(choices, revision=choices.revision + 1)
    unchanged = Condition("revision = :before", {":before": choices.revision}) if choices.revision else ABSENT
    return Put(
        {"pk": pk, "sk": sk, "item_type": "choices", "revision": after.revision, "body": _BODY.dump(after)}, unchanged
    )


def choices_key(connection_id: str, ref: RecordRef) -> Key:
    """Where it is kept what people decided about a record."""
    return f"{connection_id}#choices#{ref}", "choices"
