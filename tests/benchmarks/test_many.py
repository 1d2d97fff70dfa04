"""All connections are asked about within one schedule."""

import pytest

from tests.benchmarks.many import polled


@pytest.mark.feature("C2", "O4")
def test_connections_are_polled_by_several_pollers_at_once_each_once_in_a_round() -> None:
    """A slice after the other at each poller: so many connections take no longer than a few, while pollers are free."""
    few, many = polled(20, 0.05), polled(60, 0.05)
    print(f"20 connections are polled in {few.waits[-1]:.1f} s, 60 in {many.waits[-1]:.1f} s at 100 ms a call, virtual")
    assert (many.pollers, many.most_at_once) == (3, 3)
    assert many.calls.keys() > few.calls.keys()
    assert len(many.calls) == 2 * 60
    assert set(many.calls.values()) == set(few.calls.values())
    assert many.waits[-1] < 1.5 * few.waits[-1]


@pytest.mark.feature("C2")
def test_who_floods_keeps_few_others_waiting() -> None:
    """Only those behind it in its slice wait until it has been polled: half of the others hardly wait longer."""
    quiet, beside = polled(60, 0.05), polled(60, 0.05, flood=1_000)
    assert len(beside.waits) == 2 * 59
    print(f"half of the others wait {beside.waits[59]:.1f} s, {quiet.waits[60]:.1f} s without it")
    assert beside.waits[59] <= 1.5 * quiet.waits[60]
