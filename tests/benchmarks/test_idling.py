"""What a connection costs in a day on which nothing happens."""

import pytest

from counterfoil.domain.identity import System
from tests.benchmarks.idling import AT_FIRST, AWS, METERED, idle_connection

POLLS = 144
"""In a day, one every ten minutes."""

KINDS = 4
A_DAY = 24


@pytest.mark.feature("X5")
def test_an_idle_connection_is_asked_about_once_each_ten_minutes() -> None:
    """Each vendor by one request of each kind that it has to be asked about; once a day how the accounts are set up."""
    hours = 2
    calls = idle_connection(hours)
    print(f"idle for {hours} hours: " + ", ".join(f"{number} {name}" for name, number in sorted(calls.items())))
    assert calls[METERED] <= (POLLS + 4) * hours / A_DAY
    assert calls[System.HUBSPOT] <= (POLLS + 6) * KINDS * hours / A_DAY
    assert calls[AWS] <= 1_500 * hours / A_DAY + AT_FIRST
