"""Moves dead letters back to the queue they came from, in order.

AWS does so itself: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
Where an endpoint does not know that action, as a local AWS may not, each message is sent and then deleted.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.adapters.aws.dead_letter_queue import count, receive
from counterfoil.engine.ports.dead_letters import Redriven

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import ListMessageMoveTasksResultEntryTypeDef as Task
    from mypy_boto3_sqs.type_defs import MessageTypeDef

type LatestTask = Task | None
"""AWS's newest move task of a queue, if there is any."""

_UNKNOWN_ACTION = "InvalidAction"
_UNDER_WAY = ("RUNNING", "CANCELLING")
_LOOKS = 600
"""How often a task of AWS is looked at, a second apart, before it is left to itself."""
_MOVING = 60
"""Seconds that a message is hidden while it is moved."""


def redrive(
    sqs: "SQSClient",
    dead_letters: str,
    queue: str,
    sleep: Callable[[float], object] = time.sleep,
    looks: int = _LOOKS,
) -> Redriven:
    """Move all messages from one queue to another, given by URL. May be interrupted and repeated.

    Raises botocore's ClientError and BotoCoreError when AWS refuses before anything was moved.
    """
    source, destination = _arn(sqs, dead_letters), _arn(sqs, queue)
    try:
        latest = _latest_task(sqs, source)
    except ClientError as error:
        if error.response["Error"]["Code"] != _UNKNOWN_ACTION:
            raise
        return carry(sqs, dead_letters, queue)
    if latest is None or latest["Status"] not in _UNDER_WAY:
        sqs.start_message_move_task(SourceArn=source, DestinationArn=destination)
    return _outcome(_finished_task(sqs, source, latest, sleep, looks))


def carry(sqs: "SQSClient", dead_letters: str, queue: str) -> Redriven:
    """Send each message and then delete it.

    The deduplication id comes from the message's own id: interrupted in between and repeated within five minutes, the
    message is not sent twice; later it is, which a hint may be.
    """
    moved, trouble = 0, ""
    try:
        while messages := receive(sqs, dead_letters, hidden_for=_MOVING):
            for message in messages:
                _carry_one(sqs, dead_letters, queue, message)
                moved += 1
    except (ClientError, BotoCoreError) as error:
        trouble = str(error)
    return Redriven(moved, count(sqs, dead_letters), trouble)


def _carry_one(sqs: "SQSClient", dead_letters: str, queue: str, message: "MessageTypeDef") -> None:
    sqs.send_message(
        QueueUrl=queue,
        MessageBody=message["Body"],
        MessageGroupId=message["Attributes"]["MessageGroupId"],
        MessageDeduplicationId=f"redriven-{message['MessageId']}",
    )
    sqs.delete_message(QueueUrl=dead_letters, ReceiptHandle=message["ReceiptHandle"])


def _arn(sqs: "SQSClient", url: str) -> str:
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def _latest_task(sqs: "SQSClient", source: str) -> LatestTask:
    tasks = sqs.list_message_move_tasks(SourceArn=source, MaxResults=1).get("Results", [])
    return tasks[0] if tasks else None


def _finished_task(
    sqs: "SQSClient", source: str, before: LatestTask, sleep: Callable[[float], object], looks: int
) -> LatestTask:
    """The task that was just started or found under way, once it is finished; None when that takes too long."""
    for _ in range(looks):
        task = _latest_task(sqs, source)
        if task and task["Status"] not in _UNDER_WAY and not _is_old(task, before):
            return task
        sleep(1)
    return None


def _is_old(task: "Task", before: LatestTask) -> bool:
    """Whether this is the finished task of another day, because the new one is not listed yet."""
    return (
        before is not None and before["Status"] not in _UNDER_WAY and task["StartedTimestamp"] == before["StartedTimestamp"]
    )


def _outcome(task: LatestTask) -> Redriven:
    if task is None:
        return Redriven(0, 0, "AWS is still moving messages; ask again to see how it ends")
    moved = task["ApproximateNumberOfMessagesMoved"]
    left = task.get("ApproximateNumberOfMessagesToMove", moved) - moved
    trouble = "" if task["Status"] == "COMPLETED" else task.get("FailureReason", task["Status"])
    return Redriven(moved, left, trouble)
