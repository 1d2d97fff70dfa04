"""What is brought back once, in the console's table."""

from collections.abc import Mapping
from datetime import datetime

from counterfoil.bootstrap.foundations import ABSENT, Key, Put, Table
from counterfoil_console.ports import OneTimeStore


class DynamoOneTimeStore(OneTimeStore):
    """DynamoDB deletes what is over only within a few days, so the time is looked at as well."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def keep(self, digest: str, content: Mapping[str, str], ends_at: datetime) -> None:
        pk, sk = _key(digest)
        item = {"pk": pk, "sk": sk, "item_type": "once", "body": dict(content), "expires_at": int(ends_at.timestamp())}
        self._table.put(Put(item, ABSENT))

    def take(self, digest: str, now: datetime) -> Mapping[str, str] | None:
        item = self._table.take(_key(digest))
        if item is None or item["expires_at"] <= now.timestamp():
            return None
        content: Mapping[str, str] = item["body"]
        return content


def _key(digest: str) -> Key:
    return f"once#{digest}", "once"
