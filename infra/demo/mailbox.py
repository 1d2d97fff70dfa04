"""The mailbox of the person to whom failing records are reported."""

import json
import time
import uuid

from infra.local.stack import LocalStack


class Mailbox:
    """Gets, from now on, what the report topic sends: a queue subscribed to it."""

    def __init__(self, stack: LocalStack) -> None:
        self._sqs, topic = stack.clients.sqs, stack["ReportTopic"]
        self._url = self._sqs.create_queue(QueueName=f"mailbox-{uuid.uuid4().hex[:8]}")["QueueUrl"]
        arn = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self._sqs.set_queue_attributes(QueueUrl=self._url, Attributes={"Policy": _policy(arn, topic)})
        stack.clients.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)

    def take(self, within: float) -> str:
        """The next report, "" when none comes within so many seconds."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            for message in self._sqs.receive_message(QueueUrl=self._url, WaitTimeSeconds=1).get("Messages", []):
                self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
                told: str = json.loads(message["Body"])["Message"]
                return told
        return ""


def _policy(queue: str, topic: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
