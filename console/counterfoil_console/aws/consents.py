"""What people have allowed so far, in the console's table."""

from datetime import datetime

from counterfoil.bootstrap.foundations import Body, Key, Put, Table
from counterfoil_console.domain.consents import Consents
from counterfoil_console.ports import ConsentStore

_BODY = Body(Consents)


class DynamoConsentStore(ConsentStore):
    """DynamoDB deletes what is over only within a few days, so the time is looked at as well."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, person_id: str, now: datetime) -> Consents:
        item = self._table.get(_key(person_id))
        if item is None or item["expires_at"] <= now.timestamp():
            return Consents(person_id=person_id)
        return _BODY.load(item["body"])

    def keep(self, consents: Consents, ends_at: datetime) -> None:
        pk, sk = _key(consents.person_id)
        item = {"pk": pk, "sk": sk, "item_type": "consents", "expires_at": int(ends_at.timestamp())}
        self._table.put(Put(item | {"body": _BODY.dump(consents)}))

    def forget(self, person_id: str) -> None:
        self._table.delete(_key(person_id))


def _key(person_id: str) -> Key:
    return f"person#{person_id}#consents", "consents"
