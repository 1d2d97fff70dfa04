"""Invoices that people copied in QuickBooks, mark included: found to be theirs once, and from then on."""

from dataclasses import replace

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from tests.fake_systems import Fault
from tests.unit.engine.connected import LEASE
from tests.unit.engine.deciding import ADA, obey
from tests.unit.engine.mirrors import BOTH, connection
from tests.unit.engine.world import World

pytestmark = pytest.mark.feature("I4", "O5")

NOT_DONE = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")


@pytest.fixture
def world() -> World:
    """A connection that carries invoices both ways."""
    return World(connection(BOTH))


@pytest.fixture
def original(world: World) -> RecordRef:
    """An invoice of HubSpot's that is in QuickBooks."""
    ref = world.finalised()
    world.tell(ref)
    return ref


def copied(world: World, original: RecordRef, number: str) -> RecordRef:
    """Somebody copies the invoice in QuickBooks, with what it says of where it is from."""
    record = replace(world.invoice(world.twin(original)), number=number)
    return world.quickbooks.put(EntityKind.INVOICE, record, source=original)


def test_copies_that_are_told_of_together_are_shown_each(world: World, original: RecordRef) -> None:
    copies = [copied(world, original, number) for number in ("C-1", "C-2")]
    world.tell(*copies)
    assert [world.status(one) for one in copies] == [OutcomeStatus.IN_SYNC] * 2
    assert len({original, *(world.twin(one) for one in copies)}) == 3


def test_a_copy_of_which_nothing_was_made_at_first_is_shown_after_that(world: World, original: RecordRef) -> None:
    copy = copied(world, original, "C-1")
    world.hubspot.faults.append(Fault(failure=NOT_DONE, matches=lambda write: write.kind is EntityKind.INVOICE))
    world.tell(copy)
    assert world.link(copy).state is LinkState.RESERVED
    world.clock.advance(LEASE)
    world.tell(copy)
    assert world.status(copy) is OutcomeStatus.IN_SYNC


def test_what_was_made_before_what_its_source_is_linked_with_is_no_copy(world: World, original: RecordRef) -> None:
    """It may be what was ours first: a second invoice in HubSpot would be a double."""
    older = copied(world, original, "C-1")
    linked = world.twin(original)
    stored = world.quickbooks.records
    stored[older] = replace(stored[older], created_at=stored[linked].created_at.replace(year=2020))
    world.tell(older)
    assert world.status(older) is OutcomeStatus.EXCLUDED


def test_of_copies_of_what_is_linked_with_nothing_the_first_is_ours(world: World, original: RecordRef) -> None:
    """The first was unlinked, and nothing says so any more."""
    first = world.invoice(world.twin(original))
    ref = world.hubspot.put(EntityKind.INVOICE, replace(world.invoice(original), number="B-1"))
    ours, copy = (
        world.quickbooks.put(EntityKind.INVOICE, replace(first, number=number), source=ref) for number in ("B-1", "C-1")
    )
    world.tell(copy, ours)
    assert world.twin(ours) == ref
    assert world.twin(copy) not in {ref, original}


def test_a_copy_of_what_somebody_unlinked_is_not_taken_for_it(world: World, original: RecordRef) -> None:
    before = world.twin(original)
    copy = copied(world, original, "C-1")
    world.choosing.unlink(world.id, original, ADA)
    obey(world)
    world.tell(copy)
    assert world.status(copy) is OutcomeStatus.IN_SYNC
    assert world.twin(copy) != original
    assert world.status(original) is OutcomeStatus.EXCLUDED
    world.choosing.take_back(world.id, original, ADA)
    obey(world)
    assert world.twin(original) == before


def lost(world: World) -> tuple[RecordRef, RecordRef]:
    """An invoice of HubSpot's, and what was made for it by a create whose answer was lost."""
    world.quickbooks.faults.append(
        Fault(failure=NOT_DONE, happens=True, matches=lambda write: write.kind is EntityKind.INVOICE)
    )
    original = world.finalised()
    world.tell(original)
    (made,) = world.quickbooks.every(EntityKind.INVOICE)
    return original, made.ref


def copied_before_it_is_known(world: World, original: RecordRef, made: RecordRef) -> RecordRef:
    """Somebody copies what was made, and nobody is at work on its create any more."""
    world.clock.advance(LEASE)
    return world.quickbooks.put(EntityKind.INVOICE, replace(world.invoice(made), number="C-1"), source=original)


@pytest.mark.parametrize("together", [False, True])
def test_a_copy_that_is_heard_of_before_what_a_lost_answer_made_is_none_of_it(world: World, *, together: bool) -> None:
    original, made = lost(world)
    copy = copied_before_it_is_known(world, original, made)
    world.tell(copy, *([original] if together else []))
    assert world.twin(original) == made
    world.settle()
    assert world.status(copy) is OutcomeStatus.IN_SYNC
    assert world.twin(copy) != original


def test_what_a_person_leaves_out_meanwhile_stays_left_out_when_a_copy_is_heard_of(world: World) -> None:
    original, made = lost(world)
    world.choosing.leave_out(world.id, original, ADA)
    obey(world)
    world.tell(copied_before_it_is_known(world, original, made))
    world.settle()
    assert world.status(original) is OutcomeStatus.EXCLUDED
    assert world.twin(original) == made


def test_what_a_person_leaves_out_meanwhile_stays_left_out_when_what_was_made_is_heard_of(world: World) -> None:
    original, made = lost(world)
    world.choosing.leave_out(world.id, original, ADA)
    obey(world)
    world.clock.advance(LEASE)
    world.tell(made)
    world.settle()
    assert world.status(original) is OutcomeStatus.EXCLUDED
    assert world.twin(original) == made
