"""How much more a cold start costs than one of a handler that does nothing, within one run."""

import pytest

from tests.benchmarks.starting import EVERY, ratios

ROOM = 1.5
"""For how busy the machine is."""

AT_MOST = {"webhook_intake": 9.5, "console": 11}
_OTHERS = 12.5


@pytest.mark.parametrize(
    "functions", [["webhook_intake"], pytest.param(EVERY, marks=pytest.mark.long)], ids=["intake", "every function"]
)
def test_a_cold_start_costs_some_times_a_bare_one(functions: list[str]) -> None:
    found = ratios(functions)
    print(", ".join(f"{name} {ratio:.1f} x" for name, ratio in sorted(found.items())))
    assert not {name for name, ratio in found.items() if ratio > AT_MOST.get(name, _OTHERS) * ROOM}
