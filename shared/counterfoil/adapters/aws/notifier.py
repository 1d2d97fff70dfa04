"""Tells people through an SNS topic."""

from typing import TYPE_CHECKING, Any
from unicodedata import combining, normalize

from botocore.exceptions import ClientError

from counterfoil.engine.ports import Notifier

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

_LONGEST_SUBJECT = 99
LARGEST_TEXT = 256 * 1024
_NOT_TAKEN = {"InvalidParameter", "InvalidParameterException"}


class SnsNotifier(Notifier):
    """An SNS topic. AWS's own errors pass through."""

    def __init__(self, client: "SNSClient", topic_arn: str) -> None:
        self._client, self._topic_arn = client, topic_arn

    def publish(self, subject: str, text: str) -> None:
        publish(self._client, subject, text, TopicArn=self._topic_arn)


def publish(client: "SNSClient", subject: str, text: str, **message: Any) -> None:
    """Publish what may be written in any language. Raises ClientError.

    A subject has less than 100 letters in one line (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html). There they
    are UTF-8; other documents of AWS say ASCII, so that one that is refused goes in that.
    """
    shown, message["Message"] = subject_of(subject), text.encode()[:LARGEST_TEXT].decode(errors="ignore")
    try:
        client.publish(Subject=shown, **message)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _NOT_TAKEN or shown.isascii():
            raise
        client.publish(Subject=_in_ascii(shown), **message)


def subject_of(text: str) -> str:
    """`text` as a subject: on one line, never empty, shortened visibly."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split())) or "Counterfoil"
    return shown if len(shown) <= _LONGEST_SUBJECT else f"{shown[: _LONGEST_SUBJECT - 3]}..."


def _in_ascii(subject: str) -> str:
    """Letters without what stands above and below them; "?" for what has no such letter."""
    apart = normalize("NFKD", subject)
    return subject_of("".join("" if combining(one) else one if one.isascii() else "?" for one in apart))
