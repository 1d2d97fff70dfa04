"""The figures at small sizes: every page as it must be, and what is not is found out."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from counterfoil_console.domain.session import SEEN_EVERY
from tests.builders import a_connection
from tests.figures.__main__ import measured
from tests.figures.office import Office
from tests.figures.pages import MOST_BYTES, MOST_READS, Weighed, complaints, paths, weigh
from tests.figures.starting import starts


@pytest.fixture(autouse=True)
def namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Metrics are published under it, as soon as there are a hundred."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Counterfoil")


@pytest.fixture(scope="module")
def few() -> Mapping[str, Weighed]:
    return measured(20)


def test_pages_read_as_often_at_few_records_as_at_many(few: Mapping[str, Weighed]) -> None:
    assert not list(complaints(few, measured(400)))
    assert {"/c/62515-9130/records", "/people", "/c/62515-9130/rules/invoice?step=limits"} <= few.keys()
    assert not [path for path in few if "<" in path or path.startswith("/api")]


@pytest.mark.parametrize(
    "changed",
    [
        {"size": MOST_BYTES},
        {"reads": MOST_READS + 1},
        {"reads": 1},
        {"status": 500},
    ],
)
def test_a_page_that_is_not_as_it_must_be_is_found_out(few: Mapping[str, Weighed], changed: dict[str, int]) -> None:
    many = {**few, "/people": replace(few["/people"], **changed)}  # type: ignore[arg-type]
    assert [one for one in complaints(few, many) if one.startswith("/people ")]


def test_a_page_reads_no_more_when_it_is_noted_that_somebody_was_seen() -> None:
    office = Office(20)
    for path in paths(office):
        before = office.aws.tables.reads
        office.clock.advance(SEEN_EVERY)
        office.open(path)
        assert office.aws.tables.reads - before <= MOST_READS, path


def test_a_page_about_one_connection_reads_no_other() -> None:
    office = Office(20)
    alone = {path: weigh(office, path) for path in paths(office)}
    office.console.product.connections.save(a_connection(id="62515-9131", realm_id="9131", revision=0))
    for path in (one for one in alone if one.startswith("/c/")):
        assert weigh(office, path).html == alone[path].html


@pytest.mark.long
def test_a_cold_start_is_measured() -> None:
    measured_starts = starts(times=1)
    assert 0 < measured_starts.bare < measured_starts.console
