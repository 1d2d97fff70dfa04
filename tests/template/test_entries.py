"""The ways in: two routes for vendors, one for people, and three schedules."""

import json
import re
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


@pytest.mark.parametrize(("api", "log"), [("HttpApi", "HttpApiLogs"), ("ConsoleApi", "ConsoleApiLogs")])
def test_each_api_is_throttled_by_itself_and_leaves_a_trace(bundle: Bundle, api: str, log: str) -> None:
    stage = stage_of(bundle, api)
    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] > 0
    assert target(stage["AccessLogSettings"]["DestinationArn"]) == log


@pytest.mark.parametrize("api", ["HttpApi", "ConsoleApi"])
@pytest.mark.parametrize("personal", ["sourceIp", "body", "header", "userAgent", "path", "query"])
def test_access_logs_name_nobody(bundle: Bundle, api: str, personal: str) -> None:
    assert personal not in stage_of(bundle, api)["AccessLogSettings"]["Format"]


def stage_of(bundle: Bundle, api: str) -> dict[str, Any]:
    """The one stage of an API."""
    (stage,) = [stage for _, stage in bundle.of_type("AWS::ApiGatewayV2::Stage") if target(stage["ApiId"]) == api]
    return stage


def test_between_polls_only_what_is_due_is_asked_for(bundle: Bundle) -> None:
    asked = {
        schedule["ScheduleExpression"]["Ref"]: json.loads(schedule["Target"].get("Input", "{}"))
        for _, schedule in bundle.of_type("AWS::Scheduler::Schedule")
    }
    assert asked == {"PollSchedule": {}, "RetrySchedule": {"only": "due"}, "ReconcileSchedule": {}}


def test_a_poll_has_ended_when_the_next_one_begins(bundle: Bundle) -> None:
    minutes = re.fullmatch(r"rate\((\d+) minutes\)", bundle.parameters["PollSchedule"]["Default"])
    assert minutes
    assert bundle.translated["ConnectionPoller"]["Properties"]["Timeout"] < int(minutes[1]) * 60


@pytest.mark.parametrize(
    ("function", "parameter", "usual"),
    [
        ("ScheduledPoller", "PollSchedule", "rate(10 minutes)"),
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
