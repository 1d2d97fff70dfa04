"""What AWS the stores' contract suites run on: moto, the simulator's, and a local AWS in a process of its own.

Another AWS is one more function that yields a `Ground`.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from moto import mock_aws

from counterfoil.adapters.aws.table import Table
from counterfoil.domain.identity import EntityKind
from infra.local.clients import REGION, ROOT
from tests.simulation.aws.ground import SimulatedClients


@cache
def _session() -> boto3.Session:
    """One for all tests, because it reads the descriptions of AWS's services only once."""
    return boto3.Session(ROOT, ROOT, region_name=REGION)


class Clients:
    """boto3 clients for moto or, with `endpoint_url`, for a local AWS; counts their calls by operation."""

    def __init__(self, endpoint_url: str | None = None) -> None:
        self.calls: Counter[str] = Counter()
        self._endpoint_url = endpoint_url
        self._made: dict[str, Any] = {}

    def __call__(self, service: str) -> Any:
        """The client of a service, which is made once."""
        if service not in self._made:
            self._made[service] = self._make(service)
        return self._made[service]

    def _make(self, service: str) -> Any:
        config = Config(max_pool_connections=32, retries={"total_max_attempts": 2})
        client = _session().client(service, endpoint_url=self._endpoint_url, config=config)  # type: ignore[call-overload]
        client.meta.events.register("before-call", self._count)
        return client

    def _count(self, model: Any, **_: object) -> None:
        self.calls[model.name] += 1


class Queues(Mapping[EntityKind, str]):
    """Their URLs by kind; each is made when it is first wanted, for most tests want none."""

    def __init__(self, sqs: Any) -> None:
        self._sqs = sqs
        self.made: dict[EntityKind, str] = {}

    def __getitem__(self, kind: EntityKind) -> str:
        if kind not in self.made:
            self.made[kind] = _make_queue(self._sqs, kind)
        return self.made[kind]

    def __iter__(self) -> Iterator[EntityKind]:
        return iter(EntityKind)

    def __len__(self) -> int:
        return len(EntityKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """An AWS with an empty table and empty queues. See `Backend` for `many`."""

    clients: Clients | SimulatedClients
    table_name: str
    table: Table
    queue_urls: Mapping[EntityKind, str]
    plan_queue_url: str
    poll_queue_url: str
    many: int

    @property
    def environment(self) -> dict[str, str]:
        """What a deployed function is told of it."""
        queues = {f"{kind.upper()}_QUEUE_URL": url for kind, url in self.queue_urls.items()}
        return {"TABLE_NAME": self.table_name, "PLAN_QUEUE_URL": self.plan_queue_url, **queues}


@contextmanager
def moto() -> Iterator[Ground]:
    """A ground on moto alone, with clients of its own."""
    with one_moto() as clients, on_moto(clients) as ground:
        yield ground


@contextmanager
def one_moto() -> Iterator[Clients]:
    """moto for several grounds: to begin it and to make its clients takes longer than most tests."""
    with mock_aws():
        yield Clients()


def on_moto(clients: Clients) -> AbstractContextManager[Ground]:
    """moto does not keep transactions apart, and copies the table for every change in one."""
    return _ground(clients, many=30)


@contextmanager
def local_aws(endpoint_url: str) -> Iterator[Ground]:
    """A table and queues in the local AWS that answers there."""
    with _ground(Clients(endpoint_url), many=230) as ground:
        yield ground


@contextmanager
def simulated() -> Iterator[Ground]:
    """The AWS that the simulator runs on."""
    clients = SimulatedClients()
    yield Ground(
        clients=clients,
        table_name="table",
        table=clients.table(),
        queue_urls=clients.queue_urls(),
        plan_queue_url=clients.plan_queue_url(),
        poll_queue_url=clients.poll_queue_url(),
        many=230,
    )


OpenGround = Callable[[], AbstractContextManager[Ground]]


@contextmanager
def _ground(clients: Clients, *, many: int) -> Iterator[Ground]:
    dynamodb, sqs = clients("dynamodb"), clients("sqs")
    table_name = _make_table(dynamodb)
    queue_urls = Queues(sqs)
    plan_queue_url = _make_queue(sqs, "plan")
    poll_queue_url = sqs.create_queue(QueueName=f"poll-{uuid.uuid4()}")["QueueUrl"]
    clients.calls.clear()
    yield Ground(
        clients=clients,
        table_name=table_name,
        table=Table(dynamodb, table_name),
        queue_urls=queue_urls,
        plan_queue_url=plan_queue_url,
        poll_queue_url=poll_queue_url,
        many=many,
    )
    dynamodb.delete_table(TableName=table_name)
    for url in (*queue_urls.made.values(), plan_queue_url, poll_queue_url):
        sqs.delete_queue(QueueUrl=url)


_INDEXES = (
    ("by_status", "status_pk", "status_sk", "ALL"),
    ("by_due", "due_pk", "due_sk", "ALL"),
    ("by_category", "category_pk", "category_sk", "ALL"),
    ("by_name", "sought_pk", "name_sk", "KEYS_ONLY"),
    ("by_detail", "sought_pk", "detail_sk", "KEYS_ONLY"),
    ("by_open", "open_pk", "status_sk", "ALL"),
    ("by_failing", "failing_pk", "status_sk", "ALL"),
)
"""As in template.yaml."""


def _make_table(dynamodb: Any) -> str:
    """A new table with the keys and indexes that the adapter is written for; its name."""
    name = f"counterfoil-{uuid.uuid4()}"
    keys = {key for _, *of_index in _INDEXES for key in of_index[:2]}
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": one, "AttributeType": "S"} for one in sorted({"pk", "sk", *keys})],
        KeySchema=_keys("pk", "sk"),
        GlobalSecondaryIndexes=[
            {"IndexName": index, "KeySchema": _keys(partition, sort), "Projection": {"ProjectionType": projection}}
            for index, partition, sort, projection in _INDEXES
        ],
    )
    return name


def _keys(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]


def _make_queue(sqs: Any, name: str) -> str:
    url: str = sqs.create_queue(QueueName=f"{name}-{uuid.uuid4()}.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    return url
