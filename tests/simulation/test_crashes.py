"""A worker may die before any effect of the main scenarios; `uv run poe simulate --crash-points` plays all of them."""

from dataclasses import replace

import pytest

from tests.simulation.crashes import count_effects, crash_at
from tests.simulation.scenarios import SCENARIOS, Scenario

STRIDE = 80
"""Every so many crash points of each scenario are played here, other ones in each."""
EVERY_DAY = {
    "a company and its contacts",
    "invoice with new customer and custom item",
    "void in HubSpot",
    "payment in HubSpot",
    "payment in QuickBooks",
    "customer edit",
    "tokens renewed on the way",
    "much is missed and found at night",
    "found by polling alone",
    "invoices of QuickBooks shown",
}
"""One scenario of each sort; the others are long."""
PLAYED = [
    pytest.param(number, scenario, id=scenario.name, marks=() if scenario.name in EVERY_DAY else pytest.mark.long)
    for number, scenario in enumerate(SCENARIOS)
    if scenario.name != "batch of 100"
]


@pytest.mark.feature("X3")
@pytest.mark.parametrize(("number", "scenario"), PLAYED)
def test_every_promise_is_kept_wherever_a_worker_dies(number: int, scenario: Scenario) -> None:
    points = range(1 + number % STRIDE, count_effects(scenario) + 1, STRIDE)
    assert points
    assert {point: found for point in points if (found := crash_at(scenario, point))} == {}


def test_a_scenario_in_which_nothing_happens_is_a_mistake() -> None:
    idle = replace(SCENARIOS[0], act=lambda _world: None)
    with pytest.raises(ValueError, match="as many as when nobody does anything"):
        count_effects(idle)
