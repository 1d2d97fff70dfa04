"""How many calls payments take that somebody enters in QuickBooks."""

from collections.abc import Callable

import pytest

from infra.sandbox.people.bookkeeper import Row
from tests.benchmarks.arriving import Shop, selling
from tests.benchmarks.counting import vendor_calls
from tests.benchmarks.paying import Received, by_poll, by_webhook, carried, floor_of, sold

Way = Callable[[Shop, list[Row]], Received]
MANY = [100, pytest.param(1_000, marks=pytest.mark.long)]


@pytest.mark.feature("X5", "Y2")
@pytest.mark.parametrize("many", MANY)
@pytest.mark.parametrize("way", [by_webhook, by_poll])
def test_payments_are_read_and_written_many_at_a_time_and_looked_at_once(way: Way, many: int) -> None:
    with selling() as shop:
        received = way(shop, sold(shop, many))
        assert carried(shop) == many
    calls, afterwards = received.carried, received.afterwards
    print(f"{many} payments: {vendor_calls(calls)} calls, {calls['metered']} metered; floor {floor_of(many):.0f}")
    print(f"the next polls: {vendor_calls(afterwards)} calls, {afterwards['metered']} metered")
