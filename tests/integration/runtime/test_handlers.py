"""Every handler of the built bundle under AWS's runtime client: the layer has all it needs, within time and memory."""

from pathlib import Path
from typing import Any

import pytest

from infra.local.function_runtime import Package
from infra.local.stack import LocalStack
from tests.integration.runtime.conftest import Run
from tests.template.intrinsics import PROJECT, load

FUNCTIONS = {
    name: resource["Properties"]
    for name, resource in load(PROJECT / "template.yaml")["Resources"].items()
    if resource["Type"] == "AWS::Serverless::Function"
}
EXTRA_LAYERS = {"ConsoleFunction": ("ConsoleLayer",), "Exporter": ("ConsoleLayer",)}
FORGED = {
    "version": "2.0",
    "rawPath": "/webhooks/quickbooks",
    "rawQueryString": "",
    "headers": {"intuit-signature": "forged"},
    "requestContext": {"domainName": "example.com", "http": {"method": "POST"}},
    "body": "[]",
    "isBase64Encoded": False,
}
ARE_YOU_THERE = {
    "version": "2.0",
    "rawPath": "/healthz",
    "rawQueryString": "",
    "headers": {},
    "requestContext": {"domainName": "example.com", "stage": "$default", "http": {"method": "GET"}},
    "isBase64Encoded": False,
}
ANSWERED = {"WebhookIntake": (FORGED, 401), "ConsoleFunction": (ARE_YOU_THERE, 200)}
NOTHING_TO_DO: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "ScheduledPoller": ({}, {"asked": 0}),
    "Reconciler": ({}, {"enqueued": 0, "failures": 0, "halted": 0}),
    "ErrorReporter": ({"Records": []}, {}),
} | {
    name: ({"Records": []}, {"batchItemFailures": []})
    for name in (
        "CustomerSync",
        "ProductSync",
        "InvoiceSync",
        "PaymentSync",
        "ConnectionPoller",
        "Planner",
        "Eraser",
        "Exporter",
    )
}
LONGEST_INIT = 10
"""Seconds. AWS starts a function anew that has not got ready by then."""
MEMORY = 110
"""MB. Of the 512 that a function has for its share of the processor, it needs no more."""


@pytest.fixture
def packages(stack: LocalStack, built: Path) -> dict[str, Package]:
    """Each function as deployed, run with its own settings as the account's owner."""
    return {
        name: Package(
            code=built / name,
            layers=[built / layer for layer in ("CounterfoilLayer", *EXTRA_LAYERS.get(name, ()))],
            environment=stack.aws.environment | variables(stack, name),
            timeout=properties["Timeout"],
            memory=512,
        )
        for name, properties in FUNCTIONS.items()
    }


def variables(stack: LocalStack, function: str) -> dict[str, str]:
    """The environment that the deployed template gives a function."""
    configuration = stack.clients.functions.get_function_configuration(FunctionName=stack[function])
    return configuration["Environment"]["Variables"]


@pytest.mark.long
@pytest.mark.parametrize("name", FUNCTIONS)
def test_starts_within_aws_limits_and_answers(run: Run, packages: dict[str, Package], name: str) -> None:
    event = ANSWERED[name][0] if name in ANSWERED else NOTHING_TO_DO[name][0]
    invocation = run(packages[name]).invoke(event)
    assert invocation.error is None, invocation.payload
    if name in NOTHING_TO_DO:
        assert invocation.payload == NOTHING_TO_DO[name][1]
    else:
        assert invocation.payload["statusCode"] == ANSWERED[name][1]
    assert invocation.init is not None
    assert invocation.init < LONGEST_INIT
    assert invocation.peak_memory < MEMORY
