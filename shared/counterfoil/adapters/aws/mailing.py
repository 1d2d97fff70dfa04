"""Mails of single connections: subscriptions of the report's topic that let through only what is of their connection."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.adapters.aws.notifier import publish
from counterfoil.domain.texts import notices as texts
from counterfoil.engine.ports.notices import Mailing, RefusedMessageError

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

CONNECTION = "connection"
"""The attribute of a message that says which connection it is of; what has none goes to the deployment's own address."""
_NOT_AGREED = {"InvalidParameter", "InvalidParameterException", "NotFound", "NotFoundException"}


class SnsMailing(Mailing):
    """An SNS topic. Whoever is subscribed agrees by a link in AWS's own mail; what nobody agreed to ends after two days.

    https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html
    """

    def __init__(self, client: "SNSClient", topic_arn: str) -> None:
        self._client, self._topic_arn = client, topic_arn

    def subscribe(self, connection_id: str, address: str) -> str:
        with _taken():
            answer = self._client.subscribe(
                TopicArn=self._topic_arn,
                Protocol="email",
                Endpoint=address,
                Attributes={"FilterPolicy": json.dumps({CONNECTION: [connection_id]})},
                ReturnSubscriptionArn=True,
            )
        return answer["SubscriptionArn"]

    def unsubscribe(self, subscription: str) -> None:
        try:
            self._client.unsubscribe(SubscriptionArn=subscription)
        except ClientError as error:
            if error.response["Error"]["Code"] not in _NOT_AGREED:
                raise

    def publish(self, connection_id: str, subject: str, text: str) -> None:
        with _taken():
            attributes = {CONNECTION: {"DataType": "String", "StringValue": connection_id}}
            publish(self._client, subject, text, TopicArn=self._topic_arn, MessageAttributes=attributes)


@contextmanager
def _taken() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise RefusedMessageError(texts.MAILS_NOT_TAKEN()) from error
