"""What a person deleted on purpose is believed once an operator says so, exactly that, and no longer."""

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.compare.acceptance import Acceptance
from counterfoil.engine.compare.mass_disappearance import MassDisappearance
from tests.unit.engine.world import World


def sold(world: World, invoices: int) -> list[RecordRef]:
    """So many finalised invoices, in sync."""
    made = [world.finalised() for _ in range(invoices)]
    world.settle()
    return made


def deleted(world: World, invoices: int) -> list[RecordRef]:
    """So many invoices, all of them deleted in HubSpot, and the compare halted."""
    made = sold(world, invoices)
    for ref in made:
        world.hubspot.delete(ref)
    assert world.reconciler.reconcile().halted
    return made


def lost(world: World, gone: int, system: System = System.HUBSPOT) -> MassDisappearance:
    """A side that lost all it had."""
    return MassDisappearance(connection_id=world.id, system=system, known=gone, vanished=gone)


def test_what_halted_the_compare_and_was_accepted_is_closed_and_reported(world: World) -> None:
    made = deleted(world, 7)
    assert Acceptance(world.cursors).accept(world.id) == [lost(world, 7)]
    done = world.reconciler.reconcile()
    assert (done.halted, done.vanished) == ([], 7)
    world.settle()
    assert {world.link(ref).state for ref in made} == {LinkState.CLOSED}
    assert {world.status(ref) for ref in made} == {OutcomeStatus.FAILING}


def test_there_is_nothing_to_accept_unless_the_last_pass_was_halted(world: World) -> None:
    accepted = Acceptance(world.cursors)
    assert accepted.accept(world.id) == []
    deleted(world, 3)
    accepted.accept(world.id)
    world.reconciler.reconcile()
    assert accepted.accept(world.id) == []


def test_more_than_was_accepted_halts_it_again(world: World) -> None:
    accepted = Acceptance(world.cursors)
    made = sold(world, 12)
    for ref in made[:7]:
        world.hubspot.delete(ref)
    assert world.reconciler.reconcile().halted
    accepted.accept(world.id)
    world.hubspot.delete(made[7])
    assert world.reconciler.reconcile().halted[0].vanished == 8


def test_the_other_side_is_not_accepted_with_it(world: World) -> None:
    made = deleted(world, 3)
    Acceptance(world.cursors).accept(world.id)
    for ref in made:
        world.quickbooks.delete(world.twin(ref))
    assert world.reconciler.reconcile().halted == [lost(world, 3, System.QUICKBOOKS)]


def test_it_is_forgotten_once_used_and_when_it_is_not_needed(world: World) -> None:
    accepted = Acceptance(world.cursors)
    made = sold(world, 3)
    kept = {ref: world.hubspot.records.pop(ref) for ref in made}
    world.reconciler.reconcile()
    accepted.accept(world.id)
    world.hubspot.records |= kept
    assert world.reconciler.reconcile().halted == []  # all of them are back
    for ref in made:
        world.hubspot.delete(ref)
    assert world.reconciler.reconcile().halted == [lost(world, 3)]
    accepted.accept(world.id)
    assert world.reconciler.reconcile().vanished == 3
    assert not accepted.covers(lost(world, 3))


def test_what_does_not_fit_into_one_pass_stays_accepted_for_the_next(world: World) -> None:
    accepted = Acceptance(world.cursors)
    deleted(world, 7)
    accepted.accept(world.id)
    accepted.use(lost(world, 7), 5)
    assert [accepted.covers(lost(world, gone)) for gone in (2, 3)] == [True, False]
