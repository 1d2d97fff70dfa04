"""Dead letters as an operator sees and redrives them, on queues in process; AWS's own move tasks are scripted."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import NoRegionError
from moto import mock_aws

from counterfoil.adapters.aws.dead_letters import SqsDeadLetters
from counterfoil.adapters.aws.messages import encode
from counterfoil.adapters.aws.redrive import redrive
from counterfoil.domain.change import ChangeBatch, ChangeEvent
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.engine.ports.dead_letters import Redriven
from infra.operator.dead_letters import Queues, main
from tests.unit.aws.scripts import Script, refusal

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

NOW = datetime(2026, 11, 23, tzinfo=UTC)
OTHERS = (
    "PollDeadLetterQueue",
    "PlanDeadLetterQueue",
    "EraseDeadLetterQueue",
    "ExportDeadLetterQueue",
    "InvocationDeadLetterQueue",
    "ReportDeadLetterQueue",
)
KINDS = ("Customer", "Product", "Invoice", "Payment")


def at_once(params: dict[str, Any], **_: object) -> None:
    """In process a queue shows all that it has; nothing more comes of waiting for it."""
    params["WaitTimeSeconds"] = 0


class Deployed:
    """The queues of a bundle."""

    def __init__(self) -> None:
        self.sqs: SQSClient = boto3.client("sqs", region_name="us-east-1")
        self.sqs.meta.events.register("provide-client-params.sqs.ReceiveMessage", at_once)
        self._deaths = count()
        names = [f"{kind}{what}" for kind in KINDS for what in ("Queue", "DeadLetterQueue")]
        self.urls = {name: self._make(f"{name}.fifo", FifoQueue="true") for name in names}
        self.urls |= {name: self._make(name) for name in OTHERS}

    def _make(self, name: str, **attributes: str) -> str:
        return self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]  # type: ignore[arg-type]

    def die(self, body: str, *, kind: str = "Invoice", connection: str = "acme") -> str:
        """A dead letter; its message id."""
        url = self.urls[f"{kind}DeadLetterQueue"]
        sent = self.sqs.send_message(
            QueueUrl=url, MessageBody=body, MessageGroupId=connection, MessageDeduplicationId=str(next(self._deaths))
        )
        return sent["MessageId"]

    def waiting(self, name: str) -> int:
        """How many messages can be received."""
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.urls[name], AttributeNames=["All"])["Attributes"]
        return int(attributes["ApproximateNumberOfMessages"])

    def bodies(self, name: str) -> list[tuple[str, str]]:
        """Who and what is there, in order."""
        answer = self.sqs.receive_message(
            QueueUrl=self.urls[name], MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"], VisibilityTimeout=0
        )
        return [(message["Attributes"]["MessageGroupId"], message["Body"]) for message in answer.get("Messages", [])]

    def queues(self, _stack: str) -> Queues:
        return self.sqs, self.urls.__getitem__

    def without_move_tasks(self) -> None:
        """An endpoint that does not know AWS's own redrive."""
        Script(self.sqs, "ListMessageMoveTasks", *[refusal("InvalidAction")] * 4)


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield Deployed()


def message(records: int) -> str:
    """What a worker gets."""
    refs = [RecordRef(System.HUBSPOT, EntityKind.INVOICE, str(number)) for number in range(records)]
    events = tuple(ChangeEvent(ref, NOW, str(ref)) for ref in refs)
    return encode(ChangeBatch(connection_id="acme", kind=EntityKind.INVOICE, events=events))


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_list_counts_all_queues_and_describes_messages(deployed: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    first = deployed.die(message(3))
    assert main(["list"], deployed.queues) == 0
    told = lines(capsys)
    counts = {line["queue"]: line["dead_letters"] for line in told if "dead_letters" in line}
    assert counts == {
        "customer": 0,
        "product": 0,
        "invoice": 1,
        "payment": 0,
        "poll": 0,
        "plan": 0,
        "erase": 0,
        "export": 0,
        "invocation": 0,
        "report": 0,
    }
    (described,) = [line for line in told if "message" in line]
    assert (described["message"], described["connection"], described["queue"]) == (first, "acme", "invoice")
    assert (described["records"], described["received"]) == (3, 1)
    assert datetime.fromisoformat(described["first_received_at"]) >= datetime.fromisoformat(described["sent_at"]) > NOW


def test_a_list_takes_nothing_away_and_hides_nothing(deployed: Deployed) -> None:
    deployed.die("one")
    deployed.die("two", connection="other")
    assert main(["list"], deployed.queues) == 0
    assert deployed.waiting("InvoiceDeadLetterQueue") == 2


def test_a_message_that_cannot_be_read_is_listed_without_its_body(
    deployed: Deployed, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed.die('{"name": "Zelda"}')
    assert main(["list", "--kind", "invoice"], deployed.queues) == 0
    told = capsys.readouterr().out
    assert "not a change message" in told
    assert "Zelda" not in told
    assert "report" not in told


def test_a_redrive_keeps_order_and_connections(deployed: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(23):
        deployed.die(str(number))
    deployed.die("another", connection="other")
    deployed.without_move_tasks()
    assert main(["redrive"], deployed.queues) == 0
    assert {"queue": "invoice", "moved": 24, "left": 0, "trouble": ""} in lines(capsys)
    assert deployed.waiting("InvoiceDeadLetterQueue") == 0
    assert deployed.waiting("InvoiceQueue") == 24
    ours = [body for connection, body in deployed.bodies("InvoiceQueue") if connection == "acme"]
    assert ours == [str(number) for number in range(len(ours))]


def test_only_the_given_kind_is_redriven(deployed: Deployed) -> None:
    deployed.die("customer", kind="Customer")
    deployed.die("invoice")
    deployed.without_move_tasks()
    assert main(["redrive", "--kind", "customer"], deployed.queues) == 0
    assert deployed.bodies("CustomerQueue") == [("acme", "customer")]
    assert deployed.bodies("InvoiceDeadLetterQueue") == [("acme", "invoice")]


def test_a_message_that_was_not_accepted_stays(deployed: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    deployed.die("one")
    deployed.die("two")
    deployed.without_move_tasks()
    Script(deployed.sqs, "SendMessage", None, refusal("AccessDenied"))
    assert main(["redrive", "--kind", "invoice"], deployed.queues) == 1
    (told,) = lines(capsys)
    assert (told["moved"], told["left"]) == (1, 1)
    assert "AccessDenied" in told["trouble"]


def test_an_interrupted_redrive_may_be_repeated(deployed: Deployed) -> None:
    url = deployed.urls["InvoiceDeadLetterQueue"]
    deployed.die("one")
    deployed.without_move_tasks()
    interrupted = Script(deployed.sqs, "DeleteMessage", refusal("InternalError"))
    assert main(["redrive", "--kind", "invoice"], deployed.queues) == 1
    receipt = interrupted.requests[0]["ReceiptHandle"]
    deployed.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=receipt, VisibilityTimeout=0)
    assert main(["redrive", "--kind", "invoice"], deployed.queues) == 0
    assert deployed.waiting("InvoiceDeadLetterQueue") == 0
    assert deployed.bodies("InvoiceQueue") == [("acme", "one")]


def test_one_queue_that_refuses_does_not_keep_the_others(deployed: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    deployed.die("payment", kind="Payment")
    unknown = refusal("InvalidAction")
    Script(deployed.sqs, "ListMessageMoveTasks", refusal("AccessDenied"), unknown, unknown, unknown)
    assert main(["redrive"], deployed.queues) == 1
    assert "customer: " in capsys.readouterr().err
    assert deployed.bodies("PaymentQueue") == [("acme", "payment")]


def no_region(_stack: str) -> Queues:
    raise NoRegionError


def test_what_aws_refuses_is_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"], no_region) == 1
    assert capsys.readouterr().err == "You must specify a region.\n"


def task(status: str, started: int = 2, **more: Any) -> dict[str, Any]:
    """A list of one task, as AWS answers it."""
    figures = {"ApproximateNumberOfMessagesMoved": 5, "ApproximateNumberOfMessagesToMove": 5}
    return {"Results": [{"Status": status, "StartedTimestamp": started, **figures, **more}]}


@pytest.mark.parametrize(
    ("answers", "starts", "seconds", "figures"),
    [
        pytest.param([{}, task("RUNNING"), task("COMPLETED")], 1, 1, (5, 0, ""), id="the first task"),
        pytest.param([task("FAILED", 1), task("FAILED", 1), task("COMPLETED")], 1, 1, (5, 0, ""), id="listed late"),
        pytest.param([task("RUNNING"), task("COMPLETED")], 0, 0, (5, 0, ""), id="one is under way"),
        pytest.param(
            [{}, task("FAILED", ApproximateNumberOfMessagesMoved=3, FailureReason="AccessDenied")],
            1, 0, (3, 2, "AccessDenied"), id="failed",
        ),
        pytest.param([{}, task("CANCELLED")], 1, 0, (5, 0, "CANCELLED"), id="cancelled"),
    ],
)  # fmt: skip
def test_aws_moves_messages_itself(
    deployed: Deployed, answers: list[dict[str, Any]], starts: int, seconds: int, figures: tuple[int, int, str]
) -> None:
    Script(deployed.sqs, "ListMessageMoveTasks", *answers)
    started = Script(deployed.sqs, "StartMessageMoveTask", {"TaskHandle": "handle"})
    slept: list[float] = []
    redriven = redrive(
        deployed.sqs, deployed.urls["InvoiceDeadLetterQueue"], deployed.urls["InvoiceQueue"], sleep=slept.append
    )
    assert (redriven.moved, redriven.left, redriven.trouble) == figures
    assert len(started.requests) == starts
    assert len(slept) == seconds
    assert all(request["DestinationArn"].endswith(":InvoiceQueue.fifo") for request in started.requests)


def test_a_task_that_takes_too_long_is_left_to_itself(deployed: Deployed) -> None:
    Script(deployed.sqs, "ListMessageMoveTasks", *[task("RUNNING")] * 700)
    urls = deployed.urls["InvoiceDeadLetterQueue"], deployed.urls["InvoiceQueue"]
    assert "still moving" in redrive(deployed.sqs, *urls, sleep=lambda _: None).trouble


def kept(deployed: Deployed) -> SqsDeadLetters:
    """What the console has."""
    urls = deployed.urls
    pairs = {kind: (urls[f"{kind.title()}DeadLetterQueue"], urls[f"{kind.title()}Queue"]) for kind in EntityKind}
    return SqsDeadLetters(deployed.sqs, pairs)


def test_the_console_shows_and_moves_the_same(deployed: Deployed) -> None:
    deployed.die(message(1), connection="acme")
    deployed.without_move_tasks()
    letters = kept(deployed)
    assert [(one.connection, one.records) for one in letters.letters(EntityKind.INVOICE)] == [("acme", 1)]
    assert (letters.count(EntityKind.INVOICE), letters.count(EntityKind.CUSTOMER)) == (1, 0)
    assert letters.redrive(EntityKind.INVOICE) == Redriven(1, 0)
    assert deployed.waiting("InvoiceQueue") == 1


def test_what_aws_refuses_the_console_is_told(deployed: Deployed) -> None:
    deployed.die(message(1))
    Script(deployed.sqs, "ListMessageMoveTasks", refusal("AccessDenied"))
    redriven = kept(deployed).redrive(EntityKind.INVOICE)
    assert (redriven.moved, redriven.left) == (0, 1)
    assert "AccessDenied" in redriven.trouble
