"""Tells people through an SNS topic."""

from typing import TYPE_CHECKING

from counterfoil.engine.ports import Notifier

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

_LONGEST_SUBJECT = 100
LARGEST_TEXT = 256 * 1024


class SnsNotifier(Notifier):
    """An SNS topic.

    A subject must be printable ASCII, begin with something visible and stay within 100 characters
    (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html), so it is made to. AWS's own errors pass through.
    """

    def __init__(self, client: "SNSClient", topic_arn: str) -> None:
        self._client, self._topic_arn = client, topic_arn

    def publish(self, subject: str, text: str) -> None:
        message = text.encode()[:LARGEST_TEXT].decode(errors="ignore")
        self._client.publish(TopicArn=self._topic_arn, Subject=subject_of(subject), Message=message)


def subject_of(text: str) -> str:
    """`text` as a subject that SNS takes."""
    visible = (letter if " " <= letter <= "~" else "?" for letter in " ".join(text.split()))
    shown = "".join(visible) or "Counterfoil"
    return shown if len(shown) <= _LONGEST_SUBJECT else f"{shown[: _LONGEST_SUBJECT - 3]}..."
