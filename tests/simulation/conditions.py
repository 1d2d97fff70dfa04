"""How the vendors happen to be on one run: switches, clocks that differ, which of two readings of a guide is true."""

from datetime import timedelta
from random import Random
from typing import Any

from tests.simulation.vendors import Vendors

HUBSPOT: dict[str, tuple[Any, ...]] = {
    "search_index_lag_seconds": (0.0, 5.0, 30.0),
    "edit_finalised_invoices": (False, True, True),
    "unchanged_write_moves_last_modified": (False, True),
    "product_unique_properties": (False, True),
    "merge_creates_record": (True, False),
    "webhook_aggregation_seconds": (0.0, 0.3),
}
QUICKBOOKS: dict[str, tuple[Any, ...]] = {
    "rotation": ("daily", "always"),
    "replay_batches": (True, False),
    "replay_refusals": (False, True),
    "replay_troubles": (False, True),
    "reused_request_id": ("replay", "refuse"),
    "batch_order": ("request", "shuffled"),
    "payment_announces_invoice": (True, False),
    "self_echo": (True, False),
    "extra_members": (False, True),
    "capture_includes_bound": (True, False),
    "capture_limit": (1000, 1000, 3),
    "capture_limit_keeps": ("oldest", "newest"),
}
WEBHOOK_BODIES = ("cloudevents", "cloudevents", "legacy")
MOST_SKEW = 20
"""Seconds."""


def happen(vendors: Vendors, random: Random) -> None:
    """Let chance decide everything that may be one way or another."""
    for switches, choices in ((vendors.hubspot.switches(), HUBSPOT), (vendors.quickbooks.switches(), QUICKBOOKS)):
        for name, values in choices.items():
            setattr(switches, name, random.choice(values))
    vendors.announce_as(random.choice(WEBHOOK_BODIES))
    for clock in vendors.clocks.values():
        clock.skew = timedelta(seconds=random.choice([0, 0, random.randint(-MOST_SKEW, MOST_SKEW)]))
