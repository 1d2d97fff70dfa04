"""The contract of SyncStateDisplay: HubSpot's over its twin, and the one in memory."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from counterfoil.domain.errors import ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.ports import ShownState, SyncStateDisplay
from tests.builders import an_invoice, hubspot
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.world import START
from tests.fake_display import FakeDisplay
from tests.fake_systems import FakeSystem
from tests.fakes import FrozenClock

STATE = ShownState(status=OutcomeStatus.IN_SYNC, quickbooks_number="1037", synced_at=START)
GONE = hubspot(EntityKind.INVOICE, "987654321")


@dataclass(frozen=True, slots=True)
class Shown:
    """A display with an invoice to show on; `version` is that of the invoice."""

    display: SyncStateDisplay
    invoice: RecordRef
    version: Callable[[], str]


def on_the_twin() -> Shown:
    """HubSpot's."""
    world = HubSpotWorld()

    def version() -> str:
        world.advance(1)
        found = world.system.read(EntityKind.INVOICE, [world.invoice_id])[world.invoice_id]
        assert not isinstance(found, Failure)
        return found[0].version

    return Shown(world.display, hubspot(EntityKind.INVOICE, world.invoice_id), version)


def in_memory() -> Shown:
    """The engine tests'."""
    portal = FakeSystem(System.HUBSPOT, FrozenClock(START))
    invoice = portal.put(EntityKind.INVOICE, an_invoice())
    return Shown(FakeDisplay(portal), invoice, lambda: portal.show(invoice).version)


@pytest.fixture(params=[on_the_twin, in_memory])
def shown(request: pytest.FixtureRequest) -> Shown:
    make: Callable[[], Shown] = request.param
    return make()


def test_what_could_be_shown_is_no_failure(shown: Shown) -> None:
    assert dict(shown.display.show({shown.invoice: STATE}).refused) == {}
    assert dict(shown.display.show({}).refused) == {}


def test_showing_counts_as_a_change_of_the_invoice(shown: Shown) -> None:
    before = shown.version()
    shown.display.show({shown.invoice: STATE})
    assert shown.version() != before


def test_what_is_gone_fails_alone(shown: Shown) -> None:
    before = shown.version()
    failures = shown.display.show({GONE: STATE, shown.invoice: STATE}).refused
    assert {ref: failure.category for ref, failure in failures.items()} == {GONE: ErrorCategory.RECORD_DELETED}
    assert shown.version() != before


def test_preparing_may_be_repeated(shown: Shown) -> None:
    shown.display.prepare()
    shown.display.prepare()
    assert dict(shown.display.show({shown.invoice: STATE}).refused) == {}
