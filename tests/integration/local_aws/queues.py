"""Queues for the probes."""

import json

from infra.local.clients import Clients
from tests.integration.local_aws.conftest import unique


def make_queue(clients: Clients, *, fifo: bool = True, dead_letters: str = "", receives: int = 2, hides: int = 1) -> str:
    """A queue whose messages reappear after `hides` seconds, with the dead-letter queue of the given URL; its URL."""
    attributes = {"VisibilityTimeout": str(hides)} | ({"FifoQueue": "true"} if fifo else {})
    if dead_letters:
        policy = {"deadLetterTargetArn": arn(clients, dead_letters), "maxReceiveCount": receives}
        attributes["RedrivePolicy"] = json.dumps(policy)
    name = unique("queue") + (".fifo" if fifo else "")
    return clients.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]  # type: ignore[arg-type]


def arn(clients: Clients, url: str) -> str:
    """The ARN of a queue."""
    return clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def send(clients: Clients, url: str, body: str, *, group: str = "group", deduplication: str | None = None) -> None:
    """Send to one group of a FIFO queue."""
    clients.sqs.send_message(
        QueueUrl=url, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=deduplication or unique("message")
    )


def receive(clients: Clients, url: str) -> list[tuple[str, str]]:
    """Bodies and receipt handles of what is there now."""
    messages = clients.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [(message["Body"], message["ReceiptHandle"]) for message in messages]
