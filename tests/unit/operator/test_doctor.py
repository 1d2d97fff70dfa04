"""What an operator is told of a deployed stack: what is well, what is not, and what to do about it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from counterfoil.domain.checks.check import Check, Checked, CheckResult, CheckState
from counterfoil.domain.connection import Connection, ConnectionState, Ending
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from infra.operator.doctor import Patient, deployed, main
from infra.operator.examine_stack import SECRETS, Stack
from tests.builders import NOON, a_connection
from tests.fake_stores import InMemoryConnectionStore
from tests.fakes import InMemoryCheckStore

OUTPUTS = {
    "AppSecretArn": "arn:secret",
    "HubSpotWebhookUrl": "https://api.example/webhooks/hubspot",
    "QuickBooksWebhookUrl": "https://api.example/webhooks/quickbooks",
    "ConsoleUrl": "https://console.example",
}
FILLED = dict.fromkeys(SECRETS, "5e64c0ff-of-an-app")
DENIED = ClientError({"Error": {"Code": "AccessDenied", "Message": "cloudwatch:DescribeAlarms is not allowed"}}, "x")


@dataclass
class Aws:
    """What AWS shows of one stack; each attribute may be another to a test. It is the client of every service."""

    status: str = "UPDATE_COMPLETE"
    outputs: Mapping[str, str] = field(default_factory=lambda: OUTPUTS)
    secret: object = field(default_factory=lambda: FILLED)
    dead: Mapping[str, int] = field(default_factory=dict)
    ringing: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()

    def describe_stacks(self, StackName: str) -> Any:  # noqa: N803 - AWS's names
        self._check("describe_stacks")
        outputs = [{"OutputKey": key, "OutputValue": value} for key, value in self.outputs.items()]
        return {"Stacks": [{"StackName": StackName, "StackStatus": self.status, "Outputs": outputs}]}

    def describe_stack_resource(self, StackName: str, LogicalResourceId: str) -> Any:  # noqa: N803
        return {"StackResourceDetail": {"PhysicalResourceId": f"{StackName}/{LogicalResourceId}"}}

    def get_secret_value(self, SecretId: str) -> Any:  # noqa: N803
        assert SecretId == "arn:secret"
        return {"SecretString": self.secret if isinstance(self.secret, str) else json.dumps(self.secret)}

    def get_queue_attributes(self, QueueUrl: str, AttributeNames: list[str]) -> Any:  # noqa: N803
        lying = self.dead.get(QueueUrl.rpartition("/")[2], 0)
        return {"Attributes": {AttributeNames[0]: str(lying)}}

    def describe_alarms(self, AlarmNamePrefix: str, **_: object) -> Any:  # noqa: N803
        self._check("describe_alarms")
        assert AlarmNamePrefix == "counterfoil-"
        return {"MetricAlarms": [{"AlarmName": name} for name in self.ringing]}

    def _check(self, operation: str) -> None:
        if operation in self.denied:
            raise DENIED


class Bundle:
    """Connections, whose accounts are as the test says."""

    def __init__(self) -> None:
        self.connections, self.checks = InMemoryConnectionStore(), InMemoryCheckStore()
        self.results: tuple[CheckResult, ...] = ()
        self.trouble: VendorError | None = None

    @property
    def profiles(self) -> "Bundle":
        return self

    def refresh(self, connection: Connection) -> None:
        if self.trouble:
            raise self.trouble
        self.checks.save(connection.id, Checked(at=NOON, results=self.results))


class Clinic:
    """A doctor and what is examined. By default all is well."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.aws, self.bundle, self._capsys = Aws(), Bundle(), capsys
        self.answers = {OUTPUTS["HubSpotWebhookUrl"]: 401, OUTPUTS["QuickBooksWebhookUrl"]: 401}
        self.answers["https://console.example/healthz"] = 200
        self.bundle.connections.save(a_connection())

    def examine(self, code: int = 0) -> dict[str, dict[str, str]]:
        """What is found, by what was looked at, if the doctor ends so."""
        stack = Stack(name="counterfoil", client=lambda _: self.aws, asked=lambda _, url: self.answers.get(url, 0))
        bundle: Any = self.bundle
        ended = main(["--json"], lambda _: Patient(stack, lambda: bundle))
        said = self._capsys.readouterr()
        assert ended == code, said.out
        return {one["what"]: one for one in map(json.loads, said.out.splitlines())}


@pytest.fixture
def clinic(capsys: pytest.CaptureFixture[str]) -> Clinic:
    return Clinic(capsys)


@pytest.mark.feature("X16")
def test_where_all_is_well_nothing_needs_doing(clinic: Clinic) -> None:
    found = clinic.examine()
    assert {one["state"] for one in found.values()} == {"good"}
    assert len(found) == 9
    assert not [one for one in found.values() if "remedy" in one]


@pytest.mark.feature("X16")
@pytest.mark.parametrize("name", SECRETS)
def test_an_empty_secret_is_named_and_none_is_shown(clinic: Clinic, name: str) -> None:
    clinic.aws.secret = {**FILLED, name: ""}
    secrets = clinic.examine(1)["secrets"]
    assert (secrets["state"], secrets["found"]) == ("stop", f"empty: {name}")
    assert secrets["remedy"]
    assert FILLED["hubspot_client_secret"] not in str(secrets)


@pytest.mark.parametrize("secret", ["", "nonsense", "[]", "{}"])
def test_a_secret_that_is_none_is_empty(clinic: Clinic, secret: str) -> None:
    clinic.aws.secret = secret
    assert all(name in clinic.examine(1)["secrets"]["found"] for name in SECRETS)


def test_a_verifier_token_of_the_stacks_own_making_is_not_intuits(clinic: Clinic) -> None:
    clinic.aws.secret = {**FILLED, "quickbooks_verifier_token": "x" * 64}
    assert clinic.examine()["secrets"]["state"] == "look"


@pytest.mark.parametrize("answer", [0, 200, 403, 404, 502])
@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("https://api.example/webhooks/hubspot", "webhooks of HubSpot"),
        ("https://api.example/webhooks/quickbooks", "webhooks of QuickBooks"),
        ("https://console.example/healthz", "console"),
    ],
)
def test_an_address_that_does_not_answer_as_it_must_is_named(clinic: Clinic, address: str, what: str, answer: int) -> None:
    expected = clinic.answers[address]
    clinic.answers[address] = answer
    found = clinic.examine(0 if answer == expected else 1)[what]
    assert ("remedy" in found) is (answer != expected)


def test_dead_letters_and_alarms_are_named(clinic: Clinic) -> None:
    clinic.aws.dead = {"InvoiceDeadLetterQueue": 3, "PlanDeadLetterQueue": 1}
    clinic.aws.ringing = ("counterfoil-Observability-1-InvoiceDefects-2",)
    found = clinic.examine()
    assert found["dead letters"]["found"] == "3 of invoice, 1 of plan"
    assert "InvoiceDefects" in found["alarms"]["found"]
    assert {found[what]["state"] for what in ("dead letters", "alarms")} == {"look"}


def test_what_may_not_be_seen_is_said_and_the_rest_is_looked_at(clinic: Clinic) -> None:
    clinic.aws.denied = ("describe_alarms",)
    found = clinic.examine()
    assert "not allowed" in found["alarms"]["found"]
    assert found["permissions of connection 62515-9130"]["state"] == "good"


def test_a_stack_that_is_not_there_is_the_first_thing_to_mend(clinic: Clinic) -> None:
    clinic.aws.denied = ("describe_stacks",)
    assert "sam deploy" in clinic.examine(1)["stack"]["remedy"]


@pytest.mark.parametrize("status", ["UPDATE_ROLLBACK_COMPLETE", "UPDATE_IN_PROGRESS"])
def test_a_stack_that_is_not_whole_is_named(clinic: Clinic, status: str) -> None:
    clinic.aws.status = status
    assert clinic.examine()["stack"]["state"] == "look"


def test_an_older_stack_lacks_an_output(clinic: Clinic) -> None:
    clinic.aws.outputs = {name: value for name, value in OUTPUTS.items() if name != "ConsoleUrl"}
    assert "ConsoleUrl" in clinic.examine(1)["addresses"]["found"]


@pytest.mark.feature("X16")
def test_a_permission_that_ended_is_named_with_its_remedy(clinic: Clinic) -> None:
    clinic.bundle.trouble = VendorError(Failure(category=ErrorCategory.NEEDS_RECONNECT, cure=Cure.PERSON))
    found = clinic.examine(1)["permissions of connection 62515-9130"]
    assert found["state"] == "stop"
    assert found["remedy"]


@pytest.mark.feature("C6", "X16")
def test_what_the_accounts_need_is_named(clinic: Clinic) -> None:
    good = CheckResult(check=Check.SALES_TAX, state=CheckState.GOOD, finding="Sales tax is off.")
    bad = CheckResult(
        check=Check.PERMISSIONS,
        state=CheckState.MUST_BE_MENDED,
        finding="payments is missing.",
        consequence="No payment is read.",
        steps=("Connect again.",),
    )
    clinic.bundle.results = (good, bad)
    (found,) = [
        one for what, one in clinic.examine(1).items() if what.endswith("of connection 62515-9130") and "remedy" in one
    ]
    assert (found["found"], found["remedy"]) == ("payments is missing.", "No payment is read. Connect again.")


def test_without_a_connection_there_is_one_to_make(clinic: Clinic) -> None:
    clinic.bundle.connections = InMemoryConnectionStore()
    assert "poe connect" in clinic.examine()["connections"]["remedy"]


def test_a_connection_that_waits_for_its_first_plan_is_named(clinic: Clinic) -> None:
    planned = replace(a_connection(), state=ConnectionState.PLANNED)
    clinic.bundle.connections = InMemoryConnectionStore()
    clinic.bundle.connections.save(planned)
    assert "poe apply" in clinic.examine()["connection 62515-9130"]["remedy"]


@pytest.mark.parametrize(
    ("state", "remedy"),
    [
        (ConnectionState.PAUSED, "poe resume"),
        (ConnectionState.DISCONNECTED, "Connect both accounts again"),
        (ConnectionState.BEING_DELETED, "Wait for twenty minutes"),
    ],
)
def test_a_connection_that_rests_because_somebody_wants_it_so_is_named(
    clinic: Clinic, state: ConnectionState, remedy: str
) -> None:
    ending = None if state is ConnectionState.PAUSED else Ending(at=NOON, before=ConnectionState.ACTIVE)
    clinic.bundle.connections = InMemoryConnectionStore()
    clinic.bundle.connections.save(replace(a_connection(), state=state, ending=ending))
    found = clinic.examine()
    assert remedy in found["connection 62515-9130"]["remedy"]
    assert ("permissions of connection 62515-9130" in found) is (ending is None)


def test_it_is_said_in_words(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    clinic.aws.dead = {"InvoiceDeadLetterQueue": 3}
    stack = Stack(name="counterfoil", client=lambda _: clinic.aws, asked=lambda _, url: clinic.answers.get(url, 0))
    bundle: Any = clinic.bundle
    assert main([], lambda _: Patient(stack, lambda: bundle)) == 0
    assert "LOOK  dead letters: 3 of invoice\n      See poe dead-letters list" in capsys.readouterr().out


@pytest.mark.parametrize("service", ["cloudformation", "cloudwatch", "secretsmanager", "sqs"])
def test_every_service_that_is_examined_can_be_asked(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    assert deployed("counterfoil").stack.client(service).meta.service_model.service_name == service
