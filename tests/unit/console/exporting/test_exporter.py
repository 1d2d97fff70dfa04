"""Making a file: all rows of what was asked for, each once; how far it has come; cancelled, failed, ready."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.settings import Settings
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.exports import (
    KEPT,
    ExportForm,
    ExportJob,
    ExportScope,
    ExportSort,
    ExportState,
    UnknownExportError,
)
from counterfoil_console.domain.role import Role
from counterfoil_console.exporter_bootstrap import ExporterBundle
from counterfoil_console.exporting.exporter import MOST_TRIES
from counterfoil_console.exporting.exports import Exports
from counterfoil_console.exporting.sheet import Cell, Column, Sheet
from counterfoil_console.settings import ExporterSettings
from tests.builders import a_connection
from tests.console_builders import an_entry
from tests.console_fakes import InMemoryAuditTrail
from tests.contract.stores.values import made, native, outcome
from tests.fake_exports import InMemoryExportFiles, InMemoryExportQueue, InMemoryExportStore
from tests.fake_outcomes import InMemoryOutcomeStore
from tests.fake_plans import InMemoryPlanQueue, InMemoryPlanStore
from tests.fake_stores import InMemoryConnectionStore
from tests.fakes import FrozenClock, RecordingNotifier
from tests.unit.console.house import House
from tests.unit.console.pages import furnished

DANA = Actor(id="dana", name="Dana Whitfield", role=Role.VIEWER)


class Office:
    """The exporter on fakes."""

    def __init__(self) -> None:
        self.clock, self.store, self.files = FrozenClock(), InMemoryExportStore(), InMemoryExportFiles()
        self.queue, self.notifier, self.audit = InMemoryExportQueue(), RecordingNotifier(), InMemoryAuditTrail()
        self.connections, self.outcomes = InMemoryConnectionStore(), InMemoryOutcomeStore()
        self.plans = InMemoryPlanStore()
        self.id = self.connections.save(a_connection()).id
        settings = {"AUDIT_TABLE_NAME": "audit", "EXPORT_BUCKET": "bucket", "CONSOLE_BASE_URL": "https://console.example/"}
        bundle: Any = ExporterBundle(
            ExporterSettings.model_validate(settings), Settings.model_validate({"TABLE_NAME": "t"}), clock=self.clock
        )
        bundle.store, bundle.files, bundle.audit = self.store, self.files, self.audit
        product: Any = bundle.product
        product.connections, product.outcomes, product.notifier = self.connections, self.outcomes, self.notifier
        product.plan_jobs, product.plan_queue = self.plans, InMemoryPlanQueue()
        self.bundle: ExporterBundle = bundle

    def begin(self, scope: ExportScope | None = None, form: ExportForm = ExportForm.CSV, **more: Any) -> ExportJob:
        """Somebody asks for a file."""
        exports = Exports(store=self.store, queue=self.queue, files=self.files, clock=self.clock)
        return exports.begin(self.id, scope or ExportScope(), form, DANA, language="en", **more)

    def lines(self, job: ExportJob) -> list[dict[str, str]]:
        """The rows of a file."""
        made = self.bundle.exporter.make(self.id, job.id)
        assert made is not None
        content, _ = self.files.files[made.key]
        return list(csv.DictReader(content.decode("utf-8-sig").splitlines()))


@pytest.fixture
def office() -> Office:
    return Office()


def stand(office: Office, number: int, status: OutcomeStatus, **changes: Any) -> SyncOutcome:
    listing = Listing(
        name=f"INV-{number}", detail="Ann", amount=Decimal("5.10"), currency="USD", counterpart_amount=Decimal("5.00")
    )
    told = replace(outcome(native(number), status, number, connection_id=office.id), listing=listing, **changes)
    office.outcomes.record([told])
    return told


@pytest.mark.feature("H5")
def test_every_record_is_a_row_with_both_amounts(office: Office) -> None:
    stand(office, 1, OutcomeStatus.IN_SYNC, counterpart=made(1))
    stand(office, 2, OutcomeStatus.FAILING, category=ErrorCategory.NUMBER_TAKEN)
    rows = office.lines(office.begin())
    assert [row["Number or name"] for row in rows] == ["INV-1", "INV-2"]
    assert rows[0] == {
        "Object": "Invoice",
        "Number or name": "INV-1",
        "Customer, e-mail or SKU": "Ann",
        "State": "In step",
        "HubSpot": "5.10",
        "QuickBooks": "5.00",
        "Currency": "USD",
        "Why": "",
        "Last change": "2026-03-02 12:00:01",
        "Reference": "hubspot:invoice:1",
        "Counterpart": "quickbooks:invoice:1001",
    }
    assert rows[1]["State"] == "Needs you"
    assert rows[1]["Why"]


@pytest.mark.feature("H5")
@pytest.mark.parametrize(
    ("scope", "numbers"),
    [
        (ExportScope(), {1, 2, 3, 4}),
        (ExportScope(kind=EntityKind.INVOICE, status=OutcomeStatus.FAILING), {2, 4}),
        (ExportScope(kind=EntityKind.PAYMENT), set()),
        (ExportScope(status=OutcomeStatus.FAILING, category=ErrorCategory.BOOKS_CLOSED), {4}),
        (ExportScope(category=ErrorCategory.BOOKS_CLOSED), {4}),
        (ExportScope(text="inv-2"), {2}),
        (ExportScope(text="inv", status=OutcomeStatus.EXCLUDED), {3}),
        (ExportScope(since=outcome(native(3), OutcomeStatus.IN_SYNC, 3).at), {3, 4}),
    ],
    ids=str,
)
def test_the_filters_of_the_page_narrow_the_file(office: Office, scope: ExportScope, numbers: set[int]) -> None:
    stand(office, 1, OutcomeStatus.IN_SYNC)
    stand(office, 2, OutcomeStatus.FAILING, category=ErrorCategory.NUMBER_TAKEN)
    stand(office, 3, OutcomeStatus.EXCLUDED)
    stand(office, 4, OutcomeStatus.FAILING, category=ErrorCategory.BOOKS_CLOSED)
    rows = office.lines(office.begin(scope))
    assert sorted(row["Number or name"] for row in rows) == sorted(f"INV-{number}" for number in numbers)


class Moving(InMemoryOutcomeStore):
    """Does something after each page that it gives."""

    then: Callable[[], object] = staticmethod(lambda: None)

    def page(self, *place: Any, **more: Any) -> Any:
        found = super().page(*place, **more)
        self.then()
        return found


@pytest.mark.feature("H5")
def test_a_record_that_comes_to_stand_otherwise_meanwhile_is_there_once(office: Office) -> None:
    """What is still to be written slips in among what is written already, and the other way round."""
    moving = Moving()
    product: Any = office.bundle.product
    product.outcomes = office.outcomes = moving
    statuses = list(OutcomeStatus)
    stand(office, 1, statuses[-1])
    stand(office, 2, statuses[0])

    def both_move() -> None:
        moving.then = lambda: None
        move(office, 1, statuses[0])
        move(office, 2, statuses[-1])

    office.clock.now = outcome(native(9), statuses[0], 9).at
    moving.then = both_move
    rows = office.lines(office.begin(ExportScope(kind=EntityKind.INVOICE)))
    assert sorted(row["Number or name"] for row in rows) == ["INV-1", "INV-2"]


def move(office: Office, number: int, status: OutcomeStatus) -> None:
    office.clock.advance(timedelta(seconds=1))
    stand(office, number, status, at=office.clock())


@pytest.mark.feature("H5", "X1")
def test_a_plan_is_exported_with_all_its_rows() -> None:
    house, office = House(), Office()
    connection_id = furnished(house)
    product: Any = office.bundle.product
    product.plan_jobs, product.connections, office.id = house.plans, house.connections, connection_id
    rows = office.lines(office.begin(ExportScope(sort=ExportSort.PLAN, plan="planned")))
    [row] = rows
    assert (row["Record"], row["Action"], row["Amount"], row["Currency"]) == ("Invoice INV-9", "Create", "5", "USD")


@pytest.mark.feature("H5")
def test_the_trail_is_exported_with_who_and_when(office: Office) -> None:
    for number in range(250):
        at = office.clock() + timedelta(seconds=number)
        office.audit.add(an_entry(id=f"{number}", action=Action.PAUSED, scope=office.id, at=at, details={"why": "=1"}))
    office.audit.add(an_entry(scope="another", action=Action.PAUSED))
    rows = office.lines(office.begin(ExportScope(sort=ExportSort.HISTORY)))
    assert len(rows) == 250
    assert rows[0]["When"] > rows[-1]["When"]
    assert (rows[0]["Who"], rows[0]["Why"]) == ("Dana Whitfield", "'=1")


@pytest.mark.feature("H5")
@pytest.mark.parametrize("form", ExportForm)
def test_what_is_ready_says_how_large_it_is_and_how_long_it_is_kept(office: Office, form: ExportForm) -> None:
    stand(office, 1, OutcomeStatus.IN_SYNC)
    job = office.begin(form=form, tells=True)
    assert office.queue.woken == [job]
    ready = office.bundle.exporter.make(office.id, job.id)
    assert ready is not None
    assert (ready.state, ready.done, ready.until) == (ExportState.READY, 1, office.clock() + KEPT)
    content, sort = office.files.files[f"{office.id}/{job.id}.{form}"]
    assert (ready.size, form in sort or "spreadsheet" in sort) == (len(content), True)
    [(_, text)] = office.notifier.messages
    assert f"https://console.example/c/{office.id}/jobs" in text
    assert "INV-1" not in text


def test_nobody_is_told_who_did_not_ask(office: Office) -> None:
    office.bundle.exporter.make(office.id, office.begin().id)
    assert office.notifier.messages == []


def slow_sheet(office: Office, rows: int, then: Callable[[int], object]) -> Sheet:
    """A second for each hundred rows."""

    def each() -> Iterator[tuple[Cell, ...]]:
        for number in range(rows):
            office.clock.advance(timedelta(milliseconds=10))
            then(number)
            yield (str(number),)

    return Sheet("Slow", (Column("Number"),), each(), rows)


@pytest.mark.feature("H5")
def test_it_is_seen_how_far_it_has_come(office: Office) -> None:
    job, seen = office.begin(), []
    exporter = replace(
        office.bundle.exporter,
        sheet_of=lambda _: slow_sheet(office, 1000, lambda _: seen.append(office.store.get(office.id, job.id).done)),
    )
    ready = exporter.make(office.id, job.id)
    assert sorted(set(seen)) == [0, 200, 400, 600, 800]
    assert ready is not None
    assert (ready.done, ready.of) == (1000, 1000)


@pytest.mark.feature("H5")
def test_what_is_cancelled_stops_on_the_way(office: Office) -> None:
    job = office.begin()
    exports = Exports(store=office.store, queue=office.queue, files=office.files, clock=office.clock)
    written: list[int] = []

    def then(number: int) -> None:
        written.append(number)
        if number == 500:
            exports.cancel(office.id, job.id)

    exporter = replace(office.bundle.exporter, sheet_of=lambda _: slow_sheet(office, 5000, then))
    stopped = exporter.make(office.id, job.id)
    assert stopped is not None
    assert stopped.state is ExportState.CANCELLED
    assert len(written) < 1000
    assert office.files.files == {}
    assert exporter.make(office.id, job.id) == stopped
    with pytest.raises(UnknownExportError):
        exports.link(office.id, job.id)


@pytest.mark.feature("H5")
def test_passing_trouble_is_tried_again_and_lasting_trouble_is_told(office: Office) -> None:
    job, office.files.broken = office.begin(), True
    for tries in range(1, MOST_TRIES):
        with pytest.raises(OSError, match="broken"):
            office.bundle.exporter.make(office.id, job.id, tries)
    failed = office.bundle.exporter.make(office.id, job.id, MOST_TRIES)
    assert failed is not None
    assert (failed.state, bool(failed.trouble)) == (ExportState.FAILED, True)


def test_a_second_try_begins_anew_and_ends_the_same(office: Office) -> None:
    stand(office, 1, OutcomeStatus.IN_SYNC)
    job, office.files.broken = office.begin(), True
    with pytest.raises(OSError, match="broken"):
        office.bundle.exporter.make(office.id, job.id)
    office.files.broken = False
    assert len(office.lines(job)) == 1


@pytest.mark.parametrize("gone", ["plan", "connection", "export"])
def test_what_is_gone_is_no_reason_to_try_again(office: Office, gone: str) -> None:
    job = office.begin(ExportScope(sort=ExportSort.PLAN, plan="gone"))
    if gone == "export":
        assert office.bundle.exporter.make(office.id, "no such export") is None
        return
    if gone == "connection":
        product: Any = office.bundle.product
        product.connections = InMemoryConnectionStore()
    failed = office.bundle.exporter.make(office.id, job.id)
    assert failed is not None
    assert failed.state is ExportState.FAILED


@pytest.mark.feature("H5")
def test_a_file_is_fetched_by_a_link_of_its_own_while_it_is_kept(office: Office) -> None:
    job = office.begin()
    exports = Exports(store=office.store, queue=office.queue, files=office.files, clock=office.clock)
    office.bundle.exporter.make(office.id, job.id)
    assert exports.link(office.id, job.id).startswith(f"https://files.example/{office.id}/{job.id}.csv?name=counterfoil-")
    office.clock.advance(KEPT)
    with pytest.raises(UnknownExportError):
        exports.link(office.id, job.id)
