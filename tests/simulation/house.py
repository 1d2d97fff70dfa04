"""The product, deployed: functions in containers, queues that wake them, a table that remembers."""

import logging
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from random import Random
from typing import Any

import httpx2

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.identity import EntityKind, System
from counterfoil.engine.hints.batches import by_plan
from counterfoil.engine.work.slices import Slice, slice_size, slices_of
from counterfoil.entrypoints import Answer, Event
from counterfoil.entrypoints.planning import plan_in_time
from counterfoil.entrypoints.polling import poll_in_time
from counterfoil.entrypoints.queues import work_through
from counterfoil.entrypoints.reconciling import STOP_COMPARING
from counterfoil.entrypoints.scheduling import STOP_WORKING
from counterfoil.observability import logger, metrics, shared_metrics
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
from tests.simulation.seen_writes import kinds_of
from tests.simulation.stream import FailureStream
from tests.simulation.tasks import Task
from tests.simulation.vendors import PUBLIC_URL, Vendors
from tests.simulation.wire import HOSTS, Hooks, Watch
from tests.simulation.wire import Strikes as VendorStrikes
from tests.simulation.workers import Workers

SETTINGS = Settings(
    table_name="table",
    customer_queue_url="customer",
    product_queue_url="product",
    invoice_queue_url="invoice",
    payment_queue_url="payment",
    poll_queue_url="poll",
    plan_queue_url="plan",
    token_key_id="key",
    app_secret_id="app",
    report_topic_arn="reports",
    hubspot_base_url=f"http://{HOSTS[System.HUBSPOT]}",
    quickbooks_base_url=f"http://{HOSTS[System.QUICKBOOKS]}",
    quickbooks_graphql_url=f"http://{HOSTS[System.QUICKBOOKS]}",
    quickbooks_token_url=f"http://{HOSTS[System.QUICKBOOKS]}/oauth2/v1/tokens/bearer",
    quickbooks_revoke_url=f"http://{HOSTS[System.QUICKBOOKS]}/v2/oauth2/tokens/revoke",
    public_base_url=PUBLIC_URL,
)
Work = Callable[[Bundle, Context], None]
QueueWork = Callable[[Event, Bundle, Context], Answer]
_FIRST_PAUSE = 0.02
"""Seconds: the longest that the first pause between two tries at AWS can be; every further one may be twice as long."""


class House(Workers):
    """All functions of the bundle.

    `defects` is what no function should ever let escape or log as an error, AWS's own trouble left aside, which
    `aws_trouble` chooses. `before_call` sees every call to a vendor, `written` has the kinds of writes among them;
    `on_begin` sees every function that is invoked. Time-outs count as trouble, not as the bundle's own doing, unless it
    `blames_time_outs` and everybody works in parallel.
    """

    def __init__(
        self,
        clock: Clock,
        trouble: VendorStrikes,
        make: type[Bundle] = Bundle,
        numbers: Deployed = DEPLOYED,
        settings: Settings = SETTINGS,
    ) -> None:
        super().__init__(clock)
        self._trouble, self._make, self.numbers, self._settings = trouble, make, numbers, settings
        self.before_call: Watch = lambda _system, _account, _request: None
        self.on_begin: Callable[[str], None] = lambda _function: None
        self.blames_time_outs = True
        self.defects: list[str] = []
        self.written: set[str] = set()
        self.vendors = Vendors(clock, Intake(self._invoke, self.defects))
        self.table = FakeDynamoDB(self.announce, self._may_ask)
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
        self.reporters_died = 0
        self._watch = DefectWatch(self.defects)
        logging.getLogger(logger.name).addHandler(self._watch)
        self.operator = self.bundle()

    def close(self) -> None:
        """Stop listening."""
        logging.getLogger(logger.name).removeHandler(self._watch)

    @contextmanager
    def reached_through(self, meters: Mapping[str, Callable[[Any], Any]]) -> Iterator[None]:
        """Meanwhile, these services of AWS are reached through what their meters make of them."""
        with ExitStack() as stack:
            for service, meter in meters.items():
                stack.enter_context(self._clients[service].reached_through(meter))
            yield

    def bundle(self) -> Bundle:
        """A fresh container."""
        return self._make(
            self._settings,
            clock=self.clock.now,
            client=self._clients.__getitem__,
            http=self._http(),
            sleep=self._sleep,
            chance=lambda: 1.0,
            most_captured=self.vendors.quickbooks.switches().capture_limit,
            calling=self.side_by_side,
        )

    def _http(self) -> httpx2.Client:
        hooks = Hooks(
            announce=self.announce,
            wait=self.wait,
            watch=self._watch_call,
            strikes=self._trouble,
            note=self.note,
        )
        return self.vendors.client(hooks)

    def _watch_call(self, system: System, account: str, request: httpx2.Request) -> None:
        if self.current is not None:
            self.written.update(kinds_of(system, request))
        self.before_call(system, account, request)

    def start(self, function: str, work: Work, about: str = "") -> Task:
        """Invoke a function; it stands before its first effect when it is first resumed."""
        free = self._free
        here = free.pop() if free else self.bundle()
        ends_by = self.clock.now() + self.numbers.time_outs[function]

        self.on_begin(function)

        def run() -> None:
            work(here, Context(function, ends_by, self.clock.now))
            free.append(here)

        return self.begin(function, about, ends_by, run)

    def _invoke(self, path: str, work: Work) -> None:
        self.go_on(self.start("webhook_intake", work, path), to_the_end=True)

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

    def plan(self) -> Task | None:
        """Wake the planner, if a plan is to go on."""
        return self._wake("planner", "plan", plan_in_time)

    def _wake(self, function: str, queue: str, answer_to: QueueWork) -> Task | None:
        """Invoke a function with a message, if its queue has one to give."""
        messages = self.sqs.take(queue)
        if not messages:
            return None

        def work(here: Bundle, context: Context) -> None:
            if not answer_to(queue_event(queue, messages), here, context)["batchItemFailures"]:
                self.sqs.delete(queue, messages)

        task = self.start(function, work)
        self._taken[task] = messages
        return task

    def slices_at_work(self, connection_id: str) -> list[Slice]:
        """The records that the messages of whoever is at work are about, cut as the worker cuts them."""
        messages = self._taken.get(self.current, ()) if self.current else ()
        told = [(message, self.operator.decode(message.body)) for message in messages]
        its = [(message.receives, batch) for message, batch in told if batch.connection_id == connection_id]
        if not its:
            return []
        batches = [batch for _, batch in its]
        size = slice_size(batches, max(receives for receives, _ in its))
        return [one for some in by_plan(batches).values() for one in slices_of(some, size)]

    def ask_polls(self) -> Task:
        """The poller's schedule fires: polls are asked for."""

        def ask(here: Bundle, _context: Context) -> None:
            here.rounds.ask()

        return self.start("scheduled_poller", ask)

    def poll(self) -> Task | None:
        """Wake a poller, if there are polls to be done and not too many are at it."""
        function, queue = "connection_poller", "poll"
        if sum(task.function == function for task in self.tasks) >= self.numbers.queues[queue].most_at_once:
            return None
        return self._wake(function, queue, poll_in_time)

    def retry(self) -> Task:
        """The schedule fires that only calls up what is due."""

        def retry(here: Bundle, context: Context) -> None:
            here.rounds.call_up(lambda: context.get_remaining_time_in_millis() < STOP_WORKING)

        return self.start("scheduled_poller", retry, "(only due)")

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

    def _sync(self, here: Bundle, context: Context, kind: EntityKind, messages: list[Message]) -> None:
        answer = work_through(queue_event(kind, messages), here, context)
        failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
        done = [message for message in messages if message.id not in failed]
        if done:
            self.sqs.delete(kind, done)

    def _could_not_ask(self, failures: object) -> None:
        if failures:
            self.note(f"  vendors could not be asked: {failures}")

    def ended(self, task: Task) -> None:
        """A function is no more; what it let escape is a defect, and what it had taken counts as taken in vain."""
        super().ended(task)
        self.reporters_died += (task.killed or task.struck) and task.function == "error_reporter"
        for message in self._taken.pop(task, ()):
            message.faults += task.struck or self._was_made_to_die(task)
        metrics.clear_metrics()
        shared_metrics.clear_metrics()
        if task.error and not is_trouble(task.error):
            self.defects.append(f"{task.name}: {task.error!r}")

    def _was_made_to_die(self, task: Task) -> bool:
        """A time-out is chance's doing where time passes in leaps; elsewhere it is the bundle's own, if that is blamed."""
        return task.killed and not (task.timed_out and self.in_parallel and self.blames_time_outs)

    def _may_ask(self, index: str) -> bool:
        return self.current is None or index in self.numbers.indexes[self.current.function]

    def _struck(self, service: str) -> Random | None:
        """Only functions meet trouble: an operator tries again."""
        if self.current is None or (chance := self.aws_trouble(service)) is None:
            return None
        self.current.struck = True
        return chance

    def _sleep(self, seconds: float) -> None:
        """Half of a pause for AWS is true chance, which no seed repeats: here each is as long as it could have been."""
        doublings = math.ceil(math.log2(max(seconds, _FIRST_PAUSE) / _FIRST_PAUSE))
        self.wait(_FIRST_PAUSE * 2**doublings)
