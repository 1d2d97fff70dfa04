"""What the stores' contract suites run on: memory, moto, the simulator's AWS, and a local AWS in a process of its own.

Another AWS is one more function that yields a `Ground`.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from moto import mock_aws

from counterfoil.adapters.aws.checks import DynamoCheckStore
from counterfoil.adapters.aws.choices import DynamoChoiceStore
from counterfoil.adapters.aws.connections import DynamoConnectionStore
from counterfoil.adapters.aws.cursors import DynamoCursorStore
from counterfoil.adapters.aws.deliveries import DynamoDeliveryLog
from counterfoil.adapters.aws.ledgers import DynamoLedgerStore
from counterfoil.adapters.aws.links import DynamoLinkStore
from counterfoil.adapters.aws.messages import decode
from counterfoil.adapters.aws.notices import DynamoNoticeStore
from counterfoil.adapters.aws.outcomes import DynamoOutcomeStore
from counterfoil.adapters.aws.plan_queue import SqsPlanQueue, decode_wake
from counterfoil.adapters.aws.plans import DynamoPlanStore
from counterfoil.adapters.aws.queues import SqsChangeQueue
from counterfoil.adapters.aws.reports import DynamoReportMemory
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import (
    ChangeQueue,
    CheckStore,
    ChoiceStore,
    ConnectionStore,
    CursorStore,
    DeliveryLog,
    LedgerStore,
    LinkStore,
    OutcomeStore,
    PlanQueue,
    PlanStore,
    ReportMemory,
)
from counterfoil.engine.ports.notices import NoticeStore
from infra.local.clients import REGION, ROOT
from tests import fake_notices, fake_outcomes, fake_plans, fake_stores, fakes
from tests.simulation.aws.ground import SimulatedClients

MEMORY = timedelta(days=30)


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
    many: int

    @property
    def environment(self) -> dict[str, str]:
        """What a deployed function is told of it."""
        queues = {f"{kind.upper()}_QUEUE_URL": url for kind, url in self.queue_urls.items()}
        return {"TABLE_NAME": self.table_name, "PLAN_QUEUE_URL": self.plan_queue_url, **queues}


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """Every store on one ground.

    `forgets`: remembers deliveries for `MEMORY` only. `many`: how many records a test of large numbers may take. `calls`
    counts calls of AWS by operation.
    """

    connections: ConnectionStore
    links: LinkStore
    choices: ChoiceStore
    outcomes: OutcomeStore
    cursors: CursorStore
    checks: CheckStore
    ledgers: LedgerStore
    notices: NoticeStore
    deliveries: DeliveryLog
    reports: ReportMemory
    plans: PlanStore
    wakes: PlanQueue
    woken: Callable[[], list[str]]
    queue: ChangeQueue
    received: Callable[[EntityKind], list[ChangeBatch]]
    clock: fakes.FrozenClock
    calls: Counter[str]
    forgets: bool = True
    many: int = 230


def in_memory() -> Backend:
    """The fakes."""
    queue, wakes = fakes.InMemoryChangeQueue(), fake_plans.InMemoryPlanQueue()
    return Backend(
        connections=fake_stores.InMemoryConnectionStore(),
        links=fake_stores.InMemoryLinkStore(),
        choices=fake_stores.InMemoryChoiceStore(),
        outcomes=fake_outcomes.InMemoryOutcomeStore(),
        cursors=fakes.InMemoryCursorStore(),
        checks=fakes.InMemoryCheckStore(),
        ledgers=fakes.InMemoryLedgerStore(),
        notices=fake_notices.InMemoryNoticeStore(),
        deliveries=fakes.InMemoryDeliveryLog(),
        reports=fakes.InMemoryReportMemory(),
        plans=fake_plans.InMemoryPlanStore(),
        wakes=wakes,
        woken=lambda: [job.id for job in wakes.take()],
        queue=queue,
        received=lambda kind: [batch for batch in queue.batches if batch.kind is kind],
        clock=fakes.FrozenClock(),
        calls=Counter(),
        forgets=False,
    )


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
        many=230,
    )


OpenGround = Callable[[], AbstractContextManager[Ground]]


@contextmanager
def _ground(clients: Clients, *, many: int) -> Iterator[Ground]:
    dynamodb, sqs = clients("dynamodb"), clients("sqs")
    table_name = _make_table(dynamodb)
    queue_urls = Queues(sqs)
    plan_queue_url = _make_queue(sqs, "plan")
    clients.calls.clear()
    yield Ground(
        clients=clients,
        table_name=table_name,
        table=Table(dynamodb, table_name),
        queue_urls=queue_urls,
        plan_queue_url=plan_queue_url,
        many=many,
    )
    dynamodb.delete_table(TableName=table_name)
    for url in (*queue_urls.made.values(), plan_queue_url):
        sqs.delete_queue(QueueUrl=url)


def on_aws(ground: Ground) -> Backend:
    """The AWS adapter's stores."""
    clock, sqs = fakes.FrozenClock(), ground.clients("sqs")
    return Backend(
        connections=DynamoConnectionStore(ground.table),
        links=DynamoLinkStore(ground.table),
        choices=DynamoChoiceStore(ground.table),
        outcomes=DynamoOutcomeStore(ground.table),
        cursors=DynamoCursorStore(ground.table),
        checks=DynamoCheckStore(ground.table),
        ledgers=DynamoLedgerStore(ground.table),
        notices=DynamoNoticeStore(ground.table),
        deliveries=DynamoDeliveryLog(ground.table, clock=clock, memory=MEMORY),
        reports=DynamoReportMemory(ground.table, clock=clock, memory=MEMORY),
        plans=DynamoPlanStore(ground.table, clock=clock),
        wakes=SqsPlanQueue(sqs, ground.plan_queue_url),
        woken=lambda: [decode_wake(body).plan_id for body in _bodies(sqs, ground.plan_queue_url)],
        queue=SqsChangeQueue(sqs, ground.queue_urls),
        received=lambda kind: _receive(sqs, ground.queue_urls[kind]),
        clock=clock,
        calls=ground.clients.calls,
        many=ground.many,
    )


_INDEXES = (
    ("by_status", "status_pk", "status_sk", "ALL"),
    ("by_due", "due_pk", "due_sk", "ALL"),
    ("by_category", "category_pk", "category_sk", "ALL"),
    ("by_name", "sought_pk", "name_sk", "KEYS_ONLY"),
    ("by_detail", "sought_pk", "detail_sk", "KEYS_ONLY"),
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


def _receive(sqs: Any, queue_url: str) -> list[ChangeBatch]:
    """Everything in the queue."""
    return [decode(body) for body in _bodies(sqs, queue_url)]


def _bodies(sqs: Any, queue_url: str) -> list[str]:
    found: list[str] = []
    while messages := sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages", []):
        found += [message["Body"] for message in messages]
        for message in messages:
            sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
    return found
