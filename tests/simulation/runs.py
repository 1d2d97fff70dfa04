"""Many runs at once: seeds played over several processes, each perhaps twice to see that it is the same run."""

from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat, zip_longest

from counterfoil.bootstrap.bundle import Bundle
from tests.simulation.aws.deployed import DEPLOYED, Deployed
from tests.simulation.chance import Chance
from tests.simulation.crashes import crash_at, played
from tests.simulation.lively import Lively
from tests.simulation.promises import PROMISED, Promise
from tests.simulation.quiet import be_quiet
from tests.simulation.scenario import Scenario
from tests.simulation.scenarios import SCENARIOS

PROCESSES = 2
MOST_SEEDS = 200
"""How many a planted bug may survive."""


@dataclass(frozen=True, slots=True)
class Orders:
    """How to play a seed: how much happens in it, whether it is played `twice`, the bundle and template that are deployed.

    At its `own_pace` everything takes its time and nothing may stand still; otherwise chance says who goes on.
    """

    events: int
    twice: bool = False
    own_pace: bool = False
    make: type[Bundle] = Bundle
    numbers: Deployed = DEPLOYED
    promised: frozenset[Promise] = PROMISED

    def of(self, seed: int) -> Chance | Lively:
        """The run, ready to be played."""
        if self.own_pace:
            return Lively(seed, events=self.events, make=self.make, numbers=self.numbers, promised=self.promised)
        return Chance(seed, events=self.events, make=self.make, promised=self.promised)


def play(seed: int, orders: Orders) -> list[str]:
    """What is not as it must be at the end of the run with this seed."""
    chance = orders.of(seed)
    found = chance.run()
    if orders.twice:
        again = orders.of(seed)
        again.run()
        found += first_difference(chance.world.house.trace, again.world.house.trace)
    return found


def play_all(seeds: range, orders: Orders) -> Iterator[tuple[int, list[str]]]:
    """Every seed with what is wrong, in order; what is not asked for any more is not played."""
    processes = ProcessPoolExecutor(PROCESSES, initializer=be_quiet)
    try:
        yield from zip(seeds, processes.map(play, seeds, [orders] * len(seeds), chunksize=5), strict=True)
    finally:
        processes.shutdown(cancel_futures=True)


def crash_in(names: Collection[str]) -> Iterator[tuple[Scenario, list[tuple[int, list[str]]]]]:
    """The scenarios of these names, all without any, with all their crash points and what was wrong after each."""
    numbers = [number for number, scenario in enumerate(SCENARIOS) if not names or scenario.name in names]
    with ProcessPoolExecutor(PROCESSES, initializer=be_quiet) as processes:
        for number, effects in zip(numbers, processes.map(_count, numbers), strict=True):
            points = range(1, effects + 1)
            crashed = processes.map(_crash, repeat(number), points, chunksize=4)
            yield SCENARIOS[number], list(zip(points, crashed, strict=True))


def _count(number: int) -> int:
    return played(SCENARIOS[number]).effects


def _crash(number: int, point: int) -> list[str]:
    return crash_at(SCENARIOS[number], point)


def first_to_notice(orders: Orders) -> int | None:
    """The first seed at whose end something is wrong with a planted bug; None when no seed shows it."""
    found = play_all(range(1, MOST_SEEDS + 1), orders)
    return next((seed for seed, violations in found if violations), None)


def first_difference(trace: list[str], again: list[str]) -> list[str]:
    """Where two runs that must be the same part; nothing when they never do."""
    for number, (one, other) in enumerate(zip_longest(trace, again, fillvalue="(the end)")):
        if one != other:
            return [f"the second run differs in line {number}: {one!r} became {other!r}"]
    return []
