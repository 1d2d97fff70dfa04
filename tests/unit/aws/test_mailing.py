"""Mails of one connection: subscriptions that let through nothing of another."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from counterfoil.adapters.aws.mailing import SnsMailing
from counterfoil.engine.ports.notices import RefusedMessageError


@pytest.fixture
def sns() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("sns", region_name="eu-central-1")


@pytest.fixture
def topic(sns: Any) -> str:
    made: str = sns.create_topic(Name="reports")["TopicArn"]
    return made


def test_an_address_gets_what_is_of_its_connection(sns: Any, topic: str) -> None:
    name = SnsMailing(sns, topic).subscribe("62515-9130", "ann@example.com")
    found = sns.get_subscription_attributes(SubscriptionArn=name)["Attributes"]
    assert (found["Protocol"], found["Endpoint"]) == ("email", "ann@example.com")
    assert json.loads(found["FilterPolicy"]) == {"connection": ["62515-9130"]}


def test_whoever_leaves_twice_has_left(sns: Any, topic: str) -> None:
    mailing = SnsMailing(sns, topic)
    name = mailing.subscribe("a", "ann@example.com")
    mailing.unsubscribe(name)
    mailing.unsubscribe(name)
    assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == []


def test_a_message_names_its_connection(topic: str) -> None:
    class Sns:
        def publish(self, **given: Any) -> None:
            self.given = given

    sns: Any = Sns()
    SnsMailing(sns, topic).publish("a", "Bücher\nzu", "text")
    assert sns.given["MessageAttributes"] == {"connection": {"DataType": "String", "StringValue": "a"}}
    assert sns.given["Subject"] == "Bücher zu"


def test_what_aws_does_not_take_is_a_refusal(topic: str) -> None:
    class Sns:
        def publish(self, **_: Any) -> None:
            raise ClientError({"Error": {"Code": "Throttled", "Message": "secret detail"}}, "Publish")

    sns: Any = Sns()
    with pytest.raises(RefusedMessageError, match="AWS did not take it") as raised:
        SnsMailing(sns, topic).publish("a", "s", "t")
    assert "secret" not in str(raised.value)
