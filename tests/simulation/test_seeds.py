"""Runs by chance keep every promise, and the same seed gives the same run."""

import pytest

from tests.simulation.chance import Chance

SEEDS = range(1, 21)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_promise_is_kept(seed: int) -> None:
    assert Chance(seed).run() == []


@pytest.mark.parametrize("seed", [3, 7])
def test_a_seed_gives_the_same_run_twice(seed: int) -> None:
    first, second = Chance(seed), Chance(seed)
    first.run()
    second.run()
    assert first.world.house.trace == second.world.house.trace
