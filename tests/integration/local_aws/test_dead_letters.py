"""A defect makes a dead letter; the operator's one command shows it, and once all is mended has it done."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from counterfoil.adapters.aws.dead_letter_queue import count, look
from counterfoil.adapters.aws.redrive import redrive
from counterfoil.engine.ports.dead_letters import Redriven
from infra.local.clients import Clients
from infra.local.environments import PROJECT
from infra.local.stack import LocalStack
from tests.integration.local_aws.conftest import eventually
from tests.integration.local_aws.queues import make_queue, receive, send

pytestmark = pytest.mark.long

WORKER = "PaymentSync"
MESSAGE = {
    "version": 1,
    "connection_id": "gone",
    "kind": "payment",
    "origin": "webhook",
    "events": [{"ref": "quickbooks:payment:7", "occurred_at": "2026-11-23T00:00:00Z", "identity": "7"}],
}


@pytest.fixture
def impatient_queue(stack: LocalStack) -> Iterator[str]:
    """The payments' queue, whose messages are given up after three times; its URL."""
    url = stack.queue_urls["payment"]
    usual = stack.clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])["Attributes"]
    policy = json.loads(usual["RedrivePolicy"]) | {"maxReceiveCount": 3}
    stack.clients.sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": json.dumps(policy)})
    yield url
    stack.clients.sqs.set_queue_attributes(QueueUrl=url, Attributes=usual)


@pytest.fixture
def defect(stack: LocalStack) -> Iterator[dict[str, str]]:
    """A worker that looks for its table in the wrong place, until it is mended; what it ought to be told."""
    functions, name = stack.clients.functions, stack[WORKER]
    right = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    functions.update_function_configuration(
        FunctionName=name, Environment={"Variables": right | {"TABLE_NAME": "elsewhere"}}
    )
    yield right
    mend(stack, right)


def mend(stack: LocalStack, right: dict[str, str]) -> None:
    """Tell the worker where its table is."""
    stack.clients.functions.update_function_configuration(FunctionName=stack[WORKER], Environment={"Variables": right})


def operate(stack: LocalStack, action: str) -> list[dict[str, Any]]:
    """What the operator's command says; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "infra.operator.dead_letters", action, "--stack", "counterfoil"],
        cwd=PROJECT,
        env={**os.environ, **stack.aws.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def waiting(stack: LocalStack, name: str) -> int:
    """Messages of a queue, hidden ones included."""
    attributes = stack.clients.sqs.get_queue_attributes(QueueUrl=stack[name], AttributeNames=["All"])["Attributes"]
    return int(attributes["ApproximateNumberOfMessages"]) + int(attributes["ApproximateNumberOfMessagesNotVisible"])


def test_a_dead_letter_is_shown_redriven_and_done(stack: LocalStack, impatient_queue: str, defect: dict[str, str]) -> None:
    send(stack.clients, impatient_queue, json.dumps(MESSAGE), group="gone")
    eventually(lambda: waiting(stack, "PaymentDeadLetterQueue") == 1, within=60)
    for _ in range(2):  # looking changes nothing
        told = operate(stack, "list")
        assert {"queue": "payment", "dead_letters": 1} in told
        assert {line["queue"] for line in told if line.get("dead_letters") == 0} == {
            "customer", "product", "invoice", "poll", "plan", "erase", "export", "invocation", "report",
        }  # fmt: skip
        (letter,) = [line for line in told if "message" in line]
        assert (letter["connection"], letter["records"]) == ("gone", 1)
        assert letter["received"] >= 3
    mend(stack, defect)
    assert {"queue": "payment", "moved": 1, "left": 0, "trouble": ""} in operate(stack, "redrive")
    eventually(lambda: waiting(stack, "PaymentQueue") == 0)
    eventually(lambda: any("messages of a connection that is gone" in line for line in stack.logs(WORKER)))
    assert waiting(stack, "PaymentDeadLetterQueue") == 0


def test_many_dead_letters_are_counted_seen_in_part_and_redriven_in_order(clients: Clients) -> None:
    dead_letters, queue = make_queue(clients), make_queue(clients, hides=30)
    for number in range(12):
        send(clients, dead_letters, f"{number:02}", group="busy")
    send(clients, dead_letters, "quiet", group="quiet")
    assert count(clients.sqs, dead_letters) == 13
    assert [letter.connection for letter in look(clients.sqs, dead_letters)].count("busy") == 10
    assert redrive(clients.sqs, dead_letters, queue) == Redriven(moved=13, left=0)
    came = [body for body, _ in receive(clients, queue) if body != "quiet"]
    assert came == [f"{number:02}" for number in range(len(came))]
