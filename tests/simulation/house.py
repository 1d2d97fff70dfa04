"""The product, deployed: functions in containers, queues that wake them, a table that remembers."""

import logging
import math
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import httpx

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.entrypoints.polling import STOP_POLLING
from counterfoil.entrypoints.queues import work_through
from counterfoil.entrypoints.reconciling import STOP_COMPARING
from counterfoil.observability import logger, metrics
from counterfoil.settings import Settings
from infra.sandbox.app_secret import app_secret
from infra.sandbox.kernel.clock import Clock
from tests.simulation.aws.deployed import DEPLOYED, Deployed
from tests.simulation.aws.dynamodb import FakeDynamoDB
from tests.simulation.aws.others import FakeKms, FakeSecrets, FakeSns
from tests.simulation.aws.sqs import FakeSqs, Message
from tests.simulation.aws.trouble import Strikes, TroubledClient, is_trouble
from tests.simulation.defects import DefectWatch
from tests.simulation.intake import Intake
from tests.simulation.invocation import Context, queue_event
from tests.simulation.stream import FailureStream
from tests.simulation.tasks import Death, Task
from tests.simulation.vendors import PUBLIC_URL, Vendors
from tests.simulation.wire import HOSTS, Hooks, Watch
from tests.simulation.wire import Strikes as VendorStrikes

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
Work = Callable[[Bundle, Context], None]
_FIRST_PAUSE = 0.02
"""Seconds: the longest that the first pause between two tries at AWS can be; every further one may be twice as long."""


class House:
    """All functions of the bundle. Whatever one does beside reading the table is announced first.

    `trace` has a line for everything that happened, `deaths` counts the workers that died; `defects` is what no function
    should ever let escape or log as an error, AWS's own trouble left aside, which `aws_trouble` chooses. The next worker
    dies as `next_death` says, or whoever is about to have effect `dies_at_effect` of all. Whoever waits for something lets
    the others go on meanwhile where `in_parallel` says so; otherwise time just passes.
    """

    def __init__(
        self, clock: Clock, trouble: VendorStrikes, make: type[Bundle] = Bundle, numbers: Deployed = DEPLOYED
    ) -> None:
        self.clock, self._trouble, self._make, self.numbers = clock, trouble, make, numbers
        self.before_call: Watch = lambda _system, _account, _request: None
        self.in_parallel, self.blames_time_outs = False, True
        self.trace: list[str] = []
        self.defects: list[str] = []
        self.tasks: list[Task] = []
        self.current: Task | None = None
        self.vendors = Vendors(clock, Intake(self._invoke, self.defects))
        self.table = FakeDynamoDB(self.announce)
        self.sqs = FakeSqs(clock.now, self.announce, numbers.queues)
        self.sns = FakeSns(self.announce)
        self.aws: dict[str, Any] = {"dynamodb": self.table, "sqs": self.sqs, "sns": self.sns, "kms": FakeKms()}
        self.aws["secretsmanager"] = FakeSecrets(
            app_secret(self.vendors.hubspot.credentials(), self.vendors.quickbooks.credentials())
        )
        self._clients = {name: TroubledClient(one, name, self._struck, self.note) for name, one in self.aws.items()}
        self.aws_trouble: Strikes = lambda _service: None
        self._free: list[Bundle] = []
        self._taken: dict[Task, list[Message]] = {}
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
        self._end_in_time(task)
        if self.effects == self.dies_at_effect:
            task.die()
        self.note(f"  {task.name}: {what}")

    def wait(self, seconds: float) -> None:
        """Whoever is at work waits for something."""
        task = self.current
        if task and self.in_parallel:
            task.rest(self.clock.now() + timedelta(seconds=seconds))
        else:
            self.clock.advance(seconds)
        if task:
            self._end_in_time(task)

    def _end_in_time(self, task: Task) -> None:
        if self.clock.now() > task.ends_by:
            task.time_out()

    def bundle(self) -> Bundle:
        """A fresh container."""
        return self._make(
            SETTINGS,
            clock=self.clock.now,
            client=self._clients.__getitem__,
            http=self._http(),
            sleep=self._sleep,
            most_captured=self.vendors.quickbooks.switches().capture_limit,
        )

    def _http(self) -> httpx.Client:
        hooks = Hooks(
            announce=self.announce,
            wait=self.wait,
            watch=self._watch_call,
            strikes=self._trouble,
            note=self.note,
        )
        return self.vendors.client(hooks)

    def _watch_call(self, system: System, account: str, request: httpx.Request) -> None:
        self.before_call(system, account, request)

    def start(self, function: str, work: Work, about: str = "") -> Task:
        """Invoke a function; it stands before its first effect when it is first resumed."""
        free = self._free
        here = free.pop() if free else self.bundle()
        name, ends_by = f"{function}{about}", self.clock.now() + self.numbers.time_outs[function]

        def run() -> None:
            work(here, Context(function, ends_by, self.clock.now))
            free.append(here)

        task = Task(name, run, ends_by, self._death_of(function))
        self.note(f"{name} begins")
        self.tasks.append(task)
        return task

    def _death_of(self, function: str) -> Death | None:
        death = self.next_death
        if death is None or death.function not in {"", function}:
            return None
        self.next_death = None
        return death

    def _invoke(self, path: str, work: Work) -> None:
        self.go_on(self.start("webhook_intake", work, path), to_the_end=True)

    def go_on(self, task: Task, *, to_the_end: bool = False) -> None:
        """Let a worker go on for one effect, or to its end."""
        before, self.current = self.current, task
        try:
            self._resume(task)
            while to_the_end and not task.done:
                self._resume(task)
        finally:
            self.current = before
        if task.done:
            self._ended(task)

    def _resume(self, task: Task) -> None:
        """What it waits for comes first, or its end."""
        if (until := task.rests_until) is not None:
            self.pass_until(min(until, task.ends_by))
            if until > task.ends_by:
                task.timed_out = True
                task.kill()
                return
        task.resume()

    def pass_until(self, moment: datetime) -> None:
        """Time passes, if that moment is still to come."""
        self.clock.advance(max((moment - self.clock.now()).total_seconds(), 0.0))

    def kill(self, task: Task) -> None:
        """A worker dies where it stands."""
        self.current, before = task, self.current
        task.kill()
        self.current = before
        self._ended(task)

    def sync(self, kind: EntityKind) -> Task | None:
        """Wake the synchroniser of a kind, if its queue has messages to give and not too many of them are at work."""
        function = f"{kind}_sync"
        if sum(task.function == function for task in self.tasks) >= self.numbers.queues[kind].most_at_once:
            return None
        messages = self.sqs.take(kind)
        if not messages:
            return None
        task = self.start(function, lambda here, context: self._sync(here, context, kind, messages), f"({len(messages)})")
        self._taken[task] = messages
        return task

    def refs_at_work(self, connection_id: str) -> list[RecordRef]:
        """The records that the messages of whoever is at work are about."""
        messages = self._taken.get(self.current, ()) if self.current else ()
        batches = [self.operator.decode(message.body) for message in messages]
        return sorted({event.ref for one in batches if one.connection_id == connection_id for event in one.events})

    def poll(self) -> Task:
        """The poller's schedule fires."""

        def poll(here: Bundle, context: Context) -> None:
            polled = here.poller.poll(lambda: context.get_remaining_time_in_millis() < STOP_POLLING)
            self._could_not_ask(polled.failures)

        return self.start("scheduled_poller", poll)

    def reconcile(self) -> Task:
        """The reconciler's schedule fires."""

        def compare(here: Bundle, context: Context) -> None:
            done = here.reconciler.reconcile(lambda: context.get_remaining_time_in_millis() < STOP_COMPARING)
            self._could_not_ask(done.failures)

        return self.start("reconciler", compare)

    def report(self) -> Task | None:
        """The table's stream wakes the reporter, one at a time, if there are failures to report."""
        images = self._failures.take()
        if not images or any(task.function == "error_reporter" for task in self.tasks):
            return None

        def tell(here: Bundle, _context: Context) -> None:
            here.reporter.report(*here.read_images(images))
            self._failures.done(len(images))

        return self.start("error_reporter", tell, f"({len(images)})")

    def deploy(self) -> None:
        """Every next invocation gets a fresh container; what runs ends in its old one."""
        self._free = []
        self.note("deployed anew")

    def _sync(self, here: Bundle, _context: Context, kind: EntityKind, messages: list[Message]) -> None:
        answer = work_through(queue_event(kind, messages), here)
        failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
        done = [message for message in messages if message.id not in failed]
        if done:
            self.sqs.delete(kind, done)

    def _could_not_ask(self, failures: object) -> None:
        if failures:
            self.note(f"  vendors could not be asked: {failures}")

    def _ended(self, task: Task) -> None:
        if task in self.tasks:
            self.tasks.remove(task)
        self.deaths += task.killed
        self.reporters_died += (task.killed or task.struck) and task.function == "error_reporter"
        for message in self._taken.pop(task, ()):
            message.faults += task.struck or self._was_made_to_die(task)
        metrics.clear_metrics()
        how = "ran out of time" if task.timed_out else "was killed" if task.killed else "ends"
        self.note(f"{task.name} {how} after {task.steps} effects")
        if task.error and not is_trouble(task.error):
            self.defects.append(f"{task.name}: {task.error!r}")

    def _was_made_to_die(self, task: Task) -> bool:
        """A time-out is chance's doing where time passes in leaps; elsewhere it is the bundle's own, if that is blamed."""
        return task.killed and not (task.timed_out and self.in_parallel and self.blames_time_outs)

    def _struck(self, service: str) -> Random | None:
        """Only functions meet trouble: an operator tries again."""
        if self.current is None or (chance := self.aws_trouble(service)) is None:
            return None
        self.current.struck = True
        return chance

    def _sleep(self, seconds: float) -> None:
        """Half of a pause is true chance, which no seed repeats: here each is as long as it could have been."""
        doublings = math.ceil(math.log2(max(seconds, _FIRST_PAUSE) / _FIRST_PAUSE))
        self.wait(_FIRST_PAUSE * 2**doublings)
