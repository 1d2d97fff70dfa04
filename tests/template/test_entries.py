"""The ways in: two routes and three schedules."""

import json
from typing import Any

import pytest

from tests.template.bundle import Bundle, target


def test_vendors_may_post_to_two_addresses(bundle: Bundle) -> None:
    paths = bundle.translated["HttpApi"]["Properties"]["Body"]["paths"]
    assert {path: list(methods) for path, methods in paths.items()} == {
        "/webhooks/hubspot": ["post"],
        "/webhooks/quickbooks": ["post"],
    }
    assert {stage["StageName"] for _, stage in bundle.of_type("AWS::ApiGatewayV2::Stage")} == {"$default"}


def test_the_api_is_throttled_and_leaves_a_trace(bundle: Bundle) -> None:
    ((_, stage),) = bundle.of_type("AWS::ApiGatewayV2::Stage")
    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] > 0
    assert target(stage["AccessLogSettings"]["DestinationArn"]) == "HttpApiLogs"


@pytest.mark.parametrize("personal", ["sourceIp", "body", "header", "userAgent"])
def test_access_logs_name_nobody(bundle: Bundle, personal: str) -> None:
    ((_, stage),) = bundle.of_type("AWS::ApiGatewayV2::Stage")
    assert personal not in stage["AccessLogSettings"]["Format"]


def test_between_polls_only_what_is_due_is_asked_for(bundle: Bundle) -> None:
    asked = {
        schedule["ScheduleExpression"]["Ref"]: json.loads(schedule["Target"].get("Input", "{}"))
        for _, schedule in bundle.of_type("AWS::Scheduler::Schedule")
    }
    assert asked == {"PollSchedule": {}, "RetrySchedule": {"only": "due"}, "ReconcileSchedule": {}}


@pytest.mark.parametrize(
    ("function", "parameter", "usual"),
    [
        ("ScheduledPoller", "PollSchedule", "rate(5 minutes)"),
        ("ScheduledPoller", "RetrySchedule", "rate(1 minute)"),
        ("Reconciler", "ReconcileSchedule", "cron(30 3 * * ? *)"),
    ],
)
def test_schedules_are_the_operators_choice(bundle: Bundle, function: str, parameter: str, usual: str) -> None:
    schedules: dict[str, dict[str, Any]] = {
        schedule["ScheduleExpression"]["Ref"]: schedule for _, schedule in bundle.of_type("AWS::Scheduler::Schedule")
    }
    schedule = schedules[parameter]
    assert target(schedule["Target"]["Arn"]) == function
    assert bundle.parameters[parameter]["Default"] == usual
    assert target(schedule["Target"]["RoleArn"]) == "SchedulerRole"
    assert "Name" not in schedule, "two stacks of one account would quarrel over it"
