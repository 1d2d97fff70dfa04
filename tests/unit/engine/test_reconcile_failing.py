"""Failing documents are tried again every night: their remedy may lie where no change of it is ever seen."""

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import a_payment
from tests.fake_systems import Fault
from tests.unit.engine.world import World

INACTIVE = Failure(
    category=ErrorCategory.RECORD_DELETED, cure=Cure.PERSON, text="Object Not Found: made inactive", code="610"
)


@pytest.fixture
def refused(world: World) -> Fault:
    """QuickBooks refuses every invoice until this is removed."""
    fault = Fault(failure=INACTIVE, matches=lambda write: write.kind is EntityKind.INVOICE, times=99)
    world.quickbooks.faults.append(fault)
    return fault


def compared(world: World) -> None:
    """A night's compare, and all that comes of it."""
    world.reconciler.reconcile()
    world.settle()


def is_failing(world: World, ref: RecordRef) -> bool:
    world.settle()
    return world.status(ref) is OutcomeStatus.FAILING and world.outcome(ref).category is ErrorCategory.RECORD_DELETED


@pytest.mark.parametrize("is_linked", [False, True])
def test_what_was_refused_for_something_just_made_inactive_is_tried_again_by_night(
    world: World, refused: Fault, *, is_linked: bool
) -> None:
    world.quickbooks.faults.remove(refused)
    ref = world.finalised()
    if is_linked:
        world.settle()
        world.hubspot.edit(ref, memo="edited")
    world.quickbooks.faults.append(refused)
    assert is_failing(world, ref)
    compared(world)
    assert is_failing(world, ref)
    world.quickbooks.faults.remove(refused)
    assert is_failing(world, ref)
    compared(world)
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(ref)).memo == world.invoice(ref).memo


def test_a_payment_of_a_failing_invoice_follows_it_by_night(world: World, refused: Fault) -> None:
    ref = world.finalised()
    payment = world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=ref))
    world.tell(ref, payment)
    assert world.outcome(payment).category is ErrorCategory.WAITS_FOR_INVOICE
    world.quickbooks.faults.remove(refused)
    compared(world)
    assert world.status(payment) is OutcomeStatus.IN_SYNC
