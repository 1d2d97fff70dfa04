"""What the mapping of every kind shares: days, markers, snapshots."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from counterfoil.adapters.hubspot.mapping import common
from counterfoil.domain.identity import EntityKind, RecordRef, System
from tests.builders import a_product, hubspot
from tests.unit.hubspot.support import wire

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 1, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 0, 0, 1, tzinfo=UTC), date(2026, 2, 28)),
        (datetime(2026, 3, 1, 4, 59, tzinfo=UTC), date(2026, 2, 28)),
        (datetime(2026, 3, 1, 5, 0, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 23, 59, tzinfo=UTC), date(2026, 3, 1)),
    ],
)
def test_which_day_a_moment_means_in_new_york(moment: datetime, day: date) -> None:
    assert common.day(moment, NEW_YORK) == day


@pytest.mark.parametrize("marker", ["", "nonsense", "quickbooks:invoice", "quickbooks:ship:1"])
def test_a_spoiled_marker_is_none(marker: str) -> None:
    assert common.parse_marker(marker) is None


def test_a_snapshot_keeps_hubspots_own_version() -> None:
    found = common.snapshot(EntityKind.PRODUCT, wire("7", {"counterfoil_source": "quickbooks:product:3"}), a_product())
    assert found.ref == hubspot(EntityKind.PRODUCT, "7")
    assert found.version == "2026-03-02T11:00:00.123Z"
    assert found.modified_at == datetime(2026, 3, 2, 11, 0, 0, 123000, tzinfo=UTC)
    assert found.source == RecordRef(System.QUICKBOOKS, EntityKind.PRODUCT, "3")
