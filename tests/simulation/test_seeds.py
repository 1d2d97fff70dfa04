"""Runs by chance keep every promise, and the same seed gives the same run."""

import os
import subprocess
import sys

import pytest

from tests.simulation.chance import Chance

SEEDS = range(1, 4)
"""A few of those that `uv run poe simulate` plays."""
EVENTS = 20
"""Of a run that is only compared with another."""


@pytest.mark.feature("X3")
@pytest.mark.parametrize("seed", SEEDS)
def test_every_promise_is_kept(seed: int) -> None:
    assert Chance(seed).run() == []


@pytest.mark.parametrize("seed", [3, 7])
def test_a_seed_gives_the_same_run_twice(seed: int) -> None:
    first, second = (Chance(seed, events=EVENTS) for _ in range(2))
    first.run()
    second.run()
    assert first.world.house.trace == second.world.house.trace


@pytest.mark.long
def test_a_seed_gives_the_same_run_in_another_process() -> None:
    traces = {_trace_in_a_process(hash_seed) for hash_seed in ("1", "2")}
    assert len(traces) == 1


def _trace_in_a_process(hash_seed: str) -> str:
    command = [sys.executable, "-m", "tests.simulation", "--seed", "3", "--events", str(EVENTS), "--trace"]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
