"""The product is ahead of what people write by hand, and both write the same."""

import pytest

from tests.benchmarks.beside import by_hand, product
from tests.benchmarks.beside.market import market


def test_a_loop_by_hand_writes_what_is_right_and_asks_for_all_of_it() -> None:
    with market(3) as found:
        carried = by_hand.carried(found, cached=False)
    assert (carried.wrong, carried.metered) == (0, 3 * 3)
    assert carried.calls >= 8 * 3


@pytest.mark.long
@pytest.mark.feature("X5")
def test_a_burst_takes_a_tenth_of_the_calls_of_a_loop_with_caches() -> None:
    with market(80) as found:
        loop = by_hand.carried(found, cached=True)
    with market(80) as found:
        burst = product.at_once(found)
    assert (loop.wrong, burst.wrong) == (0, 0)
    assert burst.calls <= loop.calls / 10
    assert burst.metered <= loop.metered / 10
    assert burst.seconds <= loop.seconds / 4


@pytest.mark.feature("X3")
def test_who_dies_in_the_middle_doubles_nothing_and_leaves_nothing_out() -> None:
    """QuickBooks has the invoices of the dead worker's last batch; nobody has taken note of them."""
    with market(70) as found:
        ours = product.at_once_though_one_dies(found, 50)
    with market(20) as found:
        once = by_hand.carried(found, cached=False)
    with market(20) as found:
        twice = by_hand.carried(found, cached=False, dies_after=15)
    assert (ours.wrong, once.wrong, twice.wrong) == (0, 0, 0)
    assert twice.calls > once.calls
