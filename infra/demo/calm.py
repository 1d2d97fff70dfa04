"""Waiting until nothing is under way any more: no webhook on the road, no message in a queue."""

import time
from collections.abc import Iterable

from infra.local.stack import LocalStack
from infra.sandbox.remote import Twin

_LOOK_EVERY = 0.4
_LOOKS = 4
"""So often nothing must be under way before it counts as calm: a delivery just being answered is seen nowhere."""
_COUNTED = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")


class RestlessError(RuntimeError):
    """Something is still under way."""


def wait_until_calm(stack: LocalStack, twins: Iterable[Twin], within: float = 30) -> None:
    """Return when nothing is under way. Raises RestlessError after `within` seconds."""
    deadline, calm_looks = time.monotonic() + within, 0
    senders = list(twins)
    while calm_looks < _LOOKS:
        if time.monotonic() > deadline:
            raise RestlessError(f"After {within:.0f} seconds webhooks or messages are still under way")
        calm = not any(twin.pending() for twin in senders) and not messages(stack)
        calm_looks = calm_looks + 1 if calm else 0
        time.sleep(_LOOK_EVERY)


def messages(stack: LocalStack) -> int:
    """How many messages wait or are at work in the queues of all kinds."""
    return sum(_messages(stack, url) for url in stack.queue_urls.values())


def _messages(stack: LocalStack, queue_url: str) -> int:
    answer = stack.clients.sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["All"])
    return sum(int(count) for name, count in answer["Attributes"].items() if name in _COUNTED)
