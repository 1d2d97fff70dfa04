"""A worker may die before any effect of the main scenarios; `uv run poe simulate --crash-points` plays all of them."""

from dataclasses import replace

import pytest

from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.quickbooks.client import QuickBooksClient
from tests.simulation.crashes import crash_at, played
from tests.simulation.scenario import Scenario
from tests.simulation.scenarios import SCENARIOS
from tests.simulation.seen_writes import store_writes
from tests.simulation.write_kinds import OF_PEOPLE, TO_STORES, TO_VENDORS, written_in

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
    "sold while disconnected",
    "sold while not let into QuickBooks",
}
"""One scenario of each sort; the others are long."""
PLAYED = [
    pytest.param(number, scenario, id=scenario.name, marks=() if scenario.name in EVERY_DAY else pytest.mark.long)
    for number, scenario in enumerate(SCENARIOS)
    if scenario.name != "batch of 100"
]


@pytest.mark.long
@pytest.mark.feature("X3")
@pytest.mark.parametrize(("number", "scenario"), PLAYED)
def test_every_promise_is_kept_wherever_a_worker_dies(number: int, scenario: Scenario) -> None:
    here = played(scenario)
    assert written_in(scenario.name) <= here.written
    points = range(1 + number % min(STRIDE, here.effects), here.effects + 1, STRIDE)
    assert points
    assert {point: found for point in points if (found := crash_at(scenario, point))} == {}


def test_a_scenario_in_which_nothing_happens_is_a_mistake() -> None:
    idle = replace(SCENARIOS[0], act=lambda _world: None)
    with pytest.raises(ValueError, match="as many as when nobody does anything"):
        played(idle)


def test_every_write_has_a_scenario() -> None:
    names = {scenario.name for scenario in SCENARIOS}
    assert len(names) == len(SCENARIOS)
    assert {*TO_VENDORS.values(), *TO_STORES.values()} <= names
    assert store_writes() == TO_STORES.keys() | OF_PEOPLE


@pytest.mark.parametrize(
    ("client", "writing"),
    [
        (HubSpotClient, ["batch", "archive", "associate", "dissociate", "create_property", "create_property_group"]),
        (QuickBooksClient, ["write"]),
    ],
)
def test_every_call_of_a_vendor_that_writes_is_known(client: type, writing: list[str]) -> None:
    """What a client is given to write with shows in its requests; see `seen_writes`."""
    reading = {
        "read", "read_one", "read_each", "count", "search", "associations", "associations_of_each", "shows",
        "properties", "property_groups", "account",
        "query", "query_all", "page", "changes", "pdf", "ask",
    }  # fmt: skip
    assert {name for name in vars(client) if not name.startswith("_")} - reading == set(writing)
