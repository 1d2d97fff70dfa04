"""An export on its way: how far it has come; cancelled, failed, tried again, ready, fetched."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from counterfoil.domain.outcome import OutcomeStatus
from counterfoil_console.domain.exports import (
    KEPT,
    ExportForm,
    ExportScope,
    ExportSort,
    ExportState,
    UnknownExportError,
)
from counterfoil_console.exporting.exporter import MOST_TRIES
from counterfoil_console.exporting.exports import Exports
from counterfoil_console.exporting.sheet import Cell, Column, Sheet
from tests.fake_stores import InMemoryConnectionStore
from tests.unit.console.exporting.office import Office, stand
from tests.unit.entrypoints.gateway import logged


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


def test_the_last_failed_try_is_logged_without_what_was_exported(office: Office) -> None:
    job, office.files.broken = office.begin(), True
    with logged() as stream:
        office.bundle.exporter.make(office.id, job.id, MOST_TRIES)
    (line,) = [json.loads(one) for one in stream.getvalue().splitlines()]
    assert (line["message"], line["export"]) == ("an export failed for good", job.id)
    assert "broken" not in stream.getvalue()


def test_exports_of_one_moment_are_told_apart(office: Office) -> None:
    first, second = office.begin(), office.begin()
    assert first.id < second.id
    assert [one.id for one in office.store.newest(office.id, 3)] == [second.id, first.id]


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
