"""All connections are asked about within one schedule."""

import pytest

from tests.benchmarks.many import polled


@pytest.mark.feature("C2", "O4")
def test_connections_are_polled_by_several_pollers_at_once_each_once_in_a_round() -> None:
    """A slice after the other at each poller: so many connections take no longer than a few, while pollers are free."""
    few, many = polled(20, 0.05), polled(60, 0.05)
    print(f"20 connections are polled in {few.seconds:.1f} s, 60 in {many.seconds:.1f} s at 100 ms a call, virtual")
    assert (many.pollers, many.most_at_once) == (3, 3)
    assert many.calls.keys() > few.calls.keys()
    assert len(many.calls) == 2 * 60
    assert set(many.calls.values()) == set(few.calls.values())
    assert many.seconds < 1.5 * few.seconds
