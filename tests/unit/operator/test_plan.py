"""What an operator gets who has plans made and applied, on a table and queues in process."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from counterfoil.adapters.aws.plan_queue import decode_wake
from counterfoil.bootstrap.operating import OperatingBundle
from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.plan_job import FieldChange, PlanJob, PlanRow, PlanState, RowAction, RowResult, RowState, tallied
from counterfoil.domain.rules import Direction
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.keeper import Author
from counterfoil.settings import load_settings
from infra.operator import apply, discard, plan
from tests.builders import NOON, a_connection, hubspot
from tests.contract.stores.grounds import Ground, simulated

ROWS = (
    PlanRow(
        ref=hubspot(EntityKind.CUSTOMER, "7"),
        name='=HYPERLINK("https://evil.test")',
        action=RowAction.CREATE,
        acts=True,
        targets=(System.QUICKBOOKS,),
        changes=(FieldChange(target=System.QUICKBOOKS, field="name", before="", after="+1 555"),),
    ),
    PlanRow(
        ref=hubspot(EntityKind.INVOICE, "301"),
        name="Invoice INV-1",
        action=RowAction.CREATE,
        acts=True,
        targets=(System.QUICKBOOKS,),
        amount=Decimal("-120.50"),
        currency="USD",
        reasons=("It has no counterpart in QuickBooks yet.",),
    ),
    PlanRow(ref=hubspot(EntityKind.INVOICE, "302"), name="Invoice INV-2", action=RowAction.NOTHING),
)


class Office:
    """An operator's shell before a deployed bundle, and a planner that does what it should while the operator waits."""

    def __init__(self, ground: Ground) -> None:
        settings = load_settings(ground.environment)
        self.bundle = OperatingBundle(settings, client=ground.clients)
        self.id = self.bundle.connections.save(a_connection(state=ConnectionState.PLANNED)).id
        self._sqs, self._url = ground.clients("sqs"), ground.plan_queue_url
        self.becomes = PlanState.PLANNED

    def run(self, command: object, *arguments: str) -> int:
        main = command.main  # type: ignore[attr-defined]
        code: int = main(
            ["--connection", self.id, *arguments],
            lambda _: (self.bundle.connections, self.bundle.plans, self.bundle.rules),
            lambda _: self.plan(),
        )
        return code

    def discard(self) -> int:
        """The newest plan is discarded."""
        return discard.main(
            ["--connection", self.id], lambda _: (self.bundle.connections, self.bundle.plans, self.bundle.rules)
        )

    def plan(self) -> None:
        """The planner finishes what it is woken for."""
        for message in self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10).get("Messages", []):
            wake = decode_wake(message["Body"])
            job = self.bundle.plan_jobs.get(wake.connection_id, wake.plan_id)
            self.bundle.plan_jobs.put_rows(job.connection_id, job.id, ROWS)
            self._finish(job)
            self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])

    def _finish(self, job: PlanJob) -> None:
        trouble = "The vendors cannot be read." if self.becomes is PlanState.STOPPED else ""
        self.bundle.plan_jobs.save(replace(job, state=self.becomes, tallies=tallied(ROWS), planned=3, trouble=trouble))

    @property
    def newest(self) -> PlanJob:
        return self.bundle.plans.get(self.id, "")


@pytest.fixture
def office() -> Iterator[Office]:
    with simulated() as ground:
        yield Office(ground)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.feature("X1")
def test_a_plan_is_made_and_told(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.run(plan) == 0

    told, *rows = lines(capsys)
    assert (told["state"], told["plan"], told["looked_at"]) == ("planned", office.newest.id, 3)
    assert {"kind": "invoice", "action": "create", "count": 1, "money": {"USD": "-120.50"}} in told["counts"]  # type: ignore[operator]
    assert [row["record"] for row in rows] == ["hubspot:customer:7", "hubspot:invoice:301"]
    assert rows[1]["amount"] == "-120.50 USD"


@pytest.mark.feature("L5")
def test_a_backfill_begins_at_midnight_where_the_portal_is(office: Office) -> None:
    assert office.run(plan, "--since", "2026-01-15") == 0

    since = office.newest.scope.since
    assert since is not None
    assert since.isoformat() == "2026-01-15T00:00:00+00:00"


@pytest.mark.feature("X1")
def test_single_records_are_planned(office: Office) -> None:
    assert office.run(plan, "--record", "hubspot:invoice:301") == 0

    assert office.newest.scope.records == (hubspot(EntityKind.INVOICE, "301"),)


@pytest.mark.feature("X1")
def test_a_plan_is_exported_without_formulas(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"

    assert office.run(plan, "--export", str(path)) == 0

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Reference"] for row in rows] == ["hubspot:customer:7", "hubspot:invoice:301", "hubspot:invoice:302"]
    assert rows[0]["Record"] == '\'=HYPERLINK("https://evil.test")'
    assert rows[0]["Changes"] == "name: (empty) -> +1 555"
    assert (rows[1]["Amount"], rows[1]["Currency"], rows[1]["Action"]) == ("-120.50", "USD", "Create")


def test_a_plan_that_stops_says_why(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.becomes = PlanState.STOPPED

    assert office.run(plan) == 1
    assert capsys.readouterr().err == "The vendors cannot be read.\n"


def test_a_plan_that_stopped_goes_on_when_it_is_asked_for(office: Office) -> None:
    office.becomes = PlanState.STOPPED
    office.run(plan)
    office.becomes = PlanState.PLANNED

    assert office.run(plan, "--plan", office.newest.id) == 0


@pytest.mark.feature("X1")
def test_the_newest_plan_is_applied_and_its_rows_say_what_became_of_them(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.run(plan)
    office.becomes = PlanState.APPLIED

    assert office.run(apply) == 0

    job = office.newest
    office.bundle.plan_jobs.conclude(office.id, job.id, {ROWS[1].ref: RowResult(RowState.CHANGED, NOON)})
    capsys.readouterr()
    assert office.run(plan, "--plan", job.id) == 0
    assert [row.get("became") for row in lines(capsys)[1:]] == [None, "changed"]


@pytest.mark.feature("X1")
def test_a_plan_is_discarded_and_cannot_be_applied_then(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.run(plan)
    capsys.readouterr()

    assert office.discard() == 0

    assert lines(capsys)[0]["state"] == "discarded"
    assert office.run(apply) == 1
    assert "Only a plan that is finished" in capsys.readouterr().err


def test_a_plan_that_was_applied_is_not_discarded(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.run(plan)
    office.run(apply)
    capsys.readouterr()

    assert office.discard() == 1
    assert "what was applied cannot be discarded" in capsys.readouterr().err


@pytest.mark.feature("X1", "X15")
def test_a_file_of_rules_runs_once_its_plan_is_applied(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has to be kept as a draft, so that what runs is what somebody saved."""
    connection = office.bundle.connections.get(office.id)
    office.bundle.connections.save(replace(connection, state=ConnectionState.ACTIVE))
    document = {**written(office.bundle.rules.standing(office.id, EntityKind.PRODUCT).latest.rule), "direction": "both"}
    path = tmp_path / "rules.json"
    path.write_text(json.dumps({"rules": [document]}), encoding="utf-8")
    assert office.run(plan, "--rule", str(path)) == 0

    assert office.run(apply) == 1
    assert "neither runs nor is the draft" in capsys.readouterr().err
    office.bundle.rules.draft(office.id, document, Author(who="Ann", why="Both ways"))
    office.becomes = PlanState.APPLIED
    assert office.run(apply) == 0

    standing = office.bundle.rules.standing(office.id, EntityKind.PRODUCT)
    assert (standing.current.rule.direction, standing.draft) == (Direction.BOTH, None)
    assert standing.current.why == f"Plan {office.newest.id} was applied."


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--plan", "none"), "has no plan 'none'"),
        ((), "has no plan yet"),
    ],
)
def test_a_plan_that_is_not_there_cannot_be_applied(
    office: Office, arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office.run(apply, *arguments) == 1
    assert told in capsys.readouterr().err


def test_a_new_connection_does_not_begin_with_one_record(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.run(plan, "--record", "hubspot:invoice:301")

    assert office.run(apply) == 1
    assert "begins with a plan of everything" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [("--since", "yesterday"), ("--record", "invoice 7"), ("--since", "2026-01-01", "--plan", "p")]
)
def test_what_cannot_be_meant_is_refused(office: Office, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as refused:
        office.run(plan, *arguments)
    assert refused.value.code == 2
