"""What a new invoice shows is kept with its outcome, until its link is stored again."""

from collections.abc import Callable
from functools import partial

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from tests.unit.engine.deciding import ADA, obey, paid_in
from tests.unit.engine.world import World

Happens = Callable[[World, RecordRef], None]


def test_a_link_is_stored_before_its_invoice_is_made_and_after_that(world: World, invoice: RecordRef) -> None:
    assert (world.link(invoice).revision, world.link(invoice).shown) == (2, "")
    assert len(world.display.shown[invoice]) == 1


def test_what_is_kept_for_it_is_stored_with_its_next_change(world: World, invoice: RecordRef) -> None:
    world.hubspot.edit(invoice, memo="Thank you")
    world.tell(invoice)
    assert world.link(invoice).shown
    assert world.outcomes.latest(world.id, [invoice])[invoice].showing is None
    assert len(world.display.shown[invoice]) == 1


def test_whoever_shows_what_another_has_linked_changes_its_link_first(world: World) -> None:
    invoice = world.finalised()
    world.display.refused[invoice] = Failure(category=ErrorCategory.PROPERTY_REFUSED, cure=Cure.PERSON, text="scope missing")
    world.tell(invoice)
    world.display.refused.clear()
    revisions = [world.link(invoice).revision]
    world.effects.chosen, world.effects.then = world.effects.done + 1, partial(note_while_silent, world, invoice, revisions)
    world.tell(invoice)
    assert revisions == [2, 3]
    assert len(world.display.shown[invoice]) == 1


def note_while_silent(world: World, invoice: RecordRef, revisions: list[int]) -> None:
    """Which revision its link is at, if nothing is shown of it yet."""
    if invoice not in world.display.shown:
        revisions.append(world.link(invoice).revision)


def paid_there(world: World, invoice: RecordRef) -> None:
    """Somebody enters a payment in QuickBooks, and another worker has done with it."""
    if linked(world, invoice):
        world.tell(paid_in(world, System.QUICKBOOKS, invoice))


def unlinked(world: World, invoice: RecordRef) -> None:
    """Somebody unlinks it, and another worker obeys."""
    if linked(world, invoice):
        world.choosing.unlink(world.id, invoice, ADA)
        obey(world)


def linked(world: World, invoice: RecordRef) -> bool:
    """Whether it has its counterpart by now."""
    return any(link.ref(System.QUICKBOOKS) for link in world.links.find(world.id, [invoice]).get(invoice, ()))


@pytest.mark.parametrize("happens", [paid_there, unlinked])
def test_it_shows_how_it_stands_whatever_others_do_while_it_is_shown(subtests: pytest.Subtests, happens: Happens) -> None:
    first = World()
    first.tell(invoice := first.finalised())
    for point in range(1, first.effects.done + 1):
        with subtests.test(point=point):
            world = World()
            invoice = world.finalised()
            world.effects.chosen, world.effects.then = point, partial(happens, world, invoice)
            world.tell(invoice)
            obey(world)
            world.settle()
            stands, shown = world.status(invoice), world.shown(invoice)
            assert shown.status is stands
            if stands is OutcomeStatus.IN_SYNC:
                assert shown.quickbooks_balance == world.invoice(world.twin(invoice)).balance
            else:
                assert shown.quickbooks_number == ""
