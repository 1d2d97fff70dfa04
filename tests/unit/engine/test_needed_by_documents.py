"""How a customer or an item stands that a document waits for: a change of its own does not say that nobody needs it."""

from collections.abc import Callable

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from tests.unit.engine.connected import LEASE
from tests.unit.engine.deciding import obey, two_customers
from tests.unit.engine.world import World


def _waits_for_choice(world: World) -> tuple[RecordRef, RecordRef, RecordRef]:
    """An invoice whose contact could be two customers: the invoice, the contact and one of the two."""
    contact, first, _ = two_customers(world)
    invoice = world.finalised(customer=contact)
    world.tell(invoice)
    assert world.outcome(contact).category is ErrorCategory.AMBIGUOUS_MATCH
    return invoice, contact, first


@pytest.mark.feature("M3", "E8")
def test_it_offers_its_candidates_for_as_long_as_the_document_waits(world: World) -> None:
    """Its own change comes after the invoice's: whoever looks at it just then finds what to choose from."""
    _, contact, _ = _waits_for_choice(world)
    before = world.outcome(contact)

    world.tell(contact)

    assert world.outcome(contact) == before


def at_every_point(subtests: pytest.Subtests, is_reached: Callable[[int], bool]) -> None:
    """Try it after one effect of a worker, after two, and so on, until the worker has ended before."""
    point, reached = 0, True
    while reached:
        point += 1
        with subtests.test(point=point):
            reached = is_reached(point)
    assert point > 1


def _is_offered_after(point: int) -> bool:
    """Whether the invoice's worker has so many effects, after which the contact is told of; the choice stays in any case."""
    world = World()
    contact, *_ = two_customers(world)
    invoice = world.finalised(customer=contact)
    world.effects.done, world.effects.chosen = 0, point
    world.effects.then = lambda: world.tell(contact)
    world.tell(invoice)
    assert world.outcome(contact).category is ErrorCategory.AMBIGUOUS_MATCH
    return world.effects.done >= point


@pytest.mark.feature("M3", "E8", "X3")
def test_it_offers_them_whenever_its_own_change_comes_beside_the_document(subtests: pytest.Subtests) -> None:
    """Another worker hears of the contact while the invoice's is at work, after any of its effects."""
    at_every_point(subtests, _is_offered_after)


def _is_offered_where_told_first(point: int) -> bool:
    """The same the other way round: the contact's worker has so many effects, and then the invoice is told of."""
    world = World()
    contact, *_ = two_customers(world)
    invoice = world.finalised(customer=contact)
    world.effects.done, world.effects.chosen = 0, point
    world.effects.then = lambda: world.tell(invoice)
    world.tell(contact)
    reached = world.effects.done >= point
    if not reached:
        world.tell(invoice)
    assert world.outcome(contact).category is ErrorCategory.AMBIGUOUS_MATCH
    return reached


@pytest.mark.feature("M3", "E8", "X3")
def test_it_offers_them_whenever_the_document_comes_beside_its_own_change(subtests: pytest.Subtests) -> None:
    """Another worker hears of the invoice while the contact's is at work, after any of its effects."""
    at_every_point(subtests, _is_offered_where_told_first)


@pytest.mark.feature("M3", "E8")
def test_a_change_of_its_own_brings_the_document_to_it(world: World) -> None:
    invoice, contact, first = _waits_for_choice(world)
    world.quickbooks.edit(first, email="other@firm.example")

    world.tell(contact)
    world.settle()

    assert world.status(contact) is OutcomeStatus.IN_SYNC
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("H3", "E8")
def test_trying_it_again_brings_the_document_to_it(world: World) -> None:
    """A person changed what stood in the way and tries the customer again, of which nobody has told yet."""
    invoice, contact, first = _waits_for_choice(world)
    world.quickbooks.edit(first, email="other@firm.example")

    world.retry.now(world.id, records=[contact])
    obey(world)

    assert world.status(contact) is OutcomeStatus.IN_SYNC
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


def test_it_is_left_out_once_no_document_waits(world: World) -> None:
    invoice, contact, _ = _waits_for_choice(world)
    world.hubspot.edit(invoice, status="voided")
    world.tell(invoice)
    assert world.status(invoice) is OutcomeStatus.EXCLUDED

    world.clock.advance(LEASE)
    world.tell(contact)

    assert world.status(contact) is OutcomeStatus.EXCLUDED


@pytest.mark.feature("E14")
def test_a_lost_counterpart_that_several_could_replace_stays_a_choice(world: World) -> None:
    contact = world.contact(email="ap@firm.example", display_name="Firm of old")
    world.tell(world.finalised(customer=contact))
    world.quickbooks.edit(lost := world.twin(contact), active=False)
    two_customers(world)
    world.tell(lost)
    world.tell(world.finalised(customer=contact))
    before = world.outcome(contact)
    assert before.category is ErrorCategory.AMBIGUOUS_MATCH

    world.tell(contact)

    assert world.outcome(contact) == before
    assert world.links.find(world.id, [lost])[lost]
    assert lost.kind is EntityKind.CUSTOMER
