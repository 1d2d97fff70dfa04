"""SQS as the design needs it: ordered within a group, forgetful of duplicates, patient, and finally giving up."""

import time
from pathlib import Path

import pytest

from infra.local.clients import Clients
from tests.integration.local_aws.conftest import MakeWitness, create_stack, eventually, unique
from tests.integration.local_aws.queues import arn, make_queue, receive, send

pytestmark = pytest.mark.long

STOPS_AT_FIRST_FAILURE = """
def handler(event, context):
    records = event["Records"]
    for position, record in enumerate(records):
        if record["body"] == "2" and record["attributes"]["ApproximateReceiveCount"] == "1":
            return {"batchItemFailures": [{"itemIdentifier": r["messageId"]} for r in records[position:]]}
        print('SEEN {"Records": [{"body": "%s"}]}' % record["body"])
"""

REFUSES_POISON = """
def handler(event, context):
    poison = [r["messageId"] for r in event["Records"] if r["body"] == "poison"]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in poison]}
"""

WAITS_FOR_THE_QUICK_ONE = """
import time
from pathlib import Path
SIGNS = Path({signs!r})
def handler(event, context):
    for body in (record["body"] for record in event["Records"]):
        (SIGNS / body).touch()
        while body == "slow" and not (SIGNS / "quick").exists():
            time.sleep(0.1)
        print('SEEN {{"Records": [{{"body": "%s"}}]}}' % body)
"""

_LONGER_THAN_A_CALL = 5
"""Seconds after which what failed comes again, and what is still being worked on must not."""


def test_a_slow_group_holds_back_nobody_but_itself(clients: Clients, witness: MakeWitness, tmp_path: Path) -> None:
    queue = make_queue(clients, hides=60)
    function = witness(WAITS_FOR_THE_QUICK_ONE.format(signs=str(tmp_path)))
    send(clients, queue, "slow", group="one")
    mapping = {"EventSourceArn": arn(clients, queue), "FunctionName": function.name}
    scaling = {"ScalingConfig": {"MaximumConcurrency": "2"}}  # a text, as a parameter's value is
    create_stack(clients, {"Mapping": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {**mapping, **scaling}}})
    eventually((tmp_path / "slow").exists)
    send(clients, queue, "after the slow one", group="one")
    send(clients, queue, "quick", group="another")
    eventually(lambda: len(function.records()) == 3)
    assert [record["body"] for record in function.records()] == ["quick", "slow", "after the slow one"]


def test_order_survives_a_failure(clients: Clients, witness: MakeWitness) -> None:
    queue = make_queue(clients, hides=_LONGER_THAN_A_CALL)
    for number in range(5):
        send(clients, queue, str(number))
    function = witness(STOPS_AT_FIRST_FAILURE)
    clients.functions.create_event_source_mapping(
        EventSourceArn=arn(clients, queue), FunctionName=function.name, FunctionResponseTypes=["ReportBatchItemFailures"]
    )
    eventually(lambda: len(function.records()) >= 5)
    assert [record["body"] for record in function.records()] == ["0", "1", "2", "3", "4"]


def test_a_duplicate_is_dropped_even_after_the_first_is_done(clients: Clients) -> None:
    queue = make_queue(clients)
    send(clients, queue, "first", deduplication="same")
    ((body, receipt),) = receive(clients, queue)
    clients.sqs.delete_message(QueueUrl=queue, ReceiptHandle=receipt)
    send(clients, queue, "again", deduplication="same")
    assert body == "first"
    assert receive(clients, queue) == []


def test_a_group_waits_while_its_head_is_being_worked_on(clients: Clients) -> None:
    queue = make_queue(clients, hides=600)
    send(clients, queue, "head")
    ((body, receipt),) = receive(clients, queue)
    assert body == "head"
    send(clients, queue, "tail")
    assert receive(clients, queue) == []
    clients.sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=receipt, VisibilityTimeout=0)
    assert [body for body, _ in receive(clients, queue)] == ["head", "tail"]


def test_a_message_that_its_worker_shows_again_comes_at_once(clients: Clients) -> None:
    queue = make_queue(clients, hides=600)
    send(clients, queue, "given back")
    ((_, receipt),) = receive(clients, queue)
    entry = {"Id": "0", "ReceiptHandle": receipt, "VisibilityTimeout": 0}
    assert not clients.sqs.change_message_visibility_batch(QueueUrl=queue, Entries=[entry]).get("Failed")  # type: ignore[list-item]
    assert [body for body, _ in eventually(lambda: receive(clients, queue))] == ["given back"]


def test_a_message_that_its_worker_keeps_hidden_stays_so_beyond_the_queues_time(clients: Clients) -> None:
    queue = make_queue(clients, hides=_LONGER_THAN_A_CALL)
    send(clients, queue, "in work")
    ((_, receipt),) = receive(clients, queue)
    clients.sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=receipt, VisibilityTimeout=600)
    time.sleep(_LONGER_THAN_A_CALL + 0.5)  # the queue's own time is over by then, however busy the machine
    assert receive(clients, queue) == []


def test_a_message_that_its_worker_deletes_frees_its_group_at_once(clients: Clients) -> None:
    queue = make_queue(clients, hides=600)
    send(clients, queue, "head")
    ((_, receipt),) = receive(clients, queue)
    send(clients, queue, "tail")
    entry = {"Id": "0", "ReceiptHandle": receipt}
    assert not clients.sqs.delete_message_batch(QueueUrl=queue, Entries=[entry]).get("Failed")  # type: ignore[list-item]
    assert [body for body, _ in receive(clients, queue)] == ["tail"]


def test_what_is_not_deleted_comes_back_and_ends_in_the_dead_letter_queue(clients: Clients) -> None:
    dead_letters = make_queue(clients)
    queue = make_queue(clients, dead_letters=dead_letters)
    send(clients, queue, "poison")
    assert receive(clients, queue)
    assert eventually(lambda: receive(clients, queue))

    def dead() -> list[tuple[str, str]]:
        assert receive(clients, queue) == []
        return receive(clients, dead_letters)

    assert [body for body, _ in eventually(dead)] == ["poison"]


def test_only_what_failed_comes_back(clients: Clients, witness: MakeWitness) -> None:
    dead_letters = make_queue(clients, fifo=False)
    queue = make_queue(clients, fifo=False, dead_letters=dead_letters, hides=_LONGER_THAN_A_CALL)
    bodies = ["one", "poison", "two"]
    clients.sqs.send_message_batch(
        QueueUrl=queue, Entries=[{"Id": str(place), "MessageBody": body} for place, body in enumerate(bodies)]
    )
    clients.functions.create_event_source_mapping(
        EventSourceArn=arn(clients, queue),
        FunctionName=witness(REFUSES_POISON).name,
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )
    assert [body for body, _ in eventually(lambda: receive(clients, dead_letters))] == ["poison"]
    waiting = clients.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert waiting["ApproximateNumberOfMessages"] == "0"
    assert waiting["ApproximateNumberOfMessagesNotVisible"] == "0"


def test_an_unknown_queue_is_refused(clients: Clients) -> None:
    missing = clients.sqs.exceptions.QueueDoesNotExist
    try:
        clients.sqs.get_queue_url(QueueName=unique("nowhere"))
    except missing:
        return
    raise AssertionError("a queue that nobody made was found")
