"""What becomes of the messages that ask for polls: done with, or to come again after a pause."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.engine.hints.polling import PolledSlice
from counterfoil.engine.hints.turns import Turns
from counterfoil.engine.ports import PollSlice, QueueError
from counterfoil.engine.work.pauses import pause_before
from counterfoil.entrypoints.polling import STOP_POLLING, poll_in_time
from counterfoil.observability import metrics
from tests.builders import NOON
from tests.fakes import EPOCH, FrozenClock, InMemoryCursorStore, RecordingMessages
from tests.invocations import Invocation, received
from tests.unit.entrypoints.gateway import Gateway

SECRET = "grace@cool.example owes 4711"
BODY = f'{{"asked_at": "{NOON.isoformat()}", "connection_ids": ["a", "b"]}}'


@dataclass
class ScriptedPoller:
    """In the poller's place: remembers what it was asked for, and answers or raises what it is told to."""

    answer: PolledSlice | Exception = field(default_factory=PolledSlice)
    asked: list[PollSlice] = field(default_factory=list)
    turns: Turns = field(default_factory=lambda: Turns(InMemoryCursorStore(), FrozenClock()))
    ends: bool = False

    def poll(self, wanted: PollSlice, stop: Callable[[], bool]) -> PolledSlice:
        self.asked.append(wanted)
        self.ends = stop()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture(autouse=True)
def _counted() -> Iterator[None]:
    yield
    metrics.clear_metrics()


def work(
    poller: ScriptedPoller, body: str = BODY, milliseconds: int = 300_000, receives: int = 1
) -> tuple[list[str], RecordingMessages]:
    """The messages that must come again, and what was asked of the queue."""
    bundle: Bundle = Gateway().bundle
    queue = RecordingMessages()
    vars(bundle).update(poller=poller, poller_messages=queue)
    event = {"Records": [received(body, message_id="0", receives=receives)]}
    answer = poll_in_time(event, bundle, Invocation(ends_at=EPOCH + timedelta(milliseconds=milliseconds)))
    assert bundle.before_waiting == poller.turns.show_life
    return [item["itemIdentifier"] for item in answer["batchItemFailures"]], queue


def test_a_slice_that_was_polled_is_done_with() -> None:
    poller = ScriptedPoller()
    failed, queue = work(poller)
    assert (failed, queue.hidden, poller.asked) == ([], [], [PollSlice(NOON, ("a", "b"))])


def test_a_vendor_that_could_not_be_asked_is_the_next_rounds_business() -> None:
    failure = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="busy")
    assert work(ScriptedPoller(PolledSlice(failures=[("a", failure)])))[0] == []


def test_what_only_we_can_mend_is_counted_apart() -> None:
    """An alarm looks at the count."""
    trouble = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="busy")
    ours = replace(trouble, category=ErrorCategory.OUR_FAULT, code="invalid_client")
    work(ScriptedPoller(PolledSlice(failures=[("a", ours), ("b", trouble), ("c", ours)])))
    assert metrics.metric_set["FaultsOfOurs"]["Value"] == [2]
    assert metrics.metric_set["PollsFailed"]["Value"] == [3]


@pytest.mark.parametrize("receives", [1, 4])
def test_what_nobody_foresaw_comes_again_after_a_pause(receives: int, caplog: pytest.LogCaptureFixture) -> None:
    told = PolledSlice(defects=[("a", KeyError(SECRET))])
    failed, queue = work(ScriptedPoller(told), receives=receives)
    assert (failed, queue.hidden) == (["0"], [("0", pause_before(receives))])
    (said,) = caplog.records
    assert (said.message, vars(said)["connection"]) == ("a connection could not be polled", "a")


@pytest.mark.parametrize("error", [QueueError(SECRET), KeyError(SECRET)])
def test_what_fails_as_a_whole_comes_again_and_tells_no_secret(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    failed, queue = work(ScriptedPoller(error))
    assert (failed, len(queue.hidden)) == (["0"], 1)
    assert SECRET not in capsys.readouterr().out


@pytest.mark.parametrize("body", ["", "{}", "no JSON"])
def test_a_message_that_cannot_be_read_comes_again_until_it_is_a_dead_letter(body: str) -> None:
    poller = ScriptedPoller()
    assert work(poller, body)[0] == ["0"]
    assert poller.asked == []


def test_a_poller_is_told_in_time_to_stop() -> None:
    poller = ScriptedPoller()
    work(poller, milliseconds=STOP_POLLING - 1)
    assert poller.ends
    work(poller, milliseconds=STOP_POLLING + 1)
    assert not poller.ends
