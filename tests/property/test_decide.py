"""The planner alone: decide() on correlated triples, chosen by hypothesis; `simulate --triples` chooses many more."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.model import World, make_world
from tests.property.promises import PROMISES, Promise
from tests.property.triples import check_triples

TIMES = 3
"""The planner is worth more examples than anything else."""


@st.composite
def worlds(draw: st.DrawFn) -> World:
    def choose[T](options: Sequence[T], /) -> T:
        return draw(st.sampled_from(options))

    return make_world(choose)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
@settings(max_examples=TIMES * settings().max_examples)
@given(world=worlds())
def test_the_planner(promise: Promise, world: World) -> None:
    promise(world)


def test_the_planner_on_triples_from_a_seed() -> None:
    assert check_triples(1, 500) == []
