"""A worker may die before any effect of these scenarios; `python -m tests.simulation --crash-points` plays all of them."""

import pytest

from tests.simulation.crashes import SCENARIOS, Scenario, crash_everywhere

QUICK = [scenario for scenario in SCENARIOS if scenario.name in {"customer edit", "found by polling alone"}]


@pytest.mark.parametrize("scenario", QUICK, ids=lambda scenario: scenario.name)
def test_every_promise_is_kept_wherever_a_worker_dies(scenario: Scenario) -> None:
    results = dict(crash_everywhere(scenario))
    assert len(results) > 20
    assert {point: found for point, found in results.items() if found} == {}
