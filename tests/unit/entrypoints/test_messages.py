"""What becomes of a call's queue messages: done with, or to come again, each for itself."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from counterfoil.adapters.aws.messages import encode
from counterfoil.domain.change import ChangeBatch, ChangeEvent
from counterfoil.domain.errors import UnknownConnectionError
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.work.pauses import pause_before
from counterfoil.engine.work.shift import HOLD
from counterfoil.engine.work.worker import Handled
from counterfoil.entrypoints.queues import work_through
from counterfoil.observability import metrics, shared_metrics
from tests.builders import NOON, hubspot
from tests.fakes import FrozenClock, RecordingMessages
from tests.invocations import Invocation, received
from tests.unit.entrypoints.gateway import Gateway, logged

SECRET = "grace@cool.example owes 4711"


@dataclass
class ScriptedWorker:
    """In the worker's place: remembers what it was given, knows nothing of `gone`, stumbles over `broken`.

    `result` is what became of everything else.
    """

    result: Handled = field(default_factory=Handled)

    gone: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    handled: dict[str, Sequence[ChangeBatch]] = field(default_factory=dict)

    def handle(
        self, connection_id: str, batches: Sequence[ChangeBatch], _out_of_time: Callable[[], bool], _receives: int
    ) -> Handled:
        """See `Worker`."""
        if connection_id in self.gone:
            raise UnknownConnectionError(f"no connection {connection_id!r}")
        if connection_id in self.broken:
            raise KeyError(SECRET)
        self.handled[connection_id] = batches
        return self.result


def message(connection_id: str, record: str = "1") -> str:
    """A message with one changed invoice."""
    event = ChangeEvent(hubspot(EntityKind.INVOICE, record), NOON, f"moved {record}")
    batch = ChangeBatch(connection_id=connection_id, kind=EntityKind.INVOICE, events=(event,))
    return encode(batch)


def work(worker: ScriptedWorker, *bodies: str) -> list[str]:
    """The messages, by number from 0, that must come again."""
    bundle = Gateway().bundle
    vars(bundle).update(worker=worker, received=RecordingMessages())
    event = {"Records": [received(body, message_id=str(number)) for number, body in enumerate(bodies)]}
    shared_metrics.clear_metrics()
    answer: dict[str, Any] = work_through(event, bundle, Invocation())
    metrics.clear_metrics()
    assert set(answer) == {"batchItemFailures"}
    assert all(set(item) == {"itemIdentifier"} for item in answer["batchItemFailures"])
    return sorted(item["itemIdentifier"] for item in answer["batchItemFailures"])


def test_a_connections_messages_are_worked_through_together() -> None:
    worker = ScriptedWorker()
    assert work(worker, message("a", "1"), message("b"), message("a", "2")) == []
    assert {connection: len(batches) for connection, batches in worker.handled.items()} == {"a": 2, "b": 1}


UNREADABLE = [
    "",
    "null",
    "{}",
    "[" * 100_000,
    message("a").replace("invoice", "invoices"),
    message("a").replace("hubspot:invoice:1", "hubspot:invoice"),
    message("a").replace("hubspot:invoice:1", "xero:invoice:1"),
    message("a").replace("12:00:00Z", "12:00:00"),
    message("a")[:-1],
]


@pytest.mark.parametrize("body", UNREADABLE, ids=range(len(UNREADABLE)))
def test_an_unreadable_message_holds_back_no_other(body: str) -> None:
    worker = ScriptedWorker()
    assert work(worker, body, message("a")) == ["0"]
    assert list(worker.handled) == ["a"]


def test_one_connections_defect_holds_back_no_other() -> None:
    worker = ScriptedWorker(broken={"a"})
    assert work(worker, message("a", "1"), message("b"), message("a", "2")) == ["0", "2"]
    assert list(worker.handled) == ["b"]


def test_messages_of_a_connection_that_is_gone_are_done_with() -> None:
    worker = ScriptedWorker(gone={"a"})
    assert work(worker, message("a"), message("b")) == []
    assert list(worker.handled) == ["b"]


@pytest.mark.parametrize("body", [message("a"), json.dumps({"connection_id": SECRET}), f'{{"{SECRET}'])
def test_an_error_is_logged_with_its_place_but_without_its_text(body: str) -> None:
    with logged() as stream:
        assert work(ScriptedWorker(broken={"a"}), body) == ["0"]
    (line,) = [json.loads(one) for one in stream.getvalue().splitlines()]
    assert line["level"] == "ERROR"
    assert not re.search("grace|4711", stream.getvalue())
    assert any("/counterfoil/" in step for step in line["error"])


def shared() -> dict[str, float]:
    """What the last call counted together with all other synchronisers."""
    return {name: sum(metric["Value"]) for name, metric in shared_metrics.metric_set.items()}


def test_a_call_that_fails_is_counted_for_the_alarm_of_all_synchronisers() -> None:
    work(ScriptedWorker(broken={"a"}), message("a"), message("b"))
    assert shared() == {"WorkFailed": 1}


def test_an_odd_record_is_logged_once_by_its_id_and_counted() -> None:
    odd = Handled(done=6, odd=[(hubspot(EntityKind.INVOICE, "7"), OverflowError(SECRET))])
    with logged() as stream:
        assert work(ScriptedWorker(result=odd), message("a")) == []
    (line,) = [json.loads(one) for one in stream.getvalue().splitlines()]
    assert (line["level"], line["record"], line["connection"]) == ("ERROR", "hubspot:invoice:7", "a")
    assert line["error"][0] == "OverflowError"
    assert SECRET not in stream.getvalue()
    assert shared() == {"RecordsFailedUnexpectedly": 1}


def test_records_that_were_given_back_too_often_raise_an_alarm() -> None:
    assert work(ScriptedWorker(result=Handled(exhausted=30)), message("a")) == []
    assert shared() == {"ContinuationsExhausted": 30}


def test_messages_are_hidden_while_they_are_worked_on_and_shown_again_soon_when_they_failed() -> None:
    bundle, queue = Gateway().bundle, RecordingMessages()
    vars(bundle).update(worker=ScriptedWorker(broken={"b"}), received=queue)
    bodies = {"good": message("a"), "bad": message("b"), "unreadable": "{"}
    records = [received(body, message_id=name, receives=3) for name, body in bodies.items()]
    work_through({"Records": records}, bundle, Invocation())
    assert queue.hidden == [
        ("unreadable", timedelta()),
        ("good", HOLD),
        ("bad", HOLD),
        ("bad", pause_before(3)),
    ]


def test_a_vendor_that_is_asked_is_a_sign_of_life() -> None:
    """Before each request and before each pause the bundle shows that its worker lives."""
    clock, queue = FrozenClock(), RecordingMessages()
    bundle = Gateway().bundle

    class Asking(ScriptedWorker):
        def handle(self, *arguments: Any) -> Handled:
            clock.advance(timedelta(seconds=11))
            bundle.before_waiting()
            return super().handle(*arguments)

    vars(bundle).update(worker=Asking(), received=queue)
    work_through({"Records": [received(message("a"))]}, bundle, Invocation(clock))
    assert queue.hidden == [("m-1", HOLD)] * 2


def test_a_queue_that_does_not_hide_messages_is_counted() -> None:
    bundle, queue = Gateway().bundle, RecordingMessages()
    queue.broken = True
    vars(bundle).update(worker=ScriptedWorker(), received=queue)
    work_through({"Records": [received(message("a"))]}, bundle, Invocation())
    assert sum(metrics.metric_set["HoldsLost"]["Value"]) == 1
    metrics.clear_metrics()
