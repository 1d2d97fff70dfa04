"""A run that broke a promise is told with the fewest events that still break one."""

from collections.abc import Sequence

import pytest

from tests.simulation.chance import Chance
from tests.simulation.mutants import ClocksInsteadOfAgreement
from tests.simulation.shrink import fewest, shrink

EVENTS = 12
LIKELY = 2
"""A seed that noticed the planted bug; only where to begin, so that the test is quick."""


@pytest.mark.long
@pytest.mark.timeout(300)
def test_the_run_of_a_planted_bug_becomes_short_and_still_shows_it() -> None:
    seed = next(
        seed for seed in range(LIKELY, 100) if Chance(seed, events=range(EVENTS), make=ClocksInsteadOfAgreement).run()
    )
    shrunk = shrink(seed, EVENTS, make=ClocksInsteadOfAgreement)
    assert shrunk.found
    assert 0 < len(shrunk.events) < EVENTS / 2


def test_a_run_that_keeps_every_promise_cannot_be_shrunk() -> None:
    with pytest.raises(ValueError, match="breaks no promise"):
        shrink(1, 3)


@pytest.mark.parametrize("needed", [{0}, {99}, {3, 50, 51}, set(range(0, 100, 9)), set(range(100))])
def test_only_what_is_needed_stays(needed: set[int]) -> None:
    def breaks(events: Sequence[int]) -> bool:
        return needed <= set(events)

    assert set(fewest(range(100), breaks)) == needed
