"""Queues: in order per connection, encrypted, with room for retries; what cannot be handled is kept and noticed."""

from datetime import timedelta

import pytest

from counterfoil.bootstrap.vendors import ANSWER_WITHIN, CONNECTED_WITHIN
from counterfoil.bootstrap.work import LEASE
from counterfoil.engine.connections.delete import QUIET
from counterfoil.engine.hints import turns
from counterfoil.engine.work.pauses import pause_before
from counterfoil.engine.work.shift import HOLD, RENEW_AFTER
from tests.template.bundle import Bundle, target

KINDS = ("Customer", "Product", "Invoice", "Payment")
TEN_MINUTES = 10 * 60
FOURTEEN_DAYS = 14 * 24 * 3600


def dead_letter_queues(bundle: Bundle) -> set[str]:
    """Where any queue, schedule, stream or invocation leaves what failed for good."""
    redrives = {
        target(queue["RedrivePolicy"]["deadLetterTargetArn"])
        for _, queue in bundle.of_type("AWS::SQS::Queue")
        if "RedrivePolicy" in queue
    }
    destinations = {
        target(hop["DestinationConfig"]["OnFailure"]["Destination"])
        for kind in ("AWS::Lambda::EventSourceMapping", "AWS::Lambda::EventInvokeConfig")
        for _, hop in bundle.of_type(kind)
        if "DestinationConfig" in hop
    }
    schedules = {
        target(schedule["Target"]["DeadLetterConfig"]["Arn"]) for _, schedule in bundle.of_type("AWS::Scheduler::Schedule")
    }
    return redrives | destinations | schedules


@pytest.mark.parametrize("kind", KINDS)
def test_messages_of_a_connection_stay_in_order(bundle: Bundle, kind: str) -> None:
    for name in (f"{kind}Queue", f"{kind}DeadLetterQueue"):
        queue = bundle.translated[name]["Properties"]
        assert queue["FifoQueue"] is True
        assert queue["QueueName"]["Fn::Sub"].endswith(".fifo")


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_comes_back_soon_after_its_worker_must_have_ended(bundle: Bundle, kind: str) -> None:
    queue = bundle.translated[f"{kind}Queue"]["Properties"]
    worker = bundle.translated[f"{kind}Sync"]["Properties"]
    assert worker["Timeout"] < queue["VisibilityTimeout"] <= TEN_MINUTES / 2
    (mapping,) = bundle.mappings_of(f"{kind}Sync")
    assert target(mapping["EventSourceArn"]) == f"{kind}Queue"


@pytest.mark.parametrize("kind", KINDS)
def test_passing_trouble_of_half_an_hour_makes_no_dead_letters(bundle: Bundle, kind: str) -> None:
    redrive = bundle.translated[f"{kind}Queue"]["Properties"]["RedrivePolicy"]
    pauses = [pause_before(receives) for receives in range(1, redrive["maxReceiveCount"])]
    assert sum(pauses, timedelta()) >= timedelta(minutes=30)
    assert max(pauses) <= timedelta(minutes=1)
    assert target(redrive["deadLetterTargetArn"]) == f"{kind}DeadLetterQueue"


@pytest.mark.parametrize("kind", KINDS)
def test_a_live_worker_is_never_silent_for_as_long_as_its_messages_are_hidden(bundle: Bundle, kind: str) -> None:
    worker = bundle.translated[f"{kind}Sync"]["Properties"]
    assert RENEW_AFTER + timedelta(seconds=ANSWER_WITHIN + CONNECTED_WITHIN) < HOLD < timedelta(seconds=worker["Timeout"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_create_is_taken_over_only_after_its_worker_must_have_ended(bundle: Bundle, kind: str) -> None:
    assert timedelta(seconds=bundle.translated[f"{kind}Sync"]["Properties"]["Timeout"]) < LEASE


def test_a_poll_whose_worker_died_comes_again_before_the_next_round(bundle: Bundle) -> None:
    queue = bundle.translated["PollQueue"]["Properties"]
    assert bundle.translated["ConnectionPoller"]["Properties"]["Timeout"] < queue["VisibilityTimeout"] < TEN_MINUTES
    assert "FifoQueue" not in queue


def test_a_poll_that_fails_again_and_again_is_a_dead_letter_before_the_next_round(bundle: Bundle) -> None:
    redrive = bundle.translated["PollQueue"]["Properties"]["RedrivePolicy"]
    pauses = [pause_before(receives) for receives in range(1, redrive["maxReceiveCount"] + 1)]
    assert timedelta(seconds=30) <= sum(pauses, timedelta()) < timedelta(seconds=TEN_MINUTES) / 5
    assert target(redrive["deadLetterTargetArn"]) == "PollDeadLetterQueue"


def test_polls_that_wait_for_more_than_a_round_raise_an_alarm(bundle: Bundle) -> None:
    alarm = bundle.alarms["PollQueueAgeAlarm"]["Properties"]
    assert (alarm["MetricName"], alarm["Threshold"]) == ("ApproximateAgeOfOldestMessage", TEN_MINUTES)


def test_pollers_that_die_again_and_again_raise_an_alarm_though_later_rounds_overtake_their_messages(bundle: Bundle) -> None:
    alarm = bundle.alarms["PollerFailsAlarm"]["Properties"]
    assert (alarm["MetricName"], target(alarm["Dimensions"][0]["Value"])) == ("Errors", "ConnectionPoller")
    assert alarm["Threshold"] == 0
    assert alarm["DatapointsToAlarm"] * alarm["Period"] == 2 * TEN_MINUTES


def test_a_live_poller_is_never_silent_for_as_long_as_its_turn_is_kept() -> None:
    assert turns.RENEW_AFTER + timedelta(seconds=ANSWER_WITHIN + CONNECTED_WITHIN) <= turns.HOLD < timedelta(minutes=1)


def test_every_queue_is_encrypted(bundle: Bundle) -> None:
    assert all(queue["SqsManagedSseEnabled"] is True for _, queue in bundle.of_type("AWS::SQS::Queue"))


def test_dead_letters_are_kept_for_fourteen_days(bundle: Bundle) -> None:
    found = dead_letter_queues(bundle)
    assert len(found) == 10
    for name in found:
        assert bundle.translated[name]["Properties"]["MessageRetentionPeriod"] == FOURTEEN_DAYS


def test_every_dead_letter_queue_raises_an_alarm_at_its_first_message(bundle: Bundle) -> None:
    for name in dead_letter_queues(bundle):
        alarm = bundle.alarms[f"{name}Alarm"]["Properties"]
        assert alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
        assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": {"Ref": name}}]
        assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")
        assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}]
        assert "poe dead-letters list" in alarm["AlarmDescription"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_queue_that_falls_behind_raises_an_alarm(bundle: Bundle, kind: str) -> None:
    alarm = bundle.alarms[f"{kind}QueueAgeAlarm"]["Properties"]
    assert alarm["MetricName"] == "ApproximateAgeOfOldestMessage"


def test_alarms_are_told_about_the_right_queues(bundle: Bundle) -> None:
    handed = bundle.written["Observability"]["Properties"]["Parameters"]
    queues = {name for name, _ in bundle.of_type("AWS::SQS::Queue")}
    assert {name: target(value) for name, value in handed.items() if name in queues} == {name: name for name in queues}


@pytest.mark.parametrize(("name", "function"), [("EraseQueue", "Eraser"), ("ExportQueue", "Exporter")])
def test_what_is_erased_or_exported_comes_again_once_its_function_must_have_ended(
    bundle: Bundle, name: str, function: str
) -> None:
    queue = bundle.translated[name]["Properties"]
    (mapping,) = bundle.mappings_of(function)
    assert (queue["FifoQueue"], mapping["BatchSize"]) == (True, 1)
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert queue["VisibilityTimeout"] > bundle.translated[function]["Properties"]["Timeout"]


def test_nobody_runs_for_longer_than_the_eraser_waits(bundle: Bundle) -> None:
    longest = max(function["Timeout"] for _, function in bundle.of_type("AWS::Lambda::Function"))
    assert timedelta(seconds=longest) < QUIET


def test_plans_take_turns_and_come_again_once_their_planner_must_have_ended(bundle: Bundle) -> None:
    queue = bundle.translated["PlanQueue"]["Properties"]
    (mapping,) = bundle.mappings_of("Planner")
    assert (queue["FifoQueue"], mapping["BatchSize"]) == (True, 1)
    assert target(mapping["EventSourceArn"]) == "PlanQueue"
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert queue["VisibilityTimeout"] > bundle.translated["Planner"]["Properties"]["Timeout"]
    assert target(queue["RedrivePolicy"]["deadLetterTargetArn"]) == "PlanDeadLetterQueue"
    assert (
        bundle.alarms["PlanQueueAgeAlarm"]["Properties"]["Threshold"]
        > 4 * bundle.translated["Planner"]["Properties"]["Timeout"]
    )
