"""The one table, by key and by index. There is deliberately no way to scan it."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from counterfoil.adapters.aws.attributes import deserialize
from counterfoil.adapters.aws.backoff import Sleep, pauses
from counterfoil.adapters.aws.changes import Change, Put, Update, attributes, check_sizes, key_attributes
from counterfoil.adapters.aws.items import Item, Key, key_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LARGEST_READ = 100
LARGEST_WRITE = 25
LARGEST_TRANSACTION = 100
_TRIES = 10
_REFUSED = "ConditionalCheckFailed"
_PASSING = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})


class Table:
    """A table with the keys `pk` and `sk`, both text. Safe to share between threads.

    Every read by key is strongly consistent; reads of an index cannot be. AWS's own errors (botocore's ClientError) pass
    through, but for refused conditions, which are answers, and passing trouble, which is tried again.
    """

    def __init__(self, client: "DynamoDBClient", name: str, *, sleep: Sleep = time.sleep) -> None:
        self._client, self._name, self._sleep = client, name, sleep

    def get(self, key: Key) -> Item | None:
        """The item, or None."""
        answer = self._client.get_item(TableName=self._name, Key=key_attributes(key), ConsistentRead=True)
        return _item(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Item]:
        """The items that exist, by key; one call per hundred keys."""
        found: dict[Key, Item] = {}
        for chunk in batched(dict.fromkeys(keys), LARGEST_READ, strict=False):
            found |= {key_of(item): item for item in self._get_chunk(chunk)}
        return found

    def _get_chunk(self, keys: Sequence[Key]) -> Iterator[Item]:
        """One batch, and again what AWS left over of it."""
        request: Mapping[str, Any] = {
            self._name: {"Keys": [key_attributes(key) for key in keys], "ConsistentRead": True},
        }
        for pause in pauses(_TRIES):
            answer = self._client.batch_get_item(RequestItems=request)
            yield from map(_item, answer["Responses"].get(self._name, ()))
            request = answer.get("UnprocessedKeys", {})
            if not request:
                return
            self._sleep(pause)
        raise TimeoutError(f"DynamoDB left keys unread after {_TRIES} tries")

    def query(
        self, pk: str, *, prefix: str = "", newest_first: bool = False, after: str = "", limit: int | None = None
    ) -> list[Item]:
        """The items of one partition whose sort key begins with `prefix`, in its order; at most `limit`.

        `after` is the sort key of the last item that was seen before.
        """
        values: Item = {":pk": pk} | ({":prefix": prefix} if prefix else {})
        condition = "pk = :pk AND begins_with(sk, :prefix)" if prefix else "pk = :pk"
        request: dict[str, Any] = {
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": attributes(values),
            "ScanIndexForward": not newest_first,
            "ConsistentRead": True,
        }
        if after:
            request["ExclusiveStartKey"] = key_attributes((pk, after))
        return self._query(request, limit)

    def query_index(
        self, index: str, condition: str, values: Item, *, newest_first: bool = False, start: Item | None = None, limit: int
    ) -> list[Item]:
        """At most `limit` items of an index, in its order; `start` is the last item (its keys) that was seen before."""
        request: dict[str, Any] = {
            "IndexName": index,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": attributes(values),
            "ScanIndexForward": not newest_first,
        }
        if start:
            request["ExclusiveStartKey"] = attributes(start)
        return self._query(request, limit)

    def _query(self, request: dict[str, Any], limit: int | None) -> list[Item]:
        found: list[Item] = []
        while limit is None or len(found) < limit:
            bound: dict[str, Any] = {} if limit is None else {"Limit": limit - len(found)}
            answer = self._client.query(TableName=self._name, **request, **bound)
            found += map(_item, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                break
            request = request | {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        return found

    def put(self, put: Put) -> bool:
        """Store one item; False when its condition refused. A transaction in the way is waited for. Raises TooLargeError.

        A lost answer makes botocore try again, which a condition then refuses: who must know better uses a transaction.
        """
        check_sizes([put])
        for pause in pauses(_TRIES):
            try:
                self._client.put_item(**put.arguments(self._name))
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
            except self._client.exceptions.TransactionConflictException:
                self._sleep(pause)
            else:
                return True
        raise TimeoutError(f"DynamoDB did not store an item in {_TRIES} tries")

    def put_all(self, items: Sequence[Item]) -> None:
        """Store items whatever is there, each on its own, in few calls. Raises TooLargeError."""
        check_sizes(map(Put, items))
        for chunk in batched(items, LARGEST_WRITE, strict=False):
            self._put_chunk([{"PutRequest": {"Item": attributes(item)}} for item in chunk])

    def _put_chunk(self, requests: Sequence[Any]) -> None:
        """One batch, and again what AWS left over of it."""
        for pause in pauses(_TRIES):
            answer = self._client.batch_write_item(RequestItems={self._name: requests})
            requests = answer.get("UnprocessedItems", {}).get(self._name, [])
            if not requests:
                return
            self._sleep(pause)
        raise TimeoutError(f"DynamoDB left items unwritten after {_TRIES} tries")

    def update(self, update: Update) -> Item | None:
        """Change one item; the item as it is afterwards, or None when its condition refused."""
        try:
            answer = self._client.update_item(**update.arguments(self._name), ReturnValues="ALL_NEW")
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return _item(answer["Attributes"])

    def delete(self, key: Key) -> None:
        """Remove an item, if it is there."""
        self._client.delete_item(TableName=self._name, Key=key_attributes(key))

    def take(self, key: Key) -> Item | None:
        """Remove an item; the item as it was, to one caller only."""
        answer = self._client.delete_item(TableName=self._name, Key=key_attributes(key), ReturnValues="ALL_OLD")
        return _item(answer["Attributes"]) if answer.get("Attributes") else None

    def transact(self, changes: Sequence[Change]) -> frozenset[int]:
        """Carry out up to a hundred changes of different items, all or none.

        The positions of the changes whose conditions refused; when there are any, nothing was changed. A conflict with
        another transaction is tried again. Raises TooLargeError.
        """
        check_sizes(changes)
        actions = [change.action(self._name) for change in changes]
        for pause in pauses(_TRIES):
            try:
                self._client.transact_write_items(TransactItems=actions)
            except self._client.exceptions.TransactionCanceledException as error:
                if refused := _refused(error):
                    return refused
                self._sleep(pause)
            else:
                return frozenset()
        raise TimeoutError(f"DynamoDB did not accept a transaction in {_TRIES} tries")


def _refused(error: ClientError) -> frozenset[int]:
    """Which changes were refused by their conditions; none when only passing trouble stood in the way."""
    codes = [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", ())]
    refused = frozenset(position for position, code in enumerate(codes) if code == _REFUSED)
    if not refused and _PASSING.isdisjoint(codes):
        raise error
    return refused


def _item(found: Mapping[str, Any]) -> Item:
    return {name: deserialize(value) for name, value in found.items()}
