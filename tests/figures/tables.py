"""The console's tables and queues in process: what is read of them is counted, and the time that they take is told apart."""

import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from tests.fakes import FrozenClock
from tests.simulation.aws.dynamodb import FakeDynamoDB
from tests.simulation.aws.sqs import FakeSqs


class Tables:
    """A client of DynamoDB with any number of tables. `seconds` is the time spent in it; there is no way to scan."""

    exceptions = FakeDynamoDB.exceptions

    def __init__(self) -> None:
        self._tables: defaultdict[str, FakeDynamoDB] = defaultdict(lambda: FakeDynamoDB(_quiet))
        self.seconds, self._shared = 0.0, 0

    @property
    def reads(self) -> int:
        """How many there were, of all tables: calls, of which one may be for items of several tables."""
        return sum(table.reads for table in self._tables.values()) - self._shared

    def get_item(self, **request: Any) -> Any:
        return self._timed("get_item", request["TableName"], request)

    def batch_get_item(self, **request: Any) -> Any:
        asked = request["RequestItems"]
        self._shared += len(asked) - 1
        answers = [self._timed("batch_get_item", name, {"RequestItems": {name: keys}}) for name, keys in asked.items()]
        return {"Responses": {name: found for one in answers for name, found in one["Responses"].items()}}

    def query(self, **request: Any) -> Any:
        return self._timed("query", request["TableName"], request)

    def batch_write_item(self, **request: Any) -> Any:
        (name,) = request["RequestItems"]
        return self._timed("batch_write_item", name, request)

    def put_item(self, **request: Any) -> Any:
        return self._timed("put_item", request["TableName"], request)

    def update_item(self, **request: Any) -> Any:
        return self._timed("update_item", request["TableName"], request)

    def delete_item(self, **request: Any) -> Any:
        return self._timed("delete_item", request["TableName"], request)

    def transact_write_items(self, **request: Any) -> Any:
        (name,) = {next(iter(one.values()))["TableName"] for one in request["TransactItems"]}
        return self._timed("transact_write_items", name, request)

    def _timed(self, operation: str, name: str, request: Mapping[str, Any]) -> Any:
        began = time.perf_counter()
        try:
            return getattr(self._tables[name], operation)(**request)
        finally:
            self.seconds += time.perf_counter() - began


class Aws:
    """The clients of one AWS."""

    def __init__(self, clock: FrozenClock) -> None:
        self.tables = Tables()
        self._sqs = FakeSqs(clock, _quiet)

    def __call__(self, service: str) -> Any:
        """The client of a service; no page reads a file."""
        return {"dynamodb": self.tables, "sqs": self._sqs, "s3": object()}[service]


def _quiet(_announced: str) -> None:
    pass
