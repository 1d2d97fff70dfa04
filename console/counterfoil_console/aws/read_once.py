"""A client of DynamoDB that reads nothing twice for one request, and ahead what a page is known to ask for."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from counterfoil.bootstrap.foundations import Key, key_attributes

_Place = tuple[str, str, str]
"""A table, and a key in it."""


class ReadOnce:
    """Answers are remembered until their table is written to, or until the next request."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._read: dict[tuple[frozenset[str], str], Mapping[str, Any]] = {}
        self._ahead: dict[_Place, Mapping[str, Any] | None] = {}
        self.exceptions = client.exceptions

    def forget(self) -> None:
        """Another request begins."""
        self._read.clear()
        self._ahead.clear()

    def ahead(self, keys: Mapping[str, Iterable[Key]]) -> None:
        """Read items of several tables, by their names, in one call; strongly consistent, as every read by key.

        What AWS leaves unread of it is read when it is asked for.
        """
        places = {(table, *key): key for table, some in keys.items() for key in some}
        asked = {
            table: {"Keys": [key_attributes(key) for key in dict.fromkeys(some)], "ConsistentRead": True}
            for table, some in keys.items()
        }
        answer = self._client.batch_get_item(RequestItems=asked)
        left = {_place(table, key) for table, some in answer.get("UnprocessedKeys", {}).items() for key in some["Keys"]}
        found = {_place(table, item): item for table, items in answer["Responses"].items() for item in items}
        self._ahead |= {place: found.get(place) for place in places.keys() - left}

    def get_item(self, **request: Any) -> Mapping[str, Any]:
        place = _place(request["TableName"], request["Key"])
        if place in self._ahead:
            item = self._ahead[place]
            return {"Item": item} if item else {}
        return self._once("get_item", request)

    def batch_get_item(self, **request: Any) -> Mapping[str, Any]:
        places = {_place(table, key): table for table, some in request["RequestItems"].items() for key in some["Keys"]}
        if not places.keys() <= self._ahead.keys():
            return self._once("batch_get_item", request)
        found: dict[str, list[Mapping[str, Any]]] = {table: [] for table in request["RequestItems"]}
        for place, table in places.items():
            if item := self._ahead[place]:
                found[table].append(item)
        return {"Responses": found, "UnprocessedKeys": {}}

    def query(self, **request: Any) -> Mapping[str, Any]:
        return self._once("query", request)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Everything else may write: what was read of those tables is old then, whether it succeeds or not."""
        operation: Callable[..., Any] = getattr(self._client, name)

        def changed(**request: Any) -> Any:
            try:
                return operation(**request)
            finally:
                self._forget_of(_tables(request))

        return changed

    def _forget_of(self, tables: frozenset[str]) -> None:
        self._read = {asked: answer for asked, answer in self._read.items() if not asked[0] & tables}
        self._ahead = {place: item for place, item in self._ahead.items() if place[0] not in tables}

    def _once(self, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        asked = _tables(request), f"{operation} {sorted(request.items())!r}"
        if asked not in self._read:
            self._read[asked] = getattr(self._client, operation)(**request)
        return self._read[asked]


def _tables(request: Mapping[str, Any]) -> frozenset[str]:
    """Those that a request is about."""
    if "TransactItems" in request:
        return frozenset(one["TableName"] for item in request["TransactItems"] for one in item.values())
    return frozenset([request["TableName"]] if "TableName" in request else request["RequestItems"])


def _place(table: str, attributes: Mapping[str, Any]) -> _Place:
    return table, attributes["pk"]["S"], attributes["sk"]["S"]
