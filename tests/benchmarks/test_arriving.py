"""How many calls an invoice takes that arrives alone, and many that arrive at once."""

import pytest

from tests.benchmarks.arriving import POLLS, booked, selling
from tests.benchmarks.counting import vendor_calls

FLOOR = 4
"""A read with all that belongs to it, one of the lines, a create, and what is shown on it."""


@pytest.mark.feature("X5")
def test_an_invoice_that_arrives_alone_takes_hardly_more_calls_than_there_must_be() -> None:
    with selling() as shop:
        before = booked(shop.account)
        calls = shop.one_by_one(10)
        assert booked(shop.account) == before + 10
    print(f"10 invoices one by one: {vendor_calls(calls)} calls, {calls['metered']} metered; floor {10 * FLOOR}")
    assert vendor_calls(calls) <= 45
    assert calls["metered"] == 0


@pytest.mark.feature("X5")
def test_invoices_of_new_customers_are_looked_for_once_each() -> None:
    with selling(buyers_known=False) as shop:
        calls = shop.one_by_one(5)
    print(f"5 invoices of new customers one by one: {vendor_calls(calls)} calls, {calls['metered']} metered")
    assert calls["metered"] <= 5 + 1, "one each, and one that tells whether letter case counts"


@pytest.mark.feature("X5")
@pytest.mark.parametrize(("many", "most"), [(90, 2), pytest.param(1_000, 9, marks=pytest.mark.night)])
def test_new_customers_of_a_burst_are_looked_for_many_at_a_time(many: int, most: int) -> None:
    """Each worker looks up once, and once more for customers of several addresses; five more tell of a thousand of each."""
    with selling(buyers_known=False) as shop:
        before = booked(shop.account)
        calls = shop.at_once(many)
        assert booked(shop.account) == before + many
    print(f"{many} invoices of new customers at once: {vendor_calls(calls)} calls, {calls['metered']} metered")
    assert calls["metered"] - POLLS <= most


@pytest.mark.feature("X5")
@pytest.mark.parametrize("many", [100, pytest.param(1_000, marks=pytest.mark.night)])
def test_a_burst_is_read_and_written_many_at_a_time(many: int) -> None:
    with selling() as shop:
        before = booked(shop.account)
        calls = shop.at_once(many)
        assert booked(shop.account) == before + many
    print(f"{many} invoices at once: {vendor_calls(calls)} calls, {calls['metered']} metered")
    assert vendor_calls(calls) <= 17 + many * 0.086, "17 for two polls and what each worker reads once; some fill no batch"
    assert calls["metered"] - POLLS <= many * 0.002, "none but for the polls, which tell a thousand changes in pieces"
