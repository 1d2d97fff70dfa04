"""What it takes to export many records: little memory, however many there are, and no more time than Lambda gives."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from counterfoil_console.domain.exports import ExportForm

MOST_GROWN = 30
"""Megabytes: of the 512 of the exporter, what the libraries need is gone already."""


def figures(form: ExportForm, records: int) -> dict[str, Any]:
    """In a process of its own, so that its memory is nobody else's."""
    run = [sys.executable, "-m", "tests.benchmarks.exporting", form, str(records)]
    ended = subprocess.run(
        run, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": ":".join(sys.path)}
    )
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


@pytest.mark.feature("H5")
@pytest.mark.parametrize("form", ExportForm)
@pytest.mark.parametrize("records", [2_000, pytest.param(100_000, marks=pytest.mark.night)])
def test_many_records_become_a_file(form: ExportForm, records: int) -> None:
    found = figures(form, records)
    print(
        f"{records} records as {form}: {found['seconds']:.1f} s, {found['bytes'] / 1e6:.1f} MB,"
        f" grown by {found['grown']:.0f} MB to {found['peak']:.0f} MB"
    )
    assert found["rows"] == records
    assert found["grown"] < MOST_GROWN
