"""Looks at a deployed stack: whether it is whole, its secrets are filled, its addresses answer, nothing lies about."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.domain.identity import EntityKind
from infra.operator.dead_letters import NOT_ABOUT_RECORDS
from infra.operator.findings import Finding, good, look, stop

SECRETS = (
    "hubspot_client_id",
    "hubspot_client_secret",
    "quickbooks_client_id",
    "quickbooks_client_secret",
    "quickbooks_verifier_token",
)
GENERATED = 64
"""So long is the verifier token that the stack made for itself; Intuit's are shorter."""
_WEBHOOKS = {"HubSpotWebhookUrl": "HubSpot", "QuickBooksWebhookUrl": "QuickBooks"}
_DEAD_LETTERS = (*(kind.title() for kind in EntityKind), *NOT_ABOUT_RECORDS)

type Outputs = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """How a stack is reached: a client of AWS by service, and what an address answers to a request (0: nothing)."""

    name: str
    client: Callable[[str], Any]
    asked: Callable[[str, str], int]


def examine_stack(stack: Stack) -> Iterator[Finding]:
    """Everything about the stack itself. What AWS does not let the caller see is a finding as well."""
    try:
        described = stack.client("cloudformation").describe_stacks(StackName=stack.name)["Stacks"][0]
    except (BotoCoreError, ClientError) as error:
        yield stop("stack", str(error), f"Deploy it (sam deploy), or name another one than {stack.name} with --stack.")
        return
    outputs = {one["OutputKey"]: one["OutputValue"] for one in described.get("Outputs", ())}
    yield _status(described["StackStatus"])
    for look_at in (_secrets, _addresses, _dead_letters, _alarms):
        yield from _looked(look_at, stack, outputs)


def _looked(look_at: Callable[[Stack, Outputs], Iterator[Finding]], stack: Stack, outputs: Outputs) -> Iterator[Finding]:
    what = look_at.__name__.strip("_").replace("_", " ")
    try:
        yield from look_at(stack, outputs)
    except KeyError as error:
        yield stop(what, f"the stack has no output {error}", "Deploy the newest version of the stack.")
    except (BotoCoreError, ClientError) as error:
        yield look(what, str(error), "Ask whoever may see it, or have the permission that is named added.")


def _status(status: str) -> Finding:
    if status in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        return good("stack", status)
    return look("stack", status, "See the stack's events in CloudFormation, mend what failed there, and deploy again.")


def _secrets(stack: Stack, outputs: Outputs) -> Iterator[Finding]:
    """Whether they are filled; what they are is never shown."""
    text = stack.client("secretsmanager").get_secret_value(SecretId=outputs["AppSecretArn"])["SecretString"]
    try:
        held = json.loads(text)
    except ValueError:
        held = {}
    empty = [name for name in SECRETS if not isinstance(held, dict) or not held.get(name)]
    if empty:
        remedy = 'Put the credentials of both apps into the secret AppSecretArn, as README\'s "Deploying" has it.'
        yield stop("secrets", f"empty: {', '.join(empty)}", remedy)
    elif len(held["quickbooks_verifier_token"]) >= GENERATED:
        remedy = "Copy the verifier token from the app's page Webhooks at developer.intuit.com into the secret."
        yield look("secrets", "quickbooks_verifier_token is the one that the stack made for itself", remedy)
    else:
        yield good("secrets", "filled")


def _addresses(stack: Stack, outputs: Outputs) -> Iterator[Finding]:
    """A webhook without a signature must be refused by the stack itself."""
    for name, vendor in _WEBHOOKS.items():
        status = stack.asked("POST", outputs[name])
        if status == 401:
            yield good(f"webhooks of {vendor}", f"{outputs[name]} refuses what is not signed")
        else:
            remedy = "Look at the alarms and at the log of webhook_intake; deploy again where the address does not exist."
            yield stop(f"webhooks of {vendor}", f"{outputs[name]} answers {status or 'nothing'}", remedy)
    address = f"{outputs['ConsoleUrl']}/healthz"
    if (status := stack.asked("GET", address)) == 200:
        yield good("console", f"{outputs['ConsoleUrl']} answers")
    else:
        remedy = "Look at the log of the console; with a domain of your own, at its record and certificate."
        yield stop("console", f"{address} answers {status or 'nothing'}", remedy)


def _dead_letters(stack: Stack, _outputs: Outputs) -> Iterator[Finding]:
    lying = {name: count for name in _DEAD_LETTERS if (count := _lying(stack, f"{name}DeadLetterQueue"))}
    if not lying:
        yield good("dead letters", "none")
        return
    found = ", ".join(f"{count} of {name.lower()}" for name, count in lying.items())
    yield look("dead letters", found, "See poe dead-letters list and the workers' logs; redrive once the cause is mended.")


def _lying(stack: Stack, logical_id: str) -> int:
    formation, sqs = stack.client("cloudformation"), stack.client("sqs")
    resource = formation.describe_stack_resource(StackName=stack.name, LogicalResourceId=logical_id)
    url = resource["StackResourceDetail"]["PhysicalResourceId"]
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    counted = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(counted.get(name, 0)) for name in names)


def _alarms(stack: Stack, _outputs: Outputs) -> Iterator[Finding]:
    prefix = f"{stack.name}-"
    found = stack.client("cloudwatch").describe_alarms(AlarmNamePrefix=prefix, StateValue="ALARM", MaxRecords=100)
    ringing = [alarm["AlarmName"] for alarm in found.get("MetricAlarms", ())]
    if ringing:
        remedy = "Each alarm's description in CloudWatch says what it means and what to do."
        yield look("alarms", f"ringing: {', '.join(ringing)}", remedy)
    else:
        yield good("alarms", "none is ringing")
