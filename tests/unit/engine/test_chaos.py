"""Whatever happens in whatever order: in the end both ledgers agree, and a reconciliation finds nothing to do."""

import os

import pytest

from tests.unit.engine.books import assert_true
from tests.unit.engine.chaos import Chaos

DAYS = int(os.environ.get("COUNTERFOIL_DAYS", "100"))


@pytest.mark.feature("X3")
@pytest.mark.parametrize("seed", range(DAYS))
def test_a_day_of_anything(seed: int) -> None:
    world = Chaos(seed).run()
    assert_true(world)
    world.reconciler.reconcile()
    world.settle()
    assert world.reconciler.reconcile().enqueued == 0
    assert_true(world)
