"""How many connections are asked about within one schedule."""

import pytest

from tests.benchmarks.many import polled_in_one_run


@pytest.mark.feature("C2")
def test_several_hundred_connections_are_polled_in_one_run() -> None:
    fast, usual = (polled_in_one_run(longer) for longer in (0, 0.05))
    print(f"quiet connections in one run of the poller: {fast} at 50 ms a call, {usual} at 100 ms")
    assert fast >= 1_000
    assert usual >= 500
