"""Many correlated triples fast: chance from a seed, every promise of the planner held to each."""

from collections.abc import Sequence
from random import Random

from tests.property.model import make_world
from tests.property.promises import PROMISES


def check_triples(seed: int, count: int) -> list[str]:
    """What was broken by `count` triples that follow from `seed`; at most ten of them are told."""
    random, broken = Random(seed), []

    def choose[T](options: Sequence[T], /) -> T:
        return options[int(random.random() * len(options))]

    for number in range(count):
        world = make_world(choose)
        for promise in PROMISES:
            try:
                promise(world.copy())
            except AssertionError as error:
                broken.append(f"seed {seed}, triple {number}: {promise.__name__}: {error} of {world}")
        if len(broken) >= 10:
            break
    return broken
