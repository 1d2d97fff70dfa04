"""What becomes of the planner's messages: done with, or to come again after a pause."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.errors import UnknownPlanError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.plan_job import PlanJob, PlanScope, PlanState
from counterfoil.engine.work.pauses import pause_before
from counterfoil.entrypoints.planning import STOP_PLANNING, plan_in_time
from counterfoil.observability import metrics, shared_metrics
from tests.builders import NOON, hubspot
from tests.fakes import EPOCH, RecordingMessages
from tests.invocations import Invocation, received
from tests.unit.entrypoints.gateway import Gateway, logged

SECRET = "grace@cool.example owes 4711"


def job(state: PlanState, trouble: str = "") -> PlanJob:
    return PlanJob(
        id="p", connection_id="a", scope=PlanScope(), steps=(), rules={}, created_at=NOON, state=state, trouble=trouble
    )


@dataclass
class ScriptedPlanner:
    """In the planner's place: remembers what it was woken for, and answers or raises what it is told to."""

    answer: PlanJob | Exception
    woken: list[tuple[str, str]] = field(default_factory=list)
    ends: bool = False

    def go_on(self, connection_id: str, plan_id: str, out_of_time: Callable[[], bool]) -> PlanJob:
        self.woken.append((connection_id, plan_id))
        self.ends = out_of_time()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def work(
    planner: ScriptedPlanner, body: str = "", milliseconds: int = 900_000, bundle: Bundle | None = None
) -> tuple[list[str], RecordingMessages]:
    """The messages that must come again, and what was asked of the queue."""
    bundle = bundle or Gateway().bundle
    queue = RecordingMessages()
    vars(bundle).update(planner=planner, planner_messages=queue)
    event = {"Records": [received(body or json.dumps({"connection_id": "a", "plan_id": "p"}), message_id="0")]}
    answer: dict[str, Any] = plan_in_time(event, bundle, Invocation(ends_at=EPOCH + timedelta(milliseconds=milliseconds)))
    metrics.clear_metrics()
    return [item["itemIdentifier"] for item in answer["batchItemFailures"]], queue


@pytest.mark.parametrize("state", list(PlanState))
def test_a_plan_that_went_on_without_trouble_is_done_with(state: PlanState) -> None:
    planner = ScriptedPlanner(job(state))

    failed, queue = work(planner)

    assert (failed, queue.hidden, planner.woken) == ([], [], [("a", "p")])


def test_a_plan_that_met_trouble_comes_again_after_a_pause() -> None:
    failed, queue = work(ScriptedPlanner(job(PlanState.PLANNING, "The vendors cannot be read.")))

    assert (failed, queue.hidden) == (["0"], [("0", pause_before(1))])


def test_a_plan_that_has_given_up_does_not_come_again() -> None:
    assert work(ScriptedPlanner(job(PlanState.STOPPED, "The vendors cannot be read.")))[0] == []


def test_a_plan_that_is_gone_does_not_come_again() -> None:
    assert work(ScriptedPlanner(UnknownPlanError("gone")))[0] == []


def test_what_fails_comes_again_and_tells_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    failed, queue = work(ScriptedPlanner(KeyError(SECRET)))

    assert (failed, len(queue.hidden)) == (["0"], 1)
    assert SECRET not in capsys.readouterr().out


def test_a_record_that_cannot_be_planned_is_logged_once_by_its_id_and_place() -> None:
    bundle: Bundle = Gateway().bundle
    bundle.oddly_planned.append(("a", hubspot(EntityKind.INVOICE, "7"), OverflowError(SECRET)))
    with logged() as stream:
        assert work(ScriptedPlanner(job(PlanState.PLANNED)), bundle=bundle)[0] == []
        assert sum(shared_metrics.metric_set["RecordsFailedUnexpectedly"]["Value"]) == 1
        work(ScriptedPlanner(job(PlanState.PLANNED)), bundle=bundle)
        shared_metrics.clear_metrics()
    (line,) = [json.loads(one) for one in stream.getvalue().splitlines()]
    assert (line["level"], line["connection"], line["record"]) == ("ERROR", "a", "hubspot:invoice:7")
    assert line["error"] == ["OverflowError"]
    assert SECRET not in stream.getvalue()


@pytest.mark.parametrize("body", ["", "{}", "no JSON", '{"connection_id": 7}'])
def test_a_message_that_cannot_be_read_comes_again_until_it_is_a_dead_letter(body: str) -> None:
    planner = ScriptedPlanner(job(PlanState.PLANNED))

    assert work(planner, body or "[]")[0] == ["0"]
    assert planner.woken == []


def test_the_planner_is_told_in_time_to_stop() -> None:
    planner = ScriptedPlanner(job(PlanState.PLANNING))
    work(planner, milliseconds=STOP_PLANNING - 1)
    assert planner.ends
    work(planner, milliseconds=STOP_PLANNING + 1)
    assert not planner.ends
