"""Erases all that the table holds of one connection.

What is kept of a connection lies in many partitions, of which some are named by records that nothing lists any more. So the
whole table is read through, once for each connection that is deleted; nothing else in the product does that.
"""

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from typing import TYPE_CHECKING, Any

from counterfoil.adapters.aws.backoff import Sleep, pauses
from counterfoil.adapters.aws.changes import Delete, attributes, key_attributes
from counterfoil.adapters.aws.connections import places_of
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.connection import Connection
from counterfoil.engine.ports.erasure import ErasureStore

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_TOGETHER = 25  # items that one call deletes
_THREADS = 8
_TRIES = 10


class DynamoErasureStore(ErasureStore):
    """One page of the table is one step: what there is of the connection on it is deleted before the next is read."""

    def __init__(self, client: "DynamoDBClient", table_name: str, *, sleep: Sleep = time.sleep) -> None:
        self._client, self._name, self._sleep = client, table_name, sleep

    def erase(self, connection_id: str, place: str, out_of_time: Callable[[], bool]) -> str:
        while True:
            page = self._client.scan(**self._request(connection_id, place))
            self._delete([item for item in page["Items"] if item["pk"]["S"] != f"{connection_id}#connection"])
            last = page.get("LastEvaluatedKey")
            if not last:
                return ""
            place = json.dumps([last["pk"]["S"], last["sk"]["S"]])
            if out_of_time():
                return place

    def forget(self, connection: Connection) -> None:
        Table(self._client, self._name, sleep=self._sleep).transact([Delete(key) for key in places_of(connection)])

    def _request(self, connection_id: str, place: str) -> dict[str, Any]:
        """A permission that was tried and never used lies beside the connection."""
        request: dict[str, Any] = {
            "TableName": self._name,
            "FilterExpression": "begins_with(pk, :own) OR begins_with(pk, :tried)",
            "ExpressionAttributeValues": attributes({":own": f"{connection_id}#", ":tried": f"{connection_id}-candidate#"}),
            "ProjectionExpression": "pk, sk",
            "ConsistentRead": True,
        }
        return request | ({"ExclusiveStartKey": key_attributes(tuple(json.loads(place)))} if place else {})

    def _delete(self, keys: Sequence[Any]) -> None:
        with ThreadPoolExecutor(_THREADS) as threads:
            list(threads.map(self._delete_some, batched(keys, _TOGETHER, strict=False)))

    def _delete_some(self, keys: Sequence[Any]) -> None:
        """One call, and again what AWS left over of it."""
        request: Any = {self._name: [{"DeleteRequest": {"Key": key}} for key in keys]}
        for pause in pauses(_TRIES):
            request = self._client.batch_write_item(RequestItems=request).get("UnprocessedItems")
            if not request:
                return
            self._sleep(pause)
        raise TimeoutError(f"DynamoDB left items undeleted after {_TRIES} tries")
