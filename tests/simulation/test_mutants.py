"""The simulator notices every planted bug; `simulate --planted-bugs` tells which of 200 seeds is the first to do so."""

from collections.abc import Callable, Iterator, Mapping

import pytest

from counterfoil.bootstrap.bundle import Bundle
from tests.simulation.chance import Chance
from tests.simulation.crashes import crash_at, played
from tests.simulation.mutants import (
    MUTANTS,
    ClocksInsteadOfAgreement,
    CursorBeforeEnqueue,
    NoReservation,
    NoWriteKey,
    SwallowedError,
)
from tests.simulation.scenarios import SCENARIOS

Plays = Callable[[type[Bundle]], Iterator[list[str]]]
"""What several runs of a bundle found."""

_EVENTS = 20
_SEEDS = (12, 27, *range(1, 12))
"""Of so many events; the likely ones first, so that the test is quick."""


def _by_chance(make: type[Bundle]) -> Iterator[list[str]]:
    return (Chance(seed, events=_EVENTS, make=make).run() for seed in _SEEDS)


def _crashing(name: str, likely: int) -> Plays:
    """Every crash point of a scenario; the likely one first, so that the test is quick."""
    scenario = next(one for one in SCENARIOS if one.name == name)

    def play(make: type[Bundle]) -> Iterator[list[str]]:
        yield crash_at(scenario, likely, make)
        yield from (crash_at(scenario, point, make) for point in range(1, played(scenario).effects + 1))

    return play


WHERE: Mapping[type[Bundle], Plays] = {
    NoWriteKey: _crashing("invoice with new customer and custom item", likely=34),
    NoReservation: _crashing("removed payment made again", likely=1),
    ClocksInsteadOfAgreement: _by_chance,
    CursorBeforeEnqueue: _crashing("found by polling alone", likely=25),
    SwallowedError: _by_chance,
}
"""Where each of them shows soon."""


@pytest.mark.long
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_planted_bug_is_noticed(mutant: type[Bundle]) -> None:
    assert any(WHERE[mutant](mutant))
