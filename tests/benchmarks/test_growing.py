"""Four times as many invoices take four times as many steps: nothing is compared with everything else."""

import pytest

from tests.benchmarks.growing import counted, of_a_burst, steep


def pairs(many: int) -> int:
    """How many pairs are the same: each is looked at."""
    return sum(one == other for one in range(many) for other in range(many))


def singles(many: int) -> int:
    """Each is looked at sixty times."""
    return sum(one == other for one in range(many) for other in range(60))


def test_a_step_that_is_taken_for_each_pair_is_noticed() -> None:
    with counted(__file__) as few:
        pairs(60), singles(60)
    with counted(__file__) as many:
        pairs(240), singles(240)
    assert {name.partition(".")[0] for name in steep(few, many)} == {"pairs"}


@pytest.mark.feature("X5")
def test_no_step_of_a_burst_is_taken_for_each_pair_of_its_records() -> None:
    assert steep(of_a_burst(60), of_a_burst(240)) == {}
