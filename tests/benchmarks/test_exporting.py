"""What it takes to export many records: little memory, however many there are, and no more time than Lambda gives."""

import pytest

from counterfoil_console.domain.exports import ExportForm
from tests.benchmarks.exporting import by_itself

MOST_GROWN = 30
"""Megabytes: of the 512 of the exporter, what the libraries need is gone already."""


@pytest.mark.feature("H5")
@pytest.mark.parametrize("form", ExportForm)
@pytest.mark.parametrize("records", [2_000, pytest.param(100_000, marks=pytest.mark.night)])
def test_many_records_become_a_file(form: ExportForm, records: int) -> None:
    found = by_itself(form, records)
    print(
        f"{records} records as {form}: {found['seconds']:.1f} s, {found['bytes'] / 1e6:.1f} MB,"
        f" grown by {found['grown']:.0f} MB to {found['peak']:.0f} MB"
    )
    assert found["rows"] == records
    assert found["grown"] < MOST_GROWN
