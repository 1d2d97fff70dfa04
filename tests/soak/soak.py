"""One soak from beginning to end."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from random import Random

from infra.demo.calm import messages
from infra.local.live import LiveBundle
from infra.local.stack import FunctionFailedError, LocalStack
from infra.sandbox.pair import TwinPair
from tests.soak.audit import differences
from tests.soak.background import every
from tests.soak.memory import Memory
from tests.soak.orders import Orders
from tests.soak.report import Report
from tests.soak.stage import Stage, nobody
from tests.soak.table import standings
from tests.soak.troubles import Troubles
from tests.soak.workload import Desk, Workload

MOST_MESSAGES = 150
"""People pause while more than these are under way: work arrives no faster than it can be done."""
FUNCTIONS = (
    *(
        "WebhookIntake",
        "ScheduledPoller",
        "ConnectionPoller",
        "Reconciler",
        "CustomerSync",
        "ProductSync",
        "InvoiceSync",
        "PaymentSync",
    ),
    "ErrorReporter",
)
DEAD_LETTER_QUEUES = tuple(
    f"{name}DeadLetterQueue"
    for name in ("Customer", "Product", "Invoice", "Payment", "Poll", "Plan", "Invocation", "Report")
)


def soak(orders: Orders, say: Callable[[str], None]) -> Report:
    """Set up, let people work while things go wrong, let everything settle, look at all of it."""
    began = time.monotonic()
    with ExitStack() as running:
        live = running.enter_context(LiveBundle(TwinPair(), connect=nobody, progress=say))
        stage = Stage(live, running)
        say(f"Connecting {orders.connections} portals and companies")
        desks = [stage.open_desk(number + 1) for number in range(orders.connections)]
        for desk in desks:
            stage.await_products(desk)
        return _Soak(orders, stage, desks, say).run(began + orders.minutes * 60)


class _Soak:
    def __init__(self, orders: Orders, stage: Stage, desks: list[Desk], say: Callable[[str], None]) -> None:
        self._orders, self._stage, self._desks, self._say = orders, stage, desks, say
        self._troubles = Troubles(stage.live.twins, orders.faults, Random(orders.seed))
        self._workload = Workload(desks, Random(orders.seed))
        self._memory = Memory(stage.stack.aws.endpoint_url.rpartition(":")[2])
        self._violations: list[str] = []

    def run(self, until: float) -> Report:
        """People at work, then quiet, then the audit. A sixth of the time is kept for getting quiet."""
        calls, began, failed = self._stage.calls(), time.monotonic(), self._violations.append
        self._say(f"People make {self._orders.documents} invoices and payments, at most {self._orders.pace:g} a second")
        with every(2, self._memory.sample, failed), every(self._orders.poll_every, self._stage.poll_vendors, failed):
            self._work(until - self._orders.minutes * 10)
            worked = time.monotonic()
            self._say(f"{self._workload.documents()} made after {worked - began:.0f} s; nothing goes wrong any more")
            self._troubles.end(self._stage.twins)
            self._settle(until)
        quiet = time.monotonic()
        self._say(f"Quiet after another {quiet - worked:.0f} s; looking at every record")
        self._audit()
        asked = {name: count - calls[name] for name, count in self._stage.calls().items()}
        return Report(
            workload=self._workload,
            troubles=self._troubles,
            memory=self._memory,
            webhooks=self._stage.webhooks(),
            calls=asked,
            worked=worked - began,
            settled=quiet - worked,
            violations=self._violations,
        )

    def _work(self, until: float) -> None:
        failed = self._violations.append
        self._troubles.begin()
        with every(2, self._spoil_webhooks, failed), every(60, self._tell_progress, failed):
            self._workload.run(self._orders.documents, self._orders.pace, self._held_back, until)
        if self._workload.documents() < self._orders.documents:
            failed(f"time was up after {self._workload.documents()} documents")

    def _settle(self, until: float) -> None:
        """Polls alone must get everything there; then a night passes, which must not spoil anything."""
        calm_for = 2 * self._orders.poll_every
        if not self._stage.settle(self._desks, calm_for, until, self._say):
            self._violations.append(f"not quiet after {self._orders.minutes:g} minutes")
        try:
            self._stage.compare_ledgers()
        except FunctionFailedError as error:
            self._violations.append(str(error))
        if not self._stage.settle(self._desks, calm_for, until, self._say):
            self._violations.append(f"not quiet again after the night, {self._orders.minutes:g} minutes in all")

    def _spoil_webhooks(self) -> None:
        if self._orders.faults:
            self._troubles.spoil_webhooks(self._stage.twins)

    def _tell_progress(self) -> None:
        waiting, moving = self._stage.waiting(self._desks), messages(self._stage.stack)
        made, wrong = self._workload.documents(), self._troubles.total()
        self._say(f"  {made} made, {wrong} answers went wrong; {waiting} records wait, {moving} messages are under way")

    def _held_back(self) -> bool:
        return messages(self._stage.stack) > MOST_MESSAGES

    def _audit(self) -> None:
        found = standings(self._stage.stack, [desk.company.connection_id for desk in self._desks])
        for desk in self._desks:
            self._violations += differences(desk, found.pop(desk.company.connection_id))
        self._violations += [f"outcomes of an unknown connection {one}" for one in found]
        self._violations += _dead_letters(self._stage.stack) + _logged_errors(self._stage.stack)
        self._violations += self._memory.growing()


def _dead_letters(stack: LocalStack) -> list[str]:
    found = []
    for name in DEAD_LETTER_QUEUES:
        answer = stack.clients.sqs.get_queue_attributes(QueueUrl=stack[name], AttributeNames=["All"])
        if count := int(answer["Attributes"]["ApproximateNumberOfMessages"]):
            found.append(f"{count} messages in {name}")
    return found


def _logged_errors(stack: LocalStack) -> list[str]:
    """Whatever a function logs as an error is a defect."""
    return [f"{name} logged {line}" for name in FUNCTIONS for line in stack.logs(name) if '"level":"ERROR"' in line]
