"""Kept answers in the console's table."""

from datetime import datetime

from counterfoil.bootstrap.foundations import Condition, Item, Key, Put, Table
from counterfoil_console.ports import AnotherRequestError, AnswerStore, UnderWayError

_FREE = "attribute_not_exists(pk) OR expires_at <= :now"
"""Nobody carries it out. Whatever is over may still be there: DynamoDB deletes it only within a few days."""


class DynamoAnswerStore(AnswerStore):
    """One item for each key: the request while it is carried out, the answer afterwards."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def begin(self, key: str, request: str, now: datetime, until: datetime) -> str | None:
        free = Condition(_FREE, {":now": int(now.timestamp())})
        if self._table.put(Put(_item(key, request, "", until), free)):
            return None
        found = self._table.get(_key(key)) or {"request": request}
        if found["request"] != request:
            raise AnotherRequestError("the key was used for another request")
        if "answer" not in found:
            raise UnderWayError("the same request is being carried out just now")
        answer: str = found["answer"]
        return answer

    def keep(self, key: str, request: str, answer: str, ends_at: datetime) -> None:
        self._table.put(Put(_item(key, request, answer, ends_at)))

    def release(self, key: str) -> None:
        self._table.delete(_key(key))


def _item(key: str, request: str, answer: str, ends_at: datetime) -> Item:
    pk, sk = _key(key)
    item: Item = {"pk": pk, "sk": sk, "item_type": "answer", "request": request, "expires_at": int(ends_at.timestamp())}
    return item | ({"answer": answer} if answer else {})


def _key(key: str) -> Key:
    return f"answer#{key}", "answer"
