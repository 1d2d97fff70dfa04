"""Every store on one ground, for the suites of their contracts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from counterfoil.adapters.aws.checks import DynamoCheckStore
from counterfoil.adapters.aws.choices import DynamoChoiceStore
from counterfoil.adapters.aws.connections import DynamoConnectionStore
from counterfoil.adapters.aws.cursors import DynamoCursorStore
from counterfoil.adapters.aws.ledgers import DynamoLedgerStore
from counterfoil.adapters.aws.links import DynamoLinkStore
from counterfoil.adapters.aws.messages import decode
from counterfoil.adapters.aws.notices import DynamoNoticeStore
from counterfoil.adapters.aws.outcomes import DynamoOutcomeStore
from counterfoil.adapters.aws.plan_queue import SqsPlanQueue, decode_wake
from counterfoil.adapters.aws.plans import DynamoPlanStore
from counterfoil.adapters.aws.poll_queue import SqsPollQueue, decode_slice
from counterfoil.adapters.aws.queues import SqsChangeQueue
from counterfoil.adapters.aws.reported import DynamoReportedLog
from counterfoil.adapters.aws.reports import DynamoReportMemory
from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import (
    ChangeQueue,
    CheckStore,
    ChoiceStore,
    ConnectionStore,
    CursorStore,
    LedgerStore,
    LinkStore,
    OutcomeStore,
    PlanQueue,
    PlanStore,
    PollQueue,
    PollSlice,
    ReportedLog,
    ReportMemory,
)
from counterfoil.engine.ports.notices import NoticeStore
from tests import fake_notices, fake_outcomes, fake_plans, fake_polls, fake_stores, fakes
from tests.contract.stores.grounds import Ground

MEMORY = timedelta(days=30)


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
    reported: ReportedLog
    reports: ReportMemory
    plans: PlanStore
    polls: PollQueue
    asked: Callable[[], list[PollSlice]]
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
    queue, wakes, polls = fakes.InMemoryChangeQueue(), fake_plans.InMemoryPlanQueue(), fake_polls.InMemoryPollQueue()
    return Backend(
        connections=fake_stores.InMemoryConnectionStore(),
        links=fake_stores.InMemoryLinkStore(),
        choices=fake_stores.InMemoryChoiceStore(),
        outcomes=fake_outcomes.InMemoryOutcomeStore(),
        cursors=fakes.InMemoryCursorStore(),
        checks=fakes.InMemoryCheckStore(),
        ledgers=fakes.InMemoryLedgerStore(),
        notices=fake_notices.InMemoryNoticeStore(),
        reported=fakes.InMemoryReportedLog(),
        reports=fakes.InMemoryReportMemory(),
        plans=fake_plans.InMemoryPlanStore(),
        polls=polls,
        asked=polls.take,
        wakes=wakes,
        woken=lambda: [job.id for job in wakes.take()],
        queue=queue,
        received=lambda kind: [batch for batch in queue.batches if batch.kind is kind],
        clock=fakes.FrozenClock(),
        calls=Counter(),
        forgets=False,
    )


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
        reported=DynamoReportedLog(ground.table, clock=clock, memory=MEMORY),
        reports=DynamoReportMemory(ground.table, clock=clock, memory=MEMORY),
        plans=DynamoPlanStore(ground.table, clock=clock),
        polls=SqsPollQueue(sqs, ground.poll_queue_url),
        asked=lambda: [decode_slice(body) for body in _bodies(sqs, ground.poll_queue_url)],
        wakes=SqsPlanQueue(sqs, ground.plan_queue_url),
        woken=lambda: [decode_wake(body).plan_id for body in _bodies(sqs, ground.plan_queue_url)],
        queue=SqsChangeQueue(sqs, ground.queue_urls),
        received=lambda kind: _receive(sqs, ground.queue_urls[kind]),
        clock=clock,
        calls=ground.clients.calls,
        many=ground.many,
    )


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
