"""What people chose for themselves, in the console's table, all in one partition: they are few."""

from counterfoil.bootstrap.foundations import Body, Delete, Key, Put, Table
from counterfoil_console.domain.preferences import Preferences
from counterfoil_console.ports import PreferenceStore

_BODY = Body(Preferences)


class DynamoPreferenceStore(PreferenceStore):
    """One item for each person who chose anything."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, person_id: str) -> Preferences:
        item = self._table.get(_key(person_id))
        return _BODY.load(item["body"]) if item else Preferences()

    def save(self, person_id: str, preferences: Preferences) -> None:
        pk, sk = _key(person_id)
        self._table.put(Put({"pk": pk, "sk": sk, "item_type": "preferences", "body": _BODY.dump(preferences)}))

    def forget(self, person_id: str) -> None:
        self._table.transact([Delete(_key(person_id))])


def _key(person_id: str) -> Key:
    return "preferences", person_id
