"""A meter between the product and its AWS clients: every call, and every unit that DynamoDB counts for it."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from counterfoil.observability import logger
from tests.benchmarks.capacity import Stored, each_read, followed, read_together, shown_by, written
from tests.benchmarks.prices import QUEUE_KILOBYTES
from tests.simulation.aws.dynamodb import FakeDynamoDB
from tests.simulation.house import House

_BY_KEY = {
    "get_item", "batch_get_item", "query", "put_item", "update_item", "delete_item", "transact_write_items",
    "batch_write_item",
}  # fmt: skip
_TRANSACTION = 2


@dataclass(slots=True)
class Metered:
    """What was asked of AWS: `calls` by service and operation, units by what they were for.

    `functions` are the invocations. A call of a queue counts once more for each further 64 KB.
    `unbounded` are operations that do not go by keys, or filter what they have read: there must be none.
    """

    calls: Counter[str] = field(default_factory=Counter)
    writes: Counter[str] = field(default_factory=Counter)
    reads: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    unbounded: list[str] = field(default_factory=list)
    functions: Counter[str] = field(default_factory=Counter)
    more_queue_requests: int = 0


class TableMeter:
    """Stands in front of a table in memory, whose items it sees before and after each write."""

    def __init__(self, client: Any, table: FakeDynamoDB, metered: Metered, counts: Callable[[], bool]) -> None:
        self._client, self._table, self._metered, self._counts = client, table, metered, counts

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        return operation if isinstance(operation, type) or name == "exceptions" else partial(self._called, name, operation)

    def _called(self, name: str, operation: Callable[..., Any], **request: Any) -> Any:
        if not self._counts():
            return operation(**request)
        if name not in _BY_KEY or "FilterExpression" in request:
            self._metered.unbounded.append(f"{name} {request.get('FilterExpression', '')}")
        self._metered.calls[f"dynamodb {name}"] += 1
        keys = list(_keys_written(name, request))
        before = {key: self._item(key) for key in keys}
        try:
            answer = operation(**request)
        finally:
            for key in keys:
                self._count_write(key, before[key], factor=_TRANSACTION if name == "transact_write_items" else 1)
        self._count_reads(name, request, answer)
        return answer

    def _item(self, key: tuple[str, str]) -> Stored | None:
        return self._table.items[key[0]].get(key[1])

    def _count_write(self, key: tuple[str, str], before: Stored | None, factor: int) -> None:
        """A refused write counts as well, for what is there."""
        after = self._item(key)
        self._metered.writes[_purpose(*key)] += written(before, after) * factor
        if indexed := followed(before, after):
            self._metered.writes[f"indexes of {_purpose(*key)}"] += indexed

    def _count_reads(self, name: str, request: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        if name == "get_item":
            latest = request.get("ConsistentRead", False)
            self._metered.reads[_purpose(*_key(request["Key"]))] += each_read([answer.get("Item")], latest=latest)
        elif name == "batch_get_item":
            ((_, asked),) = request["RequestItems"].items()
            for key in map(_key, asked["Keys"]):
                self._metered.reads[_purpose(*key)] += each_read(
                    [self._item(key)], latest=asked.get("ConsistentRead", False)
                )
        elif name == "query":
            index, latest = request.get("IndexName", ""), request.get("ConsistentRead", False)
            values = [value["S"] for value in request["ExpressionAttributeValues"].values() if "S" in value]
            about = f"query {index or _purpose(values[0], '')}"
            self._metered.reads[about] += read_together(shown_by(index, answer["Items"]), latest=latest)


class CallMeter:
    """Counts the calls of any other client."""

    def __init__(self, client: Any, service: str, metered: Metered, counts: Callable[[], bool]) -> None:
        self._client, self._service, self._metered, self._counts = client, service, metered, counts

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)

        def called(**request: Any) -> Any:
            if self._counts():
                self._metered.calls[f"{self._service} {name}"] += 1
                sent = sum(len(entry.get("MessageBody", "")) for entry in request.get("Entries", ()))
                self._metered.more_queue_requests += 2 * (sent // (QUEUE_KILOBYTES * 1024))  # sent, and received
            return operation(**request)

        return called if callable(operation) and not isinstance(operation, type) else operation


@contextmanager
def metered(house: House) -> Iterator[Metered]:
    """Meters what the functions ask of AWS meanwhile."""
    found = Metered()

    def counts() -> bool:
        return house.current is not None

    table = partial(TableMeter, table=house.table, metered=found, counts=counts)
    meters = {service: partial(CallMeter, service=service, metered=found, counts=counts) for service in house.aws}
    house.on_begin = lambda function: found.functions.update([function])
    with house.reached_through({**meters, "dynamodb": table}):
        yield found
    house.on_begin = lambda _function: None


@contextmanager
def logged() -> Iterator[list[int]]:
    """How long each line is that the functions log meanwhile."""
    lengths: list[int] = []
    handler = _Lengths(lengths, logger.handlers[0].formatter)
    logging.getLogger(logger.name).addHandler(handler)
    yield lengths
    logging.getLogger(logger.name).removeHandler(handler)


class _Lengths(logging.Handler):
    """Writes nothing down but how long it would be."""

    def __init__(self, lengths: list[int], formatter: logging.Formatter | None) -> None:
        super().__init__()
        self._lengths = lengths
        self.setFormatter(formatter)

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        self._lengths.append(len(self.format(record)))


def _keys_written(name: str, request: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if name == "transact_write_items":
        for action in request["TransactItems"]:
            ((_, change),) = action.items()
            yield _key(change.get("Item") or change["Key"])
    elif name == "batch_write_item":
        ((_, requests),) = request["RequestItems"].items()
        yield from (_key(each["PutRequest"]["Item"]) for each in requests)
    elif name in {"put_item", "update_item", "delete_item"}:
        yield _key(request.get("Item") or request["Key"])


def _key(item: Mapping[str, Any]) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]


def _purpose(pk: str, sk: str) -> str:
    """What an item is for, without the names in its key: `link`, `record current`, `cursors`."""
    parts = pk.split("#")
    sort = next((part for part in parts[1:] if part), "account") if len(parts) > 1 else parts[0].partition(":")[0]
    return f"{sort} {sk.partition('#')[0]}" if sort == "record" and sk else sort
