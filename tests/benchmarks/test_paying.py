"""How many calls payments take that somebody enters in QuickBooks."""

from collections.abc import Callable

import pytest

from infra.sandbox.people.bookkeeper import Row
from tests.benchmarks.arriving import Shop, selling
from tests.benchmarks.counting import vendor_calls
from tests.benchmarks.paying import Received, by_poll, by_webhook, carried, floor_of, sold

Way = Callable[[Shop, list[Row]], Received]
MANY = [(40, 19), pytest.param(200, 24, marks=pytest.mark.night)]
"""So many payments, and the calls that they may take."""
POLLS = 3
"""Each of the next polls is one metered read."""


@pytest.mark.feature("X5", "Y2")
@pytest.mark.parametrize(("many", "most"), MANY)
@pytest.mark.parametrize(("way", "metered"), [(by_webhook, 2), (by_poll, 3)], ids=["by webhook", "by poll"])
def test_payments_are_read_and_written_many_at_a_time_and_once(way: Way, metered: int, many: int, most: int) -> None:
    with selling() as shop:
        received = way(shop, sold(shop, many))
        assert carried(shop) == many
    calls, afterwards = received.carried, received.afterwards
    print(f"{many} payments: {vendor_calls(calls)} calls, {calls['metered']} metered; floor {floor_of(many):.0f}")
    print(f"the next polls: {vendor_calls(afterwards)} calls, {afterwards['metered']} metered")
    assert vendor_calls(calls) <= most
    assert calls["metered"] <= metered
    assert afterwards["metered"] <= POLLS


@pytest.mark.night
@pytest.mark.feature("X5", "Y2")
@pytest.mark.parametrize(("way", "most", "metered"), [(by_webhook, 63, 2), (by_poll, 73, 7)], ids=["by webhook", "by poll"])
def test_a_thousand_payments_are_read_in_one_metered_read(way: Way, most: int, metered: int) -> None:
    """Their invoices take one, too. A poll takes five to be told of a thousand of each, since a thousand may not be all."""
    with selling() as shop:
        received = way(shop, sold(shop, 1_000))
        assert carried(shop) == 1_000
    calls = received.carried
    print(f"1000 payments: {vendor_calls(calls)} calls, {calls['metered']} metered; floor {floor_of(1_000):.0f}")
    assert vendor_calls(calls) <= most
    assert calls["metered"] <= metered
