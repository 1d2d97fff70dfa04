"""A local AWS of its own, and functions that print what they are given."""

import io
import json
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from infra.local.aws import LocalAws
from infra.local.clients import Clients
from infra.local.completion import physical_ids
from infra.local.environments import Environments

REPORTER = """
import json
def handler(event, context):
    print("SEEN " + json.dumps(event))
    return ANSWER
"""


@pytest.fixture(scope="session")
def clients() -> Iterator[Clients]:
    """Of a local AWS with nothing in it."""
    with LocalAws(Environments.ready()) as aws:
        yield aws.clients()


@pytest.fixture(scope="session")
def role(clients: Clients) -> str:
    """A role that may be given events and pass them on; its ARN."""
    actions = ("sqs:*", "dynamodb:*", "lambda:InvokeFunction")
    document = allow(Action=list(actions), Resource="*")
    services = ["lambda.amazonaws.com", "scheduler.amazonaws.com"]
    properties = {
        "AssumeRolePolicyDocument": allow(Principal={"Service": services}, Action="sts:AssumeRole"),
        "Policies": [{"PolicyName": "probe", "PolicyDocument": document}],
    }
    created = create_stack(clients, {"Role": {"Type": "AWS::IAM::Role", "Properties": properties}})
    return f"arn:aws:iam::000000000000:role/{created['Role']}"


@dataclass(frozen=True)
class Witness:
    """A function that prints its events."""

    clients: Clients
    name: str
    arn: str

    def seen(self) -> list[dict[str, Any]]:
        """The events so far, oldest first."""
        try:
            lines = self.clients.logs.filter_log_events(logGroupName=f"/aws/lambda/{self.name}")["events"]
        except self.clients.logs.exceptions.ResourceNotFoundException:
            return []
        messages = [line["message"] for line in lines]
        return [json.loads(text.removeprefix("SEEN ")) for text in messages if text.startswith("SEEN ")]

    def records(self) -> list[dict[str, Any]]:
        """The records of all events so far."""
        return [record for event in self.seen() for record in event["Records"]]


type MakeWitness = Callable[[str], Witness]


@pytest.fixture
def witness(clients: Clients, role: str) -> MakeWitness:
    """Deploy a function from its source, or one that answers with the given JSON."""

    def make(source_or_answer: str) -> Witness:
        plain = "def handler" not in source_or_answer
        source = REPORTER.replace("ANSWER", source_or_answer) if plain else source_or_answer
        name = unique("witness")
        made = clients.functions.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Handler="handler.handler",
            Role=role,
            Timeout=60,
            Code={"ZipFile": zipped(source)},
        )
        return Witness(clients, name, made["FunctionArn"])

    return make


@pytest.fixture
def table(clients: Clients) -> str:
    """A table with a string key and a stream."""
    name = unique("table")
    clients.dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    return name


def allow(**statement: object) -> dict[str, Any]:
    """A policy of one statement."""
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}


def create_stack(clients: Clients, resources: dict[str, Any]) -> dict[str, str]:
    """Create resources by CloudFormation; their physical ids."""
    return physical_ids(clients, deployed(clients, resources))


def deployed(clients: Clients, resources: dict[str, Any]) -> str:
    """The name of a stack with these resources."""
    stack = unique("probe")
    body = json.dumps({"Resources": resources})
    clients.cloudformation.create_stack(StackName=stack, TemplateBody=body, Capabilities=["CAPABILITY_IAM"])
    waiter = clients.cloudformation.get_waiter("stack_create_complete")
    waiter.wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
    return stack


def unique(prefix: str) -> str:
    """A name no other probe has."""
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


def zipped(source: str) -> bytes:
    """A deployment package with one module."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("handler.py", source)
    return buffer.getvalue()


def eventually[T](look: Callable[[], T], *, within: float = 60) -> T:
    """What `look` finds as soon as it is something; an assertion error after `within` seconds of nothing."""
    deadline = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < deadline, f"nothing after {within} seconds"
        time.sleep(0.1)
    return found
