"""Simulate the whole bundle with faults.

`--seeds N [--from S] [--twice]`: many runs by chance, each once or twice; `--seed S --trace`: one of them, told in full;
`--own-pace` with either: everything takes its time, episodes of trouble come and go, and nothing may stand still;
`--seed S --shrink`: the fewest of its events that still break a promise, told in full;
`--crash-points`: the main scenarios with a worker dying before every single effect, `--scenario NAME`: those of this one;
`--planted-bugs`: which scene and which seed are the first to notice each bug that was planted on purpose;
`--triples N`: the planner alone on N random pairs.
"""

import argparse
import sys
import time
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor

from tests.property.triples import check_triples
from tests.simulation.chance import EVENTS
from tests.simulation.idlers import IDLERS
from tests.simulation.lively import EVENTS as AT_OWN_PACE
from tests.simulation.mutants import MUTANTS
from tests.simulation.quiet import be_quiet
from tests.simulation.runs import PROCESSES, Orders, crash_in, first_to_notice, play_all
from tests.simulation.scenarios import SCENARIOS
from tests.simulation.shrink import shrink
from tests.simulation.standstills import STANDSTILLS, standstill

TRIPLES_PER_SEED = 10_000
_PROGRESS = 100


def main() -> int:
    """0 when every run kept every promise."""
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=0, help="how many runs")
    parser.add_argument("--from", type=int, default=1, dest="first", help="the first seed")
    parser.add_argument("--twice", action="store_true", help="play every run again: it must be the same")
    parser.add_argument("--seed", type=int, help="one run")
    parser.add_argument("--events", type=int, default=0, help="how much happens in a run")
    parser.add_argument("--own-pace", action="store_true", help="judge that nothing stands still")
    parser.add_argument("--crash-points", action="store_true", help="die everywhere in the main scenarios")
    names = [scenario.name for scenario in SCENARIOS]
    parser.add_argument(
        "--scenario", action="append", choices=names, metavar="NAME", help="only the crash points of this one"
    )
    parser.add_argument("--planted-bugs", action="store_true", help="which scene and which seed notice each of them")
    parser.add_argument("--triples", type=int, default=0, help="how many pairs for the planner alone")
    parser.add_argument("--trace", action="store_true", help="print everything that happened")
    parser.add_argument("--shrink", action="store_true", help="leave out every event that is not needed to break a promise")
    arguments = parser.parse_args()
    be_quiet()
    if arguments.triples:
        return _triples(arguments.first, arguments.triples)
    if arguments.crash_points or arguments.scenario:
        return _crash_points(arguments.scenario or ())
    if arguments.planted_bugs:
        return _planted_bugs()
    orders = Orders(
        arguments.events or (AT_OWN_PACE if arguments.own_pace else EVENTS),
        twice=arguments.twice,
        own_pace=arguments.own_pace,
    )
    if arguments.seed is not None and arguments.shrink:
        return _shrunk(arguments.seed, orders)
    if arguments.seed is not None:
        return _one(arguments.seed, orders, trace=arguments.trace)
    return _many(range(arguments.first, arguments.first + arguments.seeds), orders)


def _one(seed: int, orders: Orders, *, trace: bool) -> int:
    chance = orders.of(seed)
    found = chance.run()
    if trace:
        print("\n".join(chance.world.house.trace))
    print("\n".join(found) or f"seed {seed}: every promise kept")
    return 1 if found else 0


def _shrunk(seed: int, orders: Orders) -> int:
    try:
        run = shrink(seed, orders.events, promised=orders.promised)
    except ValueError as error:
        print(error)
        return 0
    print("\n".join([*run.chance.world.house.trace, *run.found]))
    print(f"seed {seed}: {len(run.events)} of {orders.events} events are enough: {', '.join(map(str, run.events))}")
    return 1


def _many(seeds: range, orders: Orders) -> int:
    began, broken = time.monotonic(), 0
    for number, (seed, found) in enumerate(play_all(seeds, orders), start=1):
        if found:
            broken += 1
            print(f"seed {seed}: {len(found)} violations, e.g. {found[0][:400]}", flush=True)
        if number % _PROGRESS == 0:
            print(f"{number} of {len(seeds)} seeds after {time.monotonic() - began:.0f} s", flush=True)
    times = ", each twice," if orders.twice else ""
    seconds = time.monotonic() - began
    print(f"{len(seeds)} seeds x {orders.events} events{times} in {seconds:.0f} s: {broken} with violations")
    if broken:
        print(f"See one with: simulate --seed S --events {orders.events} --trace, or --shrink for --trace")
    return 1 if broken else 0


def _triples(first: int, count: int) -> int:
    began = time.monotonic()
    seeds = range(first, first + -(-count // TRIPLES_PER_SEED))
    with ProcessPoolExecutor(PROCESSES) as processes:
        found = [told for some in processes.map(check_triples, seeds, [TRIPLES_PER_SEED] * len(seeds)) for told in some]
    print("\n".join(found[:10]) or "no promise broken")
    print(f"{len(seeds) * TRIPLES_PER_SEED} triples in {time.monotonic() - began:.0f} s: {len(found)} violations")
    return 1 if found else 0


def _crash_points(names: Collection[str]) -> int:
    began, points, broken = time.monotonic(), 0, 0
    for scenario, results in crash_in(names):
        bad = [(point, found) for point, found in results if found]
        points, broken = points + len(results), broken + len(bad)
        print(f"{scenario.name}: {len(results)} crash points, {len(bad)} with violations", flush=True)
        for point, found in bad:
            print(f"  before effect {point}: {found[0][:400]}")
    print(f"{points} crash points in {time.monotonic() - began:.0f} s: {broken} with violations")
    return 1 if broken else 0


def _planted_bugs() -> int:
    """1 when one of them goes unnoticed."""
    unnoticed = 0
    for name, places in _noticed():
        print(f"{name}: {f'noticed by {" and ".join(places)}' if places else 'not noticed'}", flush=True)
        unnoticed += not places
    return 1 if unnoticed else 0


def _noticed() -> Iterator[tuple[str, list[str]]]:
    """Each of them with where it shows: in the scene that leads to a standstill, and in the first seed that does."""
    for mutant in MUTANTS:
        yield mutant.__name__, _first_seed(Orders(EVENTS, make=mutant))
    scenes = {scene.name: scene for scene in STANDSTILLS}
    for idler in IDLERS:
        found = standstill(scenes[idler.shows], idler.make, idler.numbers)
        promised = frozenset({idler.promise})
        orders = Orders(AT_OWN_PACE, own_pace=True, make=idler.make, numbers=idler.numbers, promised=promised)
        yield idler.name, ([f"the scene {idler.shows!r}"] if found else []) + _first_seed(orders)


def _first_seed(orders: Orders) -> list[str]:
    seed = first_to_notice(orders)
    return [f"seed {seed}"] if seed else []


if __name__ == "__main__":
    sys.exit(main())
