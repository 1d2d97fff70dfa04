"""How long invoices wait where both vendors' limits hold and each call takes its time; all of it virtual."""

import pytest

from tests.benchmarks.pacing import paced, percentile


@pytest.mark.feature("X5")
@pytest.mark.parametrize(
    ("per_second", "invoices", "half_most", "most"),
    [(1, 8, 0.7, 2), pytest.param(1, 60, 0.7, 2, marks=pytest.mark.long), (5, 20, 1, 3)],
)
def test_an_invoice_is_sent_within_seconds_of_being_told(
    per_second: float, invoices: int, half_most: float, most: float
) -> None:
    day = paced(per_second, invoices)
    half, nearly_all = percentile(day.waits, 0.5), percentile(day.waits, 0.99)
    print(f"{invoices} invoices, {per_second} a second: p50 {half:.1f} s, p99 {nearly_all:.1f} s, {day.refused} refused")
    assert len(day.sent) == invoices
    assert half <= half_most
    assert nearly_all <= most
    assert day.refused == 0


@pytest.mark.feature("X5")
def test_a_burst_of_new_customers_stays_within_quickbooks_limit() -> None:
    day = paced(0, 90, buyers_known=False)
    print(f"90 invoices of new customers at once: {day.seconds:.1f} s, {day.refused} refused")
    assert len(day.sent) == 90
    assert day.refused == 0
