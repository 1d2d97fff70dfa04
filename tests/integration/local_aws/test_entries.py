"""What starts functions: the clock, and HTTP requests whose bytes must arrive as they were signed."""

import base64
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.local.clients import Clients
from tests.integration.local_aws.conftest import MakeWitness, Witness, eventually, unique

pytestmark = pytest.mark.long

type Post = Callable[[bytes, dict[str, str]], dict[str, Any]]


def test_a_schedule_starts_its_function(clients: Clients, witness: MakeWitness, role: str) -> None:
    function = witness("{}")
    soon = datetime.now(UTC) + timedelta(seconds=5)
    clients.scheduler.create_schedule(
        Name=unique("schedule"),
        ScheduleExpression=f"at({soon:%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": function.arn, "RoleArn": role, "Input": '{"tick": 1}'},
    )
    eventually(function.seen)
    assert function.seen() == [{"tick": 1}]


@pytest.fixture
def function(witness: MakeWitness) -> Witness:
    """Answers a request."""
    return witness('{"statusCode": 202, "body": "taken"}')


@pytest.fixture
def post(clients: Clients, function: Witness) -> Post:
    """Send bytes through an HTTP API; the event the function got."""
    api = clients.api_gateway.create_api(Name=unique("api"), ProtocolType="HTTP")["ApiId"]
    integration = clients.api_gateway.create_integration(
        ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=function.arn, PayloadFormatVersion="2.0"
    )["IntegrationId"]
    clients.api_gateway.create_route(ApiId=api, RouteKey="POST /hook", Target=f"integrations/{integration}")
    clients.api_gateway.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
    clients.functions.add_permission(
        FunctionName=function.name,
        StatementId="api",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
    )
    endpoint = clients.api_gateway.meta.endpoint_url

    def send(body: bytes, headers: dict[str, str]) -> dict[str, Any]:
        url = f"{endpoint}/_aws/execute-api/{api}/$default/hook?a=1&b=%2F"
        request = urllib.request.Request(url, data=body, headers=headers, method="POST")
        with urllib.request.urlopen(request, timeout=10) as response:
            assert (response.status, response.read()) == (202, b"taken")
        return eventually(function.seen)[-1]

    return send


def test_a_body_arrives_as_it_was_signed(post: Post) -> None:
    body = '[{"name":"Zo\u00eb \\u00e9", "amount": 1.10,  "n":1e2}]\n'.encode()
    event = post(body, {"Content-Type": "application/json", "X-HubSpot-Signature-v3": "a+b/c=", "Intuit-Signature": "x=="})
    assert event["body"].encode() == body
    assert event["isBase64Encoded"] is False
    assert event["headers"]["x-hubspot-signature-v3"] == "a+b/c="
    assert event["headers"]["intuit-signature"] == "x=="
    assert (event["rawPath"], event["rawQueryString"]) == ("/hook", "a=1&b=%2F")
    assert event["requestContext"]["http"]["method"] == "POST"


def test_bytes_that_are_no_text_arrive_encoded(post: Post) -> None:
    body = bytes(range(256))
    event = post(body, {"Content-Type": "application/octet-stream"})
    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == body
