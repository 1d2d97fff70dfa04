"""Least privilege: every statement names what it allows and on what."""

from collections.abc import Iterator
from typing import Any

from tests.template.bundle import Bundle, target

type Statement = dict[str, Any]

CONSOLE = "ConsoleFunctionRole"
"""It moves dead letters back to work, see test_console."""
FILES = "${ExportBucket.Arn}/*"
"""Objects of a bucket cannot be named otherwise."""

OWN_QUEUES = {f"{kind}SyncRole": f"{kind}Queue" for kind in ("Customer", "Product", "Invoice", "Payment")} | {
    "ConnectionPollerRole": "PollQueue",
    "PlannerRole": "PlanQueue",
    "EraserRole": "EraseQueue",
    "ExporterRole": "ExportQueue",
}


def statements(bundle: Bundle) -> Iterator[tuple[str, Statement]]:
    """Every statement of every role and policy, with the logical id of its owner."""
    for kind in ("AWS::IAM::Role", "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy"):
        for name, properties in bundle.of_type(kind):
            documents = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
            documents += [properties["PolicyDocument"]] if "PolicyDocument" in properties else []
            yield from ((name, statement) for document in documents for statement in document["Statement"])


def as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_no_statement_has_a_wildcard(bundle: Bundle) -> None:
    found = list(statements(bundle))
    assert len(found) > 20
    for _, statement in found:
        assert "*" not in str((statement["Action"], statement["Resource"])).replace(FILES, "")


def test_statements_allow_and_name_their_resources(bundle: Bundle) -> None:
    for _, statement in statements(bundle):
        assert statement["Effect"] == "Allow"
        assert all(":" in action for action in as_list(statement["Action"]))
        assert all(target(resource) in bundle.translated for resource in as_list(statement["Resource"]))


def test_no_policy_of_awss_is_attached(bundle: Bundle) -> None:
    for _, role in bundle.of_type("AWS::IAM::Role"):
        for policy in role.get("ManagedPolicyArns", []):
            assert bundle.translated[target(policy)]["Type"] == "AWS::IAM::ManagedPolicy"


def test_roles_are_for_one_service_each(bundle: Bundle) -> None:
    for name, role in bundle.of_type("AWS::IAM::Role"):
        (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
        service = "scheduler" if name == "SchedulerRole" else "lambda"
        assert statement["Principal"] == {"Service": f"{service}.amazonaws.com"}


def test_only_those_who_talk_to_vendors_open_tokens(bundle: Bundle) -> None:
    openers = {
        name for name, role in bundle.of_type("AWS::IAM::Role") if {"Ref": "TokenGrant"} in role.get("ManagedPolicyArns", [])
    }
    assert openers.isdisjoint({"WebhookIntakeRole", "ErrorReporterRole", "SchedulerRole"})
    assert {name for name, statement in statements(bundle) if "kms:" in str(statement)} == {"TokenGrant"}


def test_workers_receive_from_their_own_queue_only(bundle: Bundle) -> None:
    for name, statement in statements(bundle):
        if name != CONSOLE and "sqs:ReceiveMessage" in as_list(statement["Action"]):
            assert target(statement["Resource"]) == OWN_QUEUES[name]


def test_workers_hide_and_delete_messages_of_their_own_queue_only(bundle: Bundle) -> None:
    hiding = {
        name: target(statement["Resource"])
        for name, statement in statements(bundle)
        if name != CONSOLE and "sqs:ChangeMessageVisibility" in as_list(statement["Action"])
    }
    assert hiding == OWN_QUEUES


def test_only_the_eraser_reads_the_table_through(bundle: Bundle) -> None:
    scanning = {name for name, statement in statements(bundle) if "dynamodb:Scan" in as_list(statement["Action"])}
    assert scanning == {"EraserRole"}


def test_the_eraser_erases_and_stores_nothing(bundle: Bundle) -> None:
    allowed = {
        action
        for name, statement in statements(bundle)
        if name == "EraserRole"
        for action in as_list(statement["Action"])
        if action.startswith("dynamodb:")
    }
    assert allowed == {f"dynamodb:{name}" for name in ("BatchWriteItem", "DeleteItem", "GetItem", "Scan")}


def test_the_intake_may_read_what_failed_for_a_setting_that_changed(bundle: Bundle) -> None:
    """It calls up what waits for a change, under the plans that those records were applied with."""
    allowed = {
        action
        for name, statement in statements(bundle)
        if name == "WebhookIntakeRole" and target(as_list(statement["Resource"])[0]) == "Table"
        for action in as_list(statement["Action"])
    }
    assert allowed == {f"dynamodb:{name}" for name in ("BatchGetItem", "GetItem", "PutItem", "Query")}
