"""Tokens in the console's table, all in one partition: they are few."""

from collections.abc import Sequence
from datetime import datetime

from counterfoil.bootstrap.foundations import Body, Condition, Key, Put, Table, Update, stamp
from counterfoil_console.domain.token import Token
from counterfoil_console.ports import TokenStore

_BODY = Body(Token)
_PARTITION = "tokens"


class DynamoTokenStore(TokenStore):
    """The sort key is the digest of the secret."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, digest: str) -> Token | None:
        item = self._table.get(_key(digest))
        return _BODY.load(item["body"]) if item else None

    def every(self) -> Sequence[Token]:
        tokens = (_BODY.load(item["body"]) for item in self._table.query(_PARTITION))
        return sorted(tokens, key=lambda token: (token.made_at, token.id), reverse=True)

    def save(self, token: Token) -> None:
        pk, sk = _key(token.digest)
        self._table.put(Put({"pk": pk, "sk": sk, "item_type": "token", "body": _BODY.dump(token)}))

    def used(self, digest: str, at: datetime) -> None:
        there = Condition("attribute_exists(pk)")
        self._table.update(Update(_key(digest), "SET body.used_at = :at", {":at": stamp(at)}, there))

    def delete(self, digest: str) -> None:
        self._table.delete(_key(digest))


def _key(digest: str) -> Key:
    return _PARTITION, digest
