"""While one connection has far more to carry than all others together, these wait hardly longer."""

import pytest

from tests.benchmarks.flooding import Scene, waited
from tests.benchmarks.pacing import percentile


@pytest.mark.feature("C2", "X5")
def test_nobody_waits_for_long_beside_a_connection_that_floods() -> None:
    alone = waited(Scene(others=3, invoices=12, per_second=1))
    beside = waited(Scene(others=3, invoices=12, per_second=1, flood=300, flood_per_second=25))
    at_most, waits = percentile(alone, 0.99), percentile(beside, 0.99)
    print(f"p99 of the others: {at_most:.1f} s alone, {waits:.1f} s beside 25 invoices a second, virtual")
    assert len(alone) == len(beside) == 12
    assert waits <= 1.5 * at_most
