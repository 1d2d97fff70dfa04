"""The contract of Notifier."""

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from counterfoil.adapters.aws.notifier import SnsNotifier
from counterfoil.engine.ports import Notifier
from tests import fakes
from tests.contract.stores.conftest import EVERY_AWS, opener
from tests.contract.stores.grounds import Ground


@dataclass(frozen=True, slots=True)
class Told:
    """A notifier, and what people were told."""

    notifier: Notifier
    messages: Callable[[], list[tuple[str, str]]]


@pytest.fixture(params=["memory", *EVERY_AWS])
def told(request: pytest.FixtureRequest) -> Iterator[Told]:
    if request.param == "memory":
        recording = fakes.RecordingNotifier()
        yield Told(recording, lambda: recording.messages)
    else:
        with opener(request)() as ground:
            yield subscribed(ground)


def subscribed(ground: Ground) -> Told:
    """A topic to which a queue subscribes."""
    sns, sqs, name = ground.clients("sns"), ground.clients("sqs"), f"reports-{uuid.uuid4()}"
    topic_arn = sns.create_topic(Name=name)["TopicArn"]
    queue_url = sqs.create_queue(QueueName=name)["QueueUrl"]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sending = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage"}
    policy = {"Version": "2012-10-17", "Statement": [{**sending, "Resource": queue_arn}]}
    sqs.set_queue_attributes(QueueUrl=queue_url, Attributes={"Policy": json.dumps(policy)})
    sns.subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=queue_arn)
    return Told(SnsNotifier(sns, topic_arn), lambda: [message(body) for body in received(sqs, queue_url)])


def received(sqs: Any, queue_url: str) -> Iterator[str]:
    while messages := sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages", []):
        for one in messages:
            yield one["Body"]
            sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=one["ReceiptHandle"])


def message(body: str) -> tuple[str, str]:
    envelope = json.loads(body)
    return envelope["Subject"], envelope["Message"]


def test_people_are_told(told: Told) -> None:
    told.notifier.publish("Invoice INV-1 needs you", "Totals differ: 100,00 € and 100,01 €.\nCompare them.")

    assert told.messages() == [("Invoice INV-1 needs you", "Totals differ: 100,00 € and 100,01 €.\nCompare them.")]


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Zoë's\ninvoice \t 1", "Zoë's invoice 1"),
        ("\x00", "?"),
        ("", "Counterfoil"),
        ("x" * 150, "x" * 96 + "..."),
        ("x" * 99, "x" * 99),
    ],
)
def test_a_subject_is_made_to_what_sns_takes(ground: Ground, subject: str, shown: str) -> None:
    topic = subscribed(ground)

    topic.notifier.publish(subject, "text")

    assert topic.messages() == [(shown, "text")]


class AsciiOnly:
    """SNS as some of its documents have it: a subject is ASCII. `topic` may be one that there is not."""

    def __init__(self, topic: str = "topic") -> None:
        self.topic, self.subjects = topic, list[str]()

    def publish(self, TopicArn: str, Subject: str, Message: str) -> None:  # noqa: N803, ARG002 - AWS's names
        if TopicArn != self.topic or not Subject.isascii():
            raise ClientError({"Error": {"Code": "InvalidParameter", "Message": "Subject"}}, "Publish")
        self.subjects.append(Subject)


@pytest.mark.parametrize(("subject", "shown"), [("Zoë précise", "Zoe precise"), ("需要您", "???"), ("plain", "plain")])
def test_a_subject_that_is_refused_goes_in_ascii(subject: str, shown: str) -> None:
    client: Any = AsciiOnly()
    SnsNotifier(client, "topic").publish(subject, "text")
    assert client.subjects == [shown]


def test_what_is_refused_for_another_reason_is_an_error() -> None:
    client: Any = AsciiOnly("another")
    for subject in ("plain", "Zoë"):
        with pytest.raises(ClientError):
            SnsNotifier(client, "topic").publish(subject, "text")


def test_a_text_too_long_is_cut_between_characters(ground: Ground) -> None:
    topic = subscribed(ground)

    topic.notifier.publish("long", "€" * 100_000)

    ((_, text),) = topic.messages()
    assert len(text.encode()) <= 256 * 1024
    assert set(text) == {"€"}


def test_a_topic_that_does_not_exist_is_an_error(ground: Ground) -> None:
    topic_arn = "arn:aws:sns:us-east-1:000000000000:nobody"

    with pytest.raises(ClientError):
        SnsNotifier(ground.clients("sns"), topic_arn).publish("subject", "text")
