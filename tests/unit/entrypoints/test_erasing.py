"""The eraser's queue calls."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from counterfoil.adapters.aws.erase_queue import Erasure
from counterfoil.bootstrap.erasing import ErasingBundle
from counterfoil.entrypoints.erasing import STOP_ERASING, erase_in_time
from counterfoil.observability import metrics
from counterfoil.settings import load_settings
from tests.fakes import EPOCH, RecordingMessages
from tests.invocations import Invocation, received

MESSAGE = Erasure(connection_id="a", place="here").model_dump_json()


class Scripted:
    """An eraser that is asked, and answers as the test says."""

    def __init__(self, answer: timedelta | Exception) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str, bool]] = []

    def go_on(self, connection_id: str, place: str, out_of_time: Callable[[], bool]) -> timedelta:
        self.asked.append((connection_id, place, out_of_time()))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def erase(answer: timedelta | Exception, body: str = MESSAGE, left: int = 900_000) -> tuple[Scripted, Any, dict[str, Any]]:
    bundle: Any = ErasingBundle(load_settings({"TABLE_NAME": "table"}))
    bundle.eraser, bundle.eraser_messages = Scripted(answer), RecordingMessages()
    context = Invocation(ends_at=EPOCH + timedelta(milliseconds=left))
    told: dict[str, Any] = erase_in_time({"Records": [received(body)]}, bundle, context)
    metrics.clear_metrics()
    return bundle.eraser, bundle.eraser_messages, told


@pytest.mark.parametrize(("left", "stops"), [(STOP_ERASING + 1, False), (STOP_ERASING - 1, True)])
def test_what_a_message_names_is_erased_in_time(left: int, *, stops: bool) -> None:
    eraser, messages, told = erase(timedelta(), left=left)
    assert eraser.asked == [("a", "here", stops)]
    assert told == {"batchItemFailures": []}
    assert messages.hidden == []


def test_what_must_wait_comes_again_just_then() -> None:
    _, messages, told = erase(timedelta(minutes=7))
    assert told == {"batchItemFailures": [{"itemIdentifier": "m-1"}]}
    assert messages.hidden == [("m-1", timedelta(minutes=7))]


@pytest.mark.parametrize(("answer", "body"), [(ValueError("scripted"), MESSAGE), (timedelta(), "no message")])
def test_what_fails_comes_again_after_a_pause(answer: timedelta | Exception, body: str) -> None:
    _, messages, told = erase(answer, body)
    assert told == {"batchItemFailures": [{"itemIdentifier": "m-1"}]}
    [(_, pause)] = messages.hidden
    assert pause > timedelta()
