"""The figures at small sizes: every page as it must be, and what is not is found out."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.figures.__main__ import measured
from tests.figures.pages import MOST_BYTES, MOST_READS, Weighed, complaints
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
    assert {"/c/62515-9130/records", "/people", "/c/62515-9130/rules"} <= few.keys()
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


@pytest.mark.long
def test_a_cold_start_is_measured() -> None:
    measured_starts = starts(times=1)
    assert 0 < measured_starts.bare < measured_starts.console
