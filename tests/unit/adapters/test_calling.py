"""Calls of which none needs another's answer."""

from functools import partial
from threading import Barrier

import pytest

from counterfoil.adapters.calling import MOST, Calling, in_turn, side_by_side

SOON = 10.0
"""Seconds: calls that never meet end in an error."""


@pytest.mark.parametrize("calling", [in_turn, side_by_side])
@pytest.mark.parametrize("many", [0, 1, 2, MOST + 5])
def test_answers_come_in_the_order_of_the_calls(calling: Calling, many: int) -> None:
    assert calling([partial(str, number) for number in range(many)]) == [f"{number}" for number in range(many)]


def test_so_many_are_under_way_at_the_same_time() -> None:
    together = Barrier(MOST, timeout=SOON)
    assert sorted(side_by_side([together.wait] * 2 * MOST)) == sorted([*range(MOST)] * 2)


def test_the_first_error_is_raised_once_none_is_under_way_any_more() -> None:
    ended, together = list[str](), Barrier(3, timeout=SOON)

    def call(name: str) -> None:
        together.wait()
        ended.append(name)
        if name != "good":
            raise ValueError(name)

    with pytest.raises(ValueError, match="first"):
        side_by_side([partial(call, name) for name in ("good", "first", "second")])
    assert sorted(ended) == ["first", "good", "second"]
