"""An exporter on fakes for each test."""

import pytest

from tests.unit.console.exporting.office import Office


@pytest.fixture
def office() -> Office:
    """The exporter."""
    return Office()
