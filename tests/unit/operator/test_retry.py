"""What an operator gets who has records tried again, on a table and queues in process."""

import json
from collections.abc import Iterator

import pytest
from botocore.exceptions import NoRegionError

from counterfoil.bootstrap.operating import OperatingBundle
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.settings import load_settings
from infra.operator.retry import Deployed, main
from tests.builders import NOON, a_connection, hubspot
from tests.contract.stores.backends import on_aws
from tests.contract.stores.grounds import Ground, moto


class Office:
    """An operator's shell before a deployed bundle."""

    def __init__(self, ground: Ground) -> None:
        settings = load_settings(ground.environment)
        self.bundle = OperatingBundle(settings, client=ground.clients)
        self.id = self.bundle.connections.save(a_connection()).id
        self._received = on_aws(ground).received
        self.calls = ground.clients.calls

    def failed(self, ref: RecordRef, category: ErrorCategory) -> RecordRef:
        """A record that needs a person."""
        outcome = SyncOutcome(
            connection_id=self.id, ref=ref, kind=ref.kind, status=OutcomeStatus.FAILING, at=NOON, category=category
        )
        self.bundle.outcomes.record([outcome])
        return ref

    def retry(self, *arguments: str) -> int:
        return main(["--connection", self.id, *arguments], lambda _: (self.bundle.connections, self.bundle.retry))

    def enqueued(self) -> set[RecordRef]:
        return {event.ref for kind in EntityKind for batch in self._received(kind) for event in batch.events}


@pytest.fixture
def office() -> Iterator[Office]:
    with moto() as ground:
        yield Office(ground)


@pytest.fixture
def customer(office: Office) -> RecordRef:
    """One whose name is taken."""
    return office.failed(hubspot(EntityKind.CUSTOMER, "7"), ErrorCategory.DISPLAY_NAME_TAKEN)


@pytest.fixture
def invoice(office: Office) -> RecordRef:
    """One in closed books."""
    return office.failed(hubspot(EntityKind.INVOICE, "301"), ErrorCategory.BOOKS_CLOSED)


@pytest.mark.feature("H3")
def test_everything_that_fails_is_enqueued(
    office: Office, customer: RecordRef, invoice: RecordRef, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office.retry() == 0
    assert json.loads(capsys.readouterr().out) == {"connection": office.id, "retried": 2}
    assert office.enqueued() == {customer, invoice}


@pytest.mark.feature("H3")
@pytest.mark.usefixtures("invoice")
def test_one_category_is_enqueued(office: Office, customer: RecordRef) -> None:
    assert office.retry("--category", "e2") == 0
    assert office.enqueued() == {customer}


@pytest.mark.feature("H3")
@pytest.mark.usefixtures("customer")
def test_named_records_are_enqueued_and_one_that_does_not_fail_is_an_error(
    office: Office, invoice: RecordRef, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office.retry("--record", str(invoice), "hubspot:invoice:302") == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["retried"] == 1
    assert said.err == "neither failing nor waiting: hubspot:invoice:302\n"
    assert office.enqueued() == {invoice}


@pytest.mark.usefixtures("customer")
def test_it_does_no_more_on_aws_than_the_readme_says(office: Office, invoice: RecordRef) -> None:
    office.calls.clear()
    assert (office.retry(), office.retry("--record", str(invoice))) == (0, 0)
    assert set(office.calls) == {"GetItem", "BatchGetItem", "Query", "SendMessageBatch"}


def test_an_unknown_connection_is_named(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.retry("--connection", "nobody") == 1
    assert "'nobody'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--category", "E99"], "'E99'"),
        (["--record", "invoice 301"], "'invoice 301'"),
        (["--record", "hubspot:bill:301"], "'hubspot:bill:301'"),
        (["--category", "E2", "--record", "hubspot:invoice:301"], "not allowed with"),
    ],
)
def test_arguments_that_fit_nothing_are_named(arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--connection", "any", *arguments], no_region)
    assert ended.value.code == 2
    assert named in capsys.readouterr().err


def no_region(_stack: str) -> Deployed:
    raise NoRegionError


def test_what_aws_refuses_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--connection", "any"], no_region) == 1
    assert capsys.readouterr().err == "You must specify a region.\n"
