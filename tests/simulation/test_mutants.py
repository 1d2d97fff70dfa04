"""The simulator notices every planted bug within 200 seeds; `simulate --planted-bugs` tells which seed is the first."""

from itertools import chain

import pytest

from counterfoil.bootstrap.bundle import Bundle
from tests.simulation.chance import Chance
from tests.simulation.mutants import (
    ClocksInsteadOfAgreement,
    CursorBeforeEnqueue,
    NoReservation,
    NoWriteKey,
    SwallowedError,
)
from tests.simulation.runs import MOST_SEEDS

LIKELY = {NoWriteKey: 4, NoReservation: 88, ClocksInsteadOfAgreement: 1, CursorBeforeEnqueue: 45, SwallowedError: 4}
"""Seeds that noticed them; only where to begin, so that the tests are quick."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mutant", LIKELY, ids=lambda mutant: mutant.__name__)
def test_a_planted_bug_is_noticed(mutant: type[Bundle]) -> None:
    seeds = chain(range(LIKELY[mutant], MOST_SEEDS + 1), range(1, LIKELY[mutant]))
    assert any(Chance(seed, make=mutant).run() for seed in seeds)
