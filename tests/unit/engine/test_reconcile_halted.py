"""A side that is suddenly empty, or nearly so, is not believed: nothing is enqueued, and people are told once a day."""

from datetime import timedelta

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.engine.compare.mass_disappearance import MassDisappearance
from tests.builders import a_payment
from tests.unit.engine.world import World


def sold(world: World, invoices: int) -> list[RecordRef]:
    """So many finalised invoices, in sync, and looked at once more since that was shown on them."""
    made = [world.finalised() for _ in range(invoices)]
    world.settle()
    world.tell(*made)
    return made


@pytest.mark.parametrize("system", System)
@pytest.mark.parametrize("invoices", [2, 7])
def test_an_empty_side_is_not_believed(world: World, system: System, invoices: int) -> None:
    made = sold(world, invoices)
    for ref in made:
        world.hubspot.edit(ref, memo="missed")
        gone = ref if system is System.HUBSPOT else world.twin(ref)
        world.system(gone).delete(gone)
    done = world.reconciler.reconcile()
    assert done.halted == [MassDisappearance(connection_id=world.id, system=system, known=invoices, vanished=invoices)]
    assert (done.enqueued, done.vanished, world.queue.take()) == (0, 0, [])


def test_a_side_that_lost_most_of_one_kind_is_not_believed(world: World) -> None:
    for ref in sold(world, 11)[:6]:
        world.hubspot.delete(ref)
    assert world.reconciler.reconcile().halted[0].vanished == 6


def test_all_payments_gone_are_not_believed_although_the_invoices_are_there(world: World) -> None:
    payments = [world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=ref)) for ref in sold(world, 8)]
    world.settle()
    for payment in payments[:6]:
        world.hubspot.delete(payment)
    assert world.reconciler.reconcile().halted[0].vanished == 6


def test_half_gone_and_a_handful_gone_are_believed(world: World) -> None:
    made = sold(world, 12)
    for ref in made[:6]:
        world.hubspot.delete(ref)
    assert world.reconciler.reconcile().vanished == 6
    world.settle()
    for ref in made[6:11]:
        world.hubspot.delete(ref)
    assert world.reconciler.reconcile().vanished == 5


def test_a_single_record_may_be_deleted(world: World) -> None:
    (ref,) = sold(world, 1)
    world.hubspot.delete(ref)
    assert world.reconciler.reconcile().vanished == 1


def test_people_are_told_once_a_day(world: World) -> None:
    for ref in sold(world, 3):
        world.hubspot.delete(ref)
    for _ in range(3):
        assert world.reconciler.reconcile().halted
    assert len(world.notifier.messages) == 1
    subject, text = world.notifier.messages[0]
    assert world.id in subject
    assert "HubSpot: 3 of 3 linked records cannot be found." in text
    assert text.endswith(f"uv run poe accept-vanished --connection {world.id}")
    world.clock.advance(timedelta(days=1))
    world.reconciler.reconcile()
    assert len(world.notifier.messages) == 2


def test_a_side_that_comes_back_is_compared_again(world: World) -> None:
    made = sold(world, 3)
    kept = {ref: world.hubspot.records[ref] for ref in made}
    for ref in made:
        del world.hubspot.records[ref]
    assert world.reconciler.reconcile().halted
    world.hubspot.records |= kept
    done = world.reconciler.reconcile()
    assert (done.halted, done.vanished, done.enqueued) == ([], 0, 0)
