"""Every function: its own role and log, nothing it does not need, and no event lost on the way to it."""

from typing import Any

import pytest

from counterfoil.settings import Settings, variables_of
from counterfoil_console.settings import ConsoleSettings, ExporterSettings
from tests.template.bundle import Bundle, target
from tests.template.intrinsics import PROJECT

NAMES = {
    "WebhookIntake": "webhook_intake",
    "ScheduledPoller": "scheduled_poller",
    "ConnectionPoller": "connection_poller",
    "Reconciler": "reconciler",
    "CustomerSync": "customer_sync",
    "ProductSync": "product_sync",
    "InvoiceSync": "invoice_sync",
    "PaymentSync": "payment_sync",
    "Planner": "planner",
    "Eraser": "eraser",
    "ErrorReporter": "error_reporter",
    "ConsoleFunction": "console",
    "Exporter": "exporter",
}
WORKERS = ("CustomerSync", "ProductSync", "InvoiceSync", "PaymentSync")
OF_LIBRARIES = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE", "LOG_LEVEL", "PYDANTIC_DISABLE_PLUGINS"}
QUEUES = {"CUSTOMER_QUEUE_URL", "PRODUCT_QUEUE_URL", "INVOICE_QUEUE_URL", "PAYMENT_QUEUE_URL"}
VENDORS = {
    "TOKEN_KEY_ID",
    "APP_SECRET_ID",
    "HUBSPOT_BASE_URL",
    "QUICKBOOKS_BASE_URL",
    "QUICKBOOKS_CUSTOM_FIELDS",
    "QUICKBOOKS_GRAPHQL_URL",
    "QUICKBOOKS_TOKEN_URL",
    "QUICKBOOKS_REVOKE_URL",
}
NEEDED = dict.fromkeys(NAMES, {"TABLE_NAME"} | QUEUES | VENDORS) | {
    **dict.fromkeys(("InvoiceSync", "PaymentSync"), {"TABLE_NAME", "CONSOLE_BASE_URL"} | QUEUES | VENDORS),
    "ScheduledPoller": {"TABLE_NAME", "POLL_QUEUE_URL", "REPORT_TOPIC_ARN", "CONSOLE_BASE_URL"} | QUEUES | VENDORS,
    "ConnectionPoller": {"TABLE_NAME", "POLL_QUEUE_URL"} | QUEUES | VENDORS,
    "WebhookIntake": {"TABLE_NAME", "APP_SECRET_ID", "PUBLIC_BASE_URL"} | QUEUES,
    "Planner": {"TABLE_NAME", "PLAN_QUEUE_URL", "ERASE_QUEUE_URL"} | QUEUES | VENDORS,
    "Eraser": {"TABLE_NAME", "ERASE_QUEUE_URL"},
    "Reconciler": {"TABLE_NAME", "REPORT_TOPIC_ARN"} | QUEUES | VENDORS,
    "ErrorReporter": {"TABLE_NAME", "REPORT_TOPIC_ARN", "QUICKBOOKS_BASE_URL"},
    "ConsoleFunction": {
        "TABLE_NAME",
        "PLAN_QUEUE_URL",
        "ERASE_QUEUE_URL",
        "EXPORT_QUEUE_URL",
        "HUBSPOT_CONSENT_URL",
        "QUICKBOOKS_CONSENT_URL",
        "REPORT_TOPIC_ARN",
    }
    | set(variables_of(ConsoleSettings).values())
    | QUEUES
    | VENDORS,
    "Exporter": {"TABLE_NAME", "EXPORT_QUEUE_URL", "REPORT_TOPIC_ARN"} | set(variables_of(ExporterSettings).values()),
}
OF_THE_CONSOLE = {"ConsoleFunction", "Exporter"}
"""They have its layer."""


def properties(bundle: Bundle, function: str) -> dict[str, Any]:
    """A function as CloudFormation creates it."""
    found: dict[str, Any] = bundle.translated[function]["Properties"]
    return found


def test_the_functions_are_these(bundle: Bundle) -> None:
    assert {name for name, _ in bundle.of_type("AWS::Lambda::Function")} == NAMES.keys()


def test_every_folder_of_functions_is_deployed() -> None:
    handlers = {path.parent.name for path in (PROJECT / "functions").glob("*/handler.py")}
    assert handlers == set(NAMES.values())


@pytest.mark.parametrize(("function", "name"), NAMES.items())
def test_code_comes_from_the_folder_of_its_name(bundle: Bundle, function: str, name: str) -> None:
    written = bundle.written[function]["Properties"]
    assert written["CodeUri"] == f"functions/{name}/"
    assert properties(bundle, function)["Handler"] == "handler.handler"
    assert properties(bundle, function)["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] == name


@pytest.mark.parametrize("function", NAMES)
def test_runs_on_one_runtime_with_the_layers_it_needs(bundle: Bundle, function: str) -> None:
    found = properties(bundle, function)
    assert found["Runtime"] == "python3.13"
    assert found["Architectures"] == [{"Ref": "Architecture"}]
    layers = ["CounterfoilLayer", "ConsoleLayer"] if function in OF_THE_CONSOLE else ["CounterfoilLayer"]
    assert [target(layer).removesuffix(target(layer)[-10:]) for layer in found["Layers"]] == layers
    assert found["MemorySize"] == (1024 if function == "ConsoleFunction" else 512)


@pytest.mark.parametrize("function", NAMES)
def test_has_a_role_and_a_log_of_its_own(bundle: Bundle, function: str) -> None:
    found = properties(bundle, function)
    assert target(found["Role"]) == f"{function}Role"
    assert found["LoggingConfig"] == {"LogFormat": "JSON", "LogGroup": {"Ref": f"{function}Logs"}}


def test_every_log_is_kept_for_a_time_and_no_longer(bundle: Bundle) -> None:
    logs = dict(bundle.of_type("AWS::Logs::LogGroup"))
    assert len(logs) == len(NAMES) + len({"HttpApiLogs", "ConsoleApiLogs"})
    assert all(log["RetentionInDays"] == {"Ref": "LogRetentionDays"} for log in logs.values())


@pytest.mark.parametrize("function", NAMES)
def test_gets_the_settings_it_needs_and_no_more(bundle: Bundle, function: str) -> None:
    assert set(properties(bundle, function)["Environment"]["Variables"]) == NEEDED[function] | OF_LIBRARIES


@pytest.mark.parametrize("function", NAMES)
def test_every_setting_is_known_to_the_code(bundle: Bundle, function: str) -> None:
    known = set(variables_of(Settings).values()) | set(variables_of(ConsoleSettings).values()) | OF_LIBRARIES
    assert set(properties(bundle, function)["Environment"]["Variables"]) <= known


@pytest.mark.parametrize(
    "function",
    sorted(NAMES.keys() - set(WORKERS) - {"ConnectionPoller", "ErrorReporter", "Planner", "Eraser", *OF_THE_CONSOLE}),
)
def test_an_invocation_nobody_waits_for_ends_in_a_dead_letter_queue(bundle: Bundle, function: str) -> None:
    configured = bundle.translated[f"{function}EventInvokeConfig"]["Properties"]
    destination = configured["DestinationConfig"]["OnFailure"]["Destination"]
    assert target(destination) == "InvocationDeadLetterQueue"


@pytest.mark.parametrize("function", NAMES)
def test_only_who_gives_back_what_is_left_may_call_themselves(bundle: Bundle, function: str) -> None:
    """By way of their queues; Lambda ends any other loop."""
    assert properties(bundle, function).get("RecursiveLoop") == (
        "Allow" if function in {*WORKERS, "ConnectionPoller", "Planner", "Eraser"} else None
    )


@pytest.mark.parametrize("metric", ["RecordsFailedUnexpectedly", "WorkFailed", "ContinuationsExhausted"])
def test_what_goes_wrong_in_any_worker_raises_an_alarm(bundle: Bundle, metric: str) -> None:
    assert_it_raises_an_alarm(bundle, metric, "synchronisers")


def test_what_only_we_can_mend_raises_an_alarm_while_polls_meet_it(bundle: Bundle) -> None:
    poller = properties(bundle, "ConnectionPoller")["Environment"]["Variables"]
    assert_it_raises_an_alarm(bundle, "FaultsOfOurs", poller["POWERTOOLS_SERVICE_NAME"])


def assert_it_raises_an_alarm(bundle: Bundle, metric: str, service: str) -> None:
    """The first that `service` counts of `metric` within five minutes is told to operators."""
    (alarm,) = [one["Properties"] for one in bundle.alarms.values() if one.get("Properties", {}).get("MetricName") == metric]
    assert (alarm["Namespace"], alarm["Dimensions"]) == ("Counterfoil", [{"Name": "service", "Value": service}])
    assert (alarm["Statistic"], alarm["Period"]) == ("Sum", 300)
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")
    assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}]


@pytest.mark.parametrize("function", WORKERS)
def test_workers_return_only_what_failed(bundle: Bundle, function: str) -> None:
    (mapping,) = bundle.mappings_of(function)
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BatchSize"] == 10
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": {"Ref": "SyncConcurrency"}}


def test_pollers_are_told_of_one_slice_at_a_time(bundle: Bundle) -> None:
    (mapping,) = bundle.mappings_of("ConnectionPoller")
    assert target(mapping["EventSourceArn"]) == "PollQueue"
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BatchSize"] == 1
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": {"Ref": "PollConcurrency"}}


SOLVED = (
    '{"dynamodb": {"NewImage": {"item_type": {"S": ["outcome"]}, "status": {"S": ["in_sync", "excluded"]}}, '
    '"OldImage": {"status": {"S": ["failing", "waiting"]}}}}'
)


def test_the_reporter_wakes_for_failing_and_solved_outcomes_and_dead_connections_only(bundle: Bundle) -> None:
    (mapping,) = bundle.mappings_of("ErrorReporter")
    assert [criterion["Pattern"] for criterion in mapping["FilterCriteria"]["Filters"]] == [
        '{"dynamodb": {"NewImage": {"item_type": {"S": ["outcome"]}, "status": {"S": ["failing"]}}}}',
        SOLVED,
        '{"dynamodb": {"NewImage": {"item_type": {"S": ["connection"]}, "status": {"S": ["needs_reconnect"]}}}}',
    ]
    assert mapping["MaximumBatchingWindowInSeconds"] == {"Ref": "ReportWindow"}
    assert mapping["BisectBatchOnFunctionError"] is True
    assert 0 < mapping["MaximumRetryAttempts"] <= 5
    assert target(mapping["DestinationConfig"]["OnFailure"]["Destination"]) == "ReportDeadLetterQueue"


def test_intake_answers_before_intuit_gives_up(bundle: Bundle) -> None:
    assert properties(bundle, "WebhookIntake")["Timeout"] <= 10
    assert bundle.alarms["IntakeSlowAlarm"]["Properties"]["Threshold"] < 3000
