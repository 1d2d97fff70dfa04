"""People in the console's table, all in one partition: they are few."""

from collections.abc import Sequence
from datetime import datetime

from counterfoil.bootstrap.foundations import Body, Condition, Item, Key, Put, Table, Update, stamp
from counterfoil_console.domain.person import Person
from counterfoil_console.ports import PersonStore

_BODY = Body(Person)
_PARTITION = "people"


class DynamoPersonStore(PersonStore):
    """`void_before` is kept beside the body as well, for a sign-in's condition."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, person_id: str) -> Person | None:
        item = self._table.get(_key(person_id))
        return _BODY.load(item["body"]) if item else None

    def everyone(self) -> Sequence[Person]:
        return [_BODY.load(item["body"]) for item in self._table.query(_PARTITION)]

    def save(self, person: Person) -> None:
        self._table.put(Put(_item(person)))

    def arrived(self, person: Person, began_at: datetime) -> bool:
        """The text of a moment sorts as time does, and "" before all of them."""
        still_good = Condition("attribute_not_exists(pk) OR void_before < :began", {":began": stamp(began_at)})
        return self._table.put(Put(_item(person), still_good))

    def seen(self, person_id: str, at: datetime) -> None:
        there = Condition("attribute_exists(pk)")
        self._table.update(Update(_key(person_id), "SET body.seen_at = :at", {":at": stamp(at)}, there))

    def reads(self, person_id: str, language: str) -> None:
        there, values = Condition("attribute_exists(pk)"), {":language": language}
        self._table.update(Update(_key(person_id), "SET body.chosen_language = :language", values, there))


def _item(person: Person) -> Item:
    pk, sk = _key(person.id)
    void_before = stamp(person.void_before) if person.void_before else ""
    return {"pk": pk, "sk": sk, "item_type": "person", "void_before": void_before, "body": _BODY.dump(person)}


def _key(person_id: str) -> Key:
    return _PARTITION, person_id
