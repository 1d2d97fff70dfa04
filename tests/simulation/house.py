"""The product, deployed: functions in containers, queues that wake them, a table that remembers."""

import logging
import math
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.identity import EntityKind, System
from counterfoil.entrypoints.queues import work_through
from counterfoil.observability import logger, metrics, shared_metrics
from counterfoil.settings import Settings
from infra.sandbox.app_secret import app_secret
from infra.sandbox.kernel.clock import Clock
from tests.simulation.aws.dynamodb import FakeDynamoDB
from tests.simulation.aws.others import FakeKms, FakeSecrets, FakeSns
from tests.simulation.aws.sqs import FakeSqs, Message
from tests.simulation.aws.trouble import Strikes, TroubledClient, is_trouble
from tests.simulation.defects import DefectWatch
from tests.simulation.intake import Intake
from tests.simulation.stream import FailureStream
from tests.simulation.tasks import Death, Task
from tests.simulation.vendors import HOSTS, PUBLIC_URL, Trouble, Vendors

SETTINGS = Settings(
    TABLE_NAME="table",
    CUSTOMER_QUEUE_URL="customer",
    PRODUCT_QUEUE_URL="product",
    INVOICE_QUEUE_URL="invoice",
    PAYMENT_QUEUE_URL="payment",
    TOKEN_KEY_ID="key",
    APP_SECRET_ID="app",
    REPORT_TOPIC_ARN="reports",
    HUBSPOT_BASE_URL=f"http://{HOSTS[System.HUBSPOT]}",
    QUICKBOOKS_BASE_URL=f"http://{HOSTS[System.QUICKBOOKS]}",
    QUICKBOOKS_TOKEN_URL=f"http://{HOSTS[System.QUICKBOOKS]}/oauth2/v1/tokens/bearer",
    PUBLIC_BASE_URL=PUBLIC_URL,
)
_TIME_OUT = timedelta(minutes=5)
_FIRST_PAUSE = 0.02
"""Seconds: the longest that the first pause between two tries at AWS can be; every further one may be twice as long."""


class House:
    """All functions of the bundle. Whatever one does beside reading the table is announced first.

    `trace` has a line for everything that happened, `deaths` counts the workers that died; `defects` is what no function
    should ever let escape or log as an error, AWS's own trouble left aside, which `aws_trouble` chooses. The next worker
    dies as `next_death` says, or whoever is about to have effect `dies_at_effect` of all.
    """

    def __init__(self, clock: Clock, trouble: Trouble, make: type[Bundle] = Bundle) -> None:
        self.clock, self._trouble, self._make = clock, trouble, make
        self.trace: list[str] = []
        self.defects: list[str] = []
        self.tasks: list[Task] = []
        self.current: Task | None = None
        self.vendors = Vendors(clock, Intake(self._invoke, self.defects))
        self.table = FakeDynamoDB(self.announce)
        self.sqs = FakeSqs(clock.now, self.announce)
        self.sns = FakeSns(self.announce)
        aws = {"dynamodb": self.table, "sqs": self.sqs, "sns": self.sns, "kms": FakeKms()}
        aws["secretsmanager"] = FakeSecrets(
            app_secret(self.vendors.hubspot.credentials(), self.vendors.quickbooks.credentials())
        )
        self._clients = {name: TroubledClient(one, name, self._struck, self.note) for name, one in aws.items()}
        self.aws_trouble: Strikes = lambda _service: None
        self._free: list[Bundle] = []
        self._failures = FailureStream(self.table.stream)
        self.next_death: Death | None = None
        self.effects = self.dies_at_effect = self.deaths = self.reporters_died = 0
        self._watch = DefectWatch(self.defects)
        logging.getLogger(logger.name).addHandler(self._watch)
        self.operator = self.bundle()

    def close(self) -> None:
        """Stop listening."""
        logging.getLogger(logger.name).removeHandler(self._watch)

    def note(self, text: str) -> None:
        """Add a line to the trace."""
        self.trace.append(f"{self.clock.now():%d %H:%M:%S.%f} {text}")

    def announce(self, what: str) -> None:
        """An effect is about to happen; the schedule may turn to another worker first, or this one may die."""
        task = self.current
        if task is None:
            return
        task.before_effect(what)
        self.effects += 1
        if self.clock.now() > task.ends_by or self.effects == self.dies_at_effect:
            task.time_out()
        self.note(f"  {task.name}: {what}")

    def bundle(self) -> Bundle:
        """A fresh container."""
        return self._make(
            SETTINGS,
            clock=self.clock.now,
            client=self._clients.__getitem__,
            http=self.vendors.client(self.announce, self.note, self._trouble),
            sleep=self._sleep,
            most_captured=self.vendors.quickbooks.switches().capture_limit,
        )

    def start(self, name: str, work: Callable[[Bundle], None]) -> Task:
        """Invoke a function; it stands before its first effect when it is first resumed."""
        free = self._free
        here = free.pop() if free else self.bundle()

        def run() -> None:
            work(here)
            free.append(here)

        task = Task(name, run, self.clock.now() + _TIME_OUT, self.next_death)
        self.next_death = None
        self.note(f"{name} begins")
        self.tasks.append(task)
        return task

    def _invoke(self, name: str, work: Callable[[Bundle], None]) -> None:
        self.go_on(self.start(name, work), to_the_end=True)

    def go_on(self, task: Task, *, to_the_end: bool = False) -> None:
        """Let a worker go on for one effect, or to its end."""
        before, self.current = self.current, task
        try:
            task.resume()
            while to_the_end and not task.done:
                task.resume()
        finally:
            self.current = before
        if task.done:
            self._ended(task)

    def kill(self, task: Task) -> None:
        """A worker dies where it stands."""
        self.current, before = task, self.current
        task.kill()
        self.current = before
        self._ended(task)

    def sync(self, kind: EntityKind) -> Task | None:
        """Wake the synchroniser of a kind, if its queue has messages to give."""
        messages = self.sqs.take(kind)
        if not messages:
            return None
        for message in messages:
            message.deaths += 1
        return self.start(f"{kind}_sync({len(messages)})", lambda here: self._sync(here, kind, messages))

    def poll(self) -> Task:
        """The poller's schedule fires."""
        return self.start("poll", lambda here: self._told("poll", here.poller.poll().failures))

    def reconcile(self) -> Task:
        """The reconciler's schedule fires."""
        return self.start("reconcile", lambda here: self._told("reconcile", here.reconciler.reconcile().failures))

    def report(self) -> Task | None:
        """The table's stream wakes the reporter, one at a time, if there are failures to report."""
        images = self._failures.take()
        if not images or any(task.name.startswith("report(") for task in self.tasks):
            return None

        def tell(here: Bundle) -> None:
            here.reporter.report(*here.read_images(images))
            self._failures.done(len(images))

        return self.start(f"report({len(images)})", tell)

    def deploy(self) -> None:
        """Every next invocation gets a fresh container; what runs ends in its old one."""
        self._free = []
        self.note("deployed anew")

    def _sync(self, here: Bundle, kind: EntityKind, messages: list[Message]) -> None:
        answer = work_through({"Records": [_record(kind, message) for message in messages]}, here, _Context(self.clock))
        failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
        done = [message for message in messages if message.id not in failed]
        if done:
            self.sqs.delete(kind, done)
        for message in messages:
            message.deaths -= message.id not in failed or not (self.current and self.current.struck)

    def _told(self, name: str, failures: object) -> None:
        if failures:
            self.note(f"  {name} could not ask: {failures}")

    def _ended(self, task: Task) -> None:
        if task in self.tasks:
            self.tasks.remove(task)
        self.deaths += task.killed
        self.reporters_died += (task.killed or task.struck) and task.name.startswith("report(")
        metrics.clear_metrics()
        shared_metrics.clear_metrics()
        self.note(f"{task.name} {'was killed' if task.killed else 'ends'} after {task.steps} effects")
        if task.error and not is_trouble(task.error):
            self.defects.append(f"{task.name}: {task.error!r}")

    def _struck(self, service: str) -> Random | None:
        """Only functions meet trouble: an operator tries again."""
        if self.current is None or (chance := self.aws_trouble(service)) is None:
            return None
        self.current.struck = True
        return chance

    def _sleep(self, seconds: float) -> None:
        """Half of a pause is true chance, which no seed repeats: here each is as long as it could have been."""
        doublings = math.ceil(math.log2(max(seconds, _FIRST_PAUSE) / _FIRST_PAUSE))
        self.clock.advance(_FIRST_PAUSE * 2**doublings)


class _Context:
    """The context object, as far as workers use it."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._ends_at = clock, clock.now() + _TIME_OUT

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._ends_at - self._clock.now()) / timedelta(milliseconds=1)))


def _record(queue: str, message: Message) -> dict[str, Any]:
    return {
        "messageId": message.id,
        "receiptHandle": message.id,
        "body": message.body,
        "attributes": {"ApproximateReceiveCount": str(message.receives)},
        "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{queue}",
    }
