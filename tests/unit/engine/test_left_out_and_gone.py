"""What is left out while its counterpart is gone: nothing that belongs to it is written where it is not any more."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.rules.keeper import Author
from tests.builders import a_payment
from tests.unit.engine.deciding import ADA, obey
from tests.unit.engine.mirrors import BOTH, booked, connection
from tests.unit.engine.world import World

PAYMENT = EntityKind.PAYMENT
ANN = Author(who="Ann", why="Year's end")


@pytest.fixture
def world() -> World:
    return World(connection(BOTH))


def paid(world: World, invoice: RecordRef) -> RecordRef:
    """The payment of an invoice, in the system where that is."""
    payment = world.system(invoice).put(PAYMENT, a_payment(invoice=invoice))
    return replace(payment, part=invoice.id) if payment.system is System.QUICKBOOKS else payment


@pytest.mark.feature("I5", "M3")
@pytest.mark.parametrize("made", [booked, World.finalised])
def test_a_payment_of_an_invoice_that_is_left_out_and_gone_is_left_out(
    world: World, made: Callable[[World], RecordRef]
) -> None:
    invoice = made(world)
    world.tell(invoice)
    there = world.twin(invoice)
    world.choosing.leave_out(world.id, invoice, ADA)
    obey(world)
    world.system(there).delete(there)
    world.tell(there)
    payment = paid(world, invoice)
    world.tell(payment)
    world.settle()

    outcome = world.outcome(payment)
    assert outcome.status is OutcomeStatus.EXCLUDED
    assert "Ada Byron left it out on 2 Mar 2026" in outcome.reasons[0]

    world.choosing.take_back(world.id, invoice, ADA)
    obey(world)
    assert world.outcome(invoice).category is ErrorCategory.RECORD_DELETED


@pytest.mark.feature("I5", "H6")
def test_a_payment_of_an_invoice_that_went_while_its_rule_was_off_is_left_out(world: World) -> None:
    invoice = booked(world)
    world.tell(invoice)
    there = world.twin(invoice)
    world.rules.switch_off(world.id, EntityKind.INVOICE, ANN)
    world.hubspot.delete(there)
    world.tell(there)
    payment = paid(world, invoice)
    world.tell(payment)

    assert world.status(payment) is OutcomeStatus.EXCLUDED
    assert world.hubspot.every(PAYMENT) == []

    world.rules.switch_on(world.id, EntityKind.INVOICE, ANN)
    world.tell(invoice)
    assert world.outcome(invoice).category is ErrorCategory.RECORD_DELETED


@pytest.mark.feature("I5", "M3")
def test_what_is_there_again_is_linked_again_once_it_is_not_left_out_any_more(world: World) -> None:
    invoice = booked(world)
    world.tell(invoice)
    there = world.twin(invoice)
    world.choosing.leave_out(world.id, invoice, ADA)
    obey(world)
    kept = world.hubspot.records.pop(there)
    world.tell(there)
    assert world.link(invoice).state is LinkState.CLOSED

    world.hubspot.records[there] = kept
    paid(world, invoice)
    world.choosing.take_back(world.id, invoice, ADA)
    obey(world)
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert [one.ref.system for one in world.hubspot.every(PAYMENT)] == [System.HUBSPOT]
