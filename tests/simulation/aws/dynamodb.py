"""DynamoDB in memory: one table, its indexes, conditions, transactions.

Reads are strongly consistent; an index shows what the table shows. Every write is announced beforehand. What is stored is
never changed in place, by nobody: a write puts another item there, so that nothing needs to be copied.
"""

from base64 import b64encode
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError

from tests.simulation.aws.expressions import condition, update

Announce = Callable[[str], None]
MayAsk = Callable[[str], bool]
Key = tuple[str, str]
Stored = dict[str, Any]
_INDEXES = {
    "by_status": ("status_pk", "status_sk"),
    "by_due": ("due_pk", "due_sk"),
    "by_category": ("category_pk", "category_sk"),
    "by_name": ("sought_pk", "name_sk"),
    "by_detail": ("sought_pk", "detail_sk"),
    "by_open": ("open_pk", "status_sk"),
    "by_failing": ("failing_pk", "status_sk"),
}
_PAGE = 200


class ConditionalCheckFailedError(ClientError):
    """A condition was not met."""


class TransactionCanceledError(ClientError):
    """Nothing of a transaction was done."""


class TransactionConflictError(ClientError):
    """A transaction is under way; here they take no time."""


class _Exceptions:
    TransactionConflictException = TransactionConflictError
    ConditionalCheckFailedException = ConditionalCheckFailedError
    TransactionCanceledException = TransactionCanceledError


def _everybody(_index: str) -> bool:
    return True


class FakeDynamoDB:
    """The client. `items` is the whole table, `stream` every new image of it in order; `reads` counts reads.

    Whoever is at work `may_ask` an index, or is refused.
    """

    exceptions = _Exceptions()

    def __init__(self, announce: Announce, may_ask: MayAsk = _everybody) -> None:
        self._announce, self._may_ask = announce, may_ask
        self.items: defaultdict[str, dict[str, Stored]] = defaultdict(dict)
        self.stream: list[Stored] = []
        self.reads = 0

    def get_item(self, *, Key: Stored, **_: Any) -> Stored:  # noqa: N803
        """One item."""
        self.reads += 1
        found = self._found(_key(Key))
        return {"Item": found} if found else {}

    def batch_get_item(self, *, RequestItems: Mapping[str, Any]) -> Stored:  # noqa: N803
        """Many items of the one table."""
        self.reads += 1
        ((name, request),) = RequestItems.items()
        found = [self._found(_key(key)) for key in request["Keys"]]
        return {"Responses": {name: [item for item in found if item]}, "UnprocessedKeys": {}}

    def query(
        self,
        *,
        KeyConditionExpression: str,  # noqa: N803
        ExpressionAttributeValues: Stored,  # noqa: N803
        ScanIndexForward: bool = True,  # noqa: N803
        IndexName: str = "",  # noqa: N803
        Limit: int = _PAGE,  # noqa: N803
        ExclusiveStartKey: Stored | None = None,  # noqa: N803
        **_: Any,
    ) -> Stored:
        """A page of one partition of the table or of an index."""
        self.reads += 1
        if IndexName and not self._may_ask(IndexName):
            raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": IndexName}}, "Query")
        names = _INDEXES[IndexName] if IndexName else ("pk", "sk")
        wanted = condition(KeyConditionExpression)
        found = [item for item in self._partition(names, KeyConditionExpression, ExpressionAttributeValues)
                 if wanted(item, ExpressionAttributeValues)]  # fmt: skip
        found.sort(key=lambda item: _place(item, names), reverse=not ScanIndexForward)
        begin = _after(found, names, ExclusiveStartKey, forward=ScanIndexForward) if ExclusiveStartKey else 0
        here = found[begin : begin + Limit]
        answer: Stored = {"Items": here}
        if begin + Limit < len(found):
            answer["LastEvaluatedKey"] = {name: here[-1][name] for name in {"pk", "sk", *names}}
        return answer

    def put_item(self, *, Item: Stored, **request: Any) -> Stored:  # noqa: N803
        """Store one item, if its condition allows."""
        self._announce(f"table put {_key(Item)[0]} {_key(Item)[1]}")
        if not self._allowed(_key(Item), request):
            raise _refused("PutItem")
        self._store(Item)
        return {}

    def batch_write_item(self, *, RequestItems: Mapping[str, Any]) -> Stored:  # noqa: N803
        """Store up to 25 items, each on its own."""
        ((_, requests),) = RequestItems.items()
        items = [request["PutRequest"]["Item"] for request in requests]
        keys = list(map(_key, items))
        if len(set(keys)) < len(keys) or len(keys) > 25:
            raise ClientError({"Error": {"Code": "ValidationException", "Message": "items"}}, "BatchWriteItem")
        self._announce(f"table batch {' '.join('/'.join(key) for key in keys)}")
        for item in items:
            self._store(item)
        return {"UnprocessedItems": {}}

    def update_item(self, *, Key: Stored, UpdateExpression: str, **request: Any) -> Stored:  # noqa: N803
        """Change one item, if its condition allows."""
        self._announce(f"table update {_key(Key)[0]} {_key(Key)[1]}")
        if not self._allowed(_key(Key), request):
            raise _refused("UpdateItem")
        return {"Attributes": self._updated(Key, UpdateExpression, request)}

    def delete_item(self, *, Key: Stored, ReturnValues: str = "NONE", **_: Any) -> Stored:  # noqa: N803
        """Remove one item."""
        pk, sk = _key(Key)
        self._announce(f"table delete {pk} {sk}")
        removed = self.items[pk].pop(sk, None)
        return {"Attributes": removed} if removed and ReturnValues == "ALL_OLD" else {}

    def transact_write_items(self, *, TransactItems: Sequence[Mapping[str, Any]]) -> Stored:  # noqa: N803
        """All or nothing."""
        actions = [next(iter(action.items())) for action in TransactItems]
        keys = [_key(request.get("Item") or request["Key"]) for _, request in actions]
        if len(set(keys)) < len(keys) or len(keys) > 100:
            raise ClientError({"Error": {"Code": "ValidationException", "Message": "items"}}, "TransactWriteItems")
        self._announce(f"table transaction {' '.join('/'.join(key) for key in keys)}")
        allowed = [self._allowed(key, request) for key, (_, request) in zip(keys, actions, strict=True)]
        if not all(allowed):
            raise _cancelled(allowed)
        for kind, request in actions:
            if kind == "Put":
                self._store(request["Item"])
            elif kind == "Delete":
                pk, sk = _key(request["Key"])
                self.items[pk].pop(sk, None)
            else:
                self._updated(request["Key"], request["UpdateExpression"], request)
        return {}

    def _found(self, key: Key) -> Stored | None:
        return self.items[key[0]].get(key[1])

    def _partition(self, names: Key, expression: str, values: Stored) -> list[Stored]:
        if names[0] == "pk":
            return list(self.items[values[expression.split()[2]]["S"]].values())
        return [item for items in self.items.values() for item in items.values() if set(names) <= item.keys()]

    def _allowed(self, key: Key, request: Mapping[str, Any]) -> bool:
        wanted = request.get("ConditionExpression")
        return not wanted or condition(wanted)(self._found(key) or {}, request.get("ExpressionAttributeValues", {}))

    def _updated(self, key: Stored, expression: str, request: Mapping[str, Any]) -> Stored:
        names: Mapping[str, str] = request.get("ExpressionAttributeNames", {})
        aliases = {name: alias for alias, name in names.items()}
        item = {aliases.get(name, name): value for name, value in ((self._found(_key(key)) or {}) | key).items()}
        update(expression)(item, request.get("ExpressionAttributeValues", {}))
        changed = {names.get(name, name): value for name, value in item.items()}
        self._store(changed)
        return changed

    def _store(self, item: Stored) -> None:
        pk, sk = _key(item)
        self.items[pk][sk] = item
        self.stream.append(as_lambda_shows(item))


def as_lambda_shows(item: Mapping[str, Any]) -> Stored:
    """An item as an event shows it, with bytes as text in base64: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html."""
    return {name: {"B": b64encode(value["B"]).decode()} if "B" in value else value for name, value in item.items()}


def _key(item: Mapping[str, Any]) -> Key:
    return item["pk"]["S"], item["sk"]["S"]


def _place(item: Mapping[str, Any], names: Key) -> tuple[str, str, str]:
    return item[names[1]]["S"], item["pk"]["S"], item["sk"]["S"]


def _after(found: Sequence[Stored], names: Key, start: Stored, *, forward: bool) -> int:
    """How many items come before or at `start`."""
    places = [_place(item, names) for item in found]
    if forward:
        return bisect_right(places, _place(start, names))
    return sum(place >= _place(start, names) for place in places)


def _refused(operation: str) -> ConditionalCheckFailedError:
    return ConditionalCheckFailedError({"Error": {"Code": "ConditionalCheckFailedException"}}, operation)


def _cancelled(allowed: Sequence[bool]) -> TransactionCanceledError:
    reasons: Any = [{"Code": "None" if one else "ConditionalCheckFailed"} for one in allowed]
    answer: Any = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
    return TransactionCanceledError(answer, "TransactWriteItems")
