"""What AWS takes for a million invoices."""

import pytest

from tests.benchmarks.arriving import selling
from tests.benchmarks.costs import of_invoices, told, total


@pytest.mark.feature("X5")
@pytest.mark.parametrize(("at_once", "usd"), [(True, 8), (False, 20)], ids=["burst", "one by one"])
def test_a_million_invoices_cost_what_is_published(usd: float, *, at_once: bool) -> None:
    with selling() as shop:
        rows = of_invoices(shop, 40 if at_once else 10, at_once=at_once)
    print("\n".join((*told(rows), f"{total(rows):.2f} USD")))
    assert total(rows) <= usd
