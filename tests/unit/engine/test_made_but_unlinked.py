"""What was made and whose answers were lost is recognised by the slice, whichever side is told of first."""

from dataclasses import replace
from datetime import timedelta
from math import ceil

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.invoice import Invoice
from counterfoil.engine.work.slices import LARGEST_SLICE
from tests.fake_systems import Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.connected import LEASE
from tests.unit.engine.world import World

INVOICE = EntityKind.INVOICE
MANY = 100
SLICES = ceil(MANY / LARGEST_SLICE)
LOST = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")


@pytest.fixture
def made(world: World) -> list[RecordRef]:
    """A hundred invoices of HubSpot's that were made in QuickBooks, of which nobody heard."""
    world.quickbooks.faults.append(
        Fault(failure=LOST, matches=lambda write: write.kind is INVOICE, happens=True, times=MANY)
    )
    refs = [world.finalised() for _ in range(MANY)]
    world.tell(*refs)
    assert {world.link(ref).state for ref in refs} == {LinkState.RESERVED}
    assert len(world.quickbooks.every(INVOICE)) == MANY
    world.hubspot.calls.clear()
    world.quickbooks.calls.clear()
    return refs


@pytest.mark.parametrize("pause", [timedelta(), LEASE], ids=["at once", "after the lease"])
def test_29_hints_of_what_was_made_link_it_by_the_slice(world: World, made: list[RecordRef], pause: timedelta) -> None:
    """What is told of bears its source's mark, so nothing has to be looked for."""
    world.clock.advance(pause)
    world.tell(*(one.ref for one in world.quickbooks.every(INVOICE)))
    assert {world.status(ref) for ref in made} == {OutcomeStatus.IN_SYNC}
    assert world.hubspot.calls.keys() == world.quickbooks.calls.keys() == {"read"}
    assert world.hubspot.calls["read"] <= SLICES
    assert_made_once(world)


def test_29_hints_of_its_sources_have_it_looked_for_once(world: World, made: list[RecordRef]) -> None:
    world.clock.advance(LEASE)
    world.tell(*made)
    assert {world.status(ref) for ref in made} == {OutcomeStatus.IN_SYNC}
    assert world.hubspot.calls == {"read": 1}
    assert world.quickbooks.calls == {"find_written": 1}
    assert_made_once(world)


def assert_made_once(world: World) -> None:
    """Nothing was made twice, neither at once nor by what polls tell of later."""
    assert len(world.quickbooks.every(INVOICE)) == MANY
    world.settle()
    assert_true(world)


def test_what_cannot_be_made_any_more_is_looked_for_and_not_made_again(world: World) -> None:
    """The books may have come to have another currency since an earlier try, whose answer was lost."""
    world.quickbooks.faults.append(Fault(failure=LOST, matches=lambda write: write.kind is INVOICE, happens=True))
    ref, other = world.finalised(), world.finalised()
    world.tell(ref)
    assert world.link(ref).state is LinkState.RESERVED
    world.quickbooks.foreseen[Invoice] = replace(LOST, category=ErrorCategory.CURRENCY_MISMATCH, cure=Cure.PERSON)
    world.clock.advance(LEASE)
    world.tell(ref, other)
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert world.outcome(other).category is ErrorCategory.CURRENCY_MISMATCH
    assert len(world.quickbooks.every(INVOICE)) == 1
