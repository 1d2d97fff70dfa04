"""The simulator notices every planted bug; `simulate --planted-bugs` tells which of 200 seeds is the first to do so."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

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

_SEEDS = range(1, 11)


def _by_chance(make: type[Bundle]) -> Iterator[list[str]]:
    return (Chance(seed, make=make).run() for seed in _SEEDS)


def _crashing(name: str) -> Plays:
    """Every crash point of a scenario, those before the first quarter last: creates come later."""
    scenario = next(one for one in SCENARIOS if one.name == name)

    def play(make: type[Bundle]) -> Iterator[list[str]]:
        last = played(scenario).effects
        points = chain(range(last // 4 + 1, last + 1), range(1, last // 4 + 1))
        return (crash_at(scenario, point, make) for point in points)

    return play


WHERE: Mapping[type[Bundle], Plays] = {
    NoWriteKey: _crashing("invoice with new customer and custom item"),
    NoReservation: _crashing("payment in HubSpot"),
    ClocksInsteadOfAgreement: _by_chance,
    CursorBeforeEnqueue: _crashing("found by polling alone"),
    SwallowedError: _by_chance,
}
"""Where each of them shows soon."""


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_planted_bug_is_noticed(mutant: type[Bundle]) -> None:
    assert any(WHERE[mutant](mutant))
