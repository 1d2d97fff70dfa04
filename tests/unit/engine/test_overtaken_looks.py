"""What was read changes, and another worker has done with that before this one has stored what came of it.

Whoever looked for what the change concerns came too early; it must be made good by the next poll, or sooner.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from tests.builders import a_customer, a_payment, an_invoice
from tests.unit.engine.deciding import obey
from tests.unit.engine.mirrors import BOTH, INBOUND, booked, connection
from tests.unit.engine.test_payments_gone import take_back
from tests.unit.engine.world import World

Happens = Callable[[], None]
Blocked = tuple[World, RecordRef, RecordRef, Happens]
"""An invoice that something in QuickBooks keeps from being made, that, and what a person does about it."""


def effects_of(world: World, refs: Sequence[RecordRef]) -> int:
    """After how many effects a worker has done with these records."""
    world.effects.done, world.effects.chosen = 0, None
    world.tell(*refs)
    return world.effects.done


def tell(world: World, ref: RecordRef, point: int, meanwhile: Happens) -> None:
    """A worker is told of a record, and after so many of its effects something happens."""
    world.effects.done, world.effects.chosen, world.effects.then = 0, point, meanwhile
    world.tell(ref)
    assert world.effects.done >= point


@dataclass
class Shown:
    """An invoice of QuickBooks' that HubSpot shows, and a payment that was just put to it, or was `carried` before that."""

    direction: Direction
    carried: bool

    def __post_init__(self) -> None:
        self.world = World(connection(self.direction))
        self.invoice = booked(self.world)
        self.world.tell(self.invoice)
        self.payment = self.world.quickbooks.put(EntityKind.PAYMENT, a_payment(amount=Decimal(60), invoice=self.invoice))
        if self.carried:
            self.world.tell(self.payment)


@pytest.mark.feature("O2", "Y1")
@pytest.mark.parametrize("direction", [INBOUND, BOTH])
@pytest.mark.parametrize("how", ["deleted", "voided"])
@pytest.mark.parametrize("carried", [True, False])
def test_a_shown_invoice_owes_again_what_is_taken_back_while_it_is_worked_on(
    subtests: pytest.Subtests, direction: Direction, how: str, *, carried: bool
) -> None:
    first = Shown(direction, carried)
    for point in range(1, effects_of(first.world, [first.invoice]) + 1):
        with subtests.test(point=point):
            here = Shown(direction, carried)
            tell(here.world, here.invoice, point, partial(take_back, here.world, here.payment, how))
            obey(here.world)
            assert here.world.invoice(here.world.twin(here.invoice)).balance == 100


def of_an_inactive_customer() -> Blocked:
    """Its customer, which is linked, is made active again."""
    world = World()
    contact = world.contact()
    world.tell(first := world.finalised(customer=contact))
    customer = world.invoice(world.twin(first)).customer
    assert customer
    world.quickbooks.edit(customer, active=False)
    world.settle()
    return world, world.finalised(customer=contact), customer, lambda: world.quickbooks.edit(customer, active=True)


def of_a_name_that_is_taken() -> Blocked:
    """Who holds its customer's name is renamed."""
    world = World()
    holder = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email=""))
    invoice = world.finalised(customer=world.contact(display_name="Firm"))
    return world, invoice, holder, lambda: world.quickbooks.edit(holder, display_name="Firm of old")


def of_a_number_that_is_taken() -> Blocked:
    """Another invoice gets another number."""
    world = World()
    holder = world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="INV-7"))
    return world, world.finalised(number="INV-7"), holder, lambda: world.quickbooks.edit(holder, number="INV-8")


@pytest.mark.parametrize("blocked", [of_an_inactive_customer, of_a_name_that_is_taken, of_a_number_that_is_taken])
def test_what_is_mended_while_it_is_found_to_fail_is_carried_by_the_next_poll(
    subtests: pytest.Subtests, blocked: Callable[[], Blocked]
) -> None:
    first, invoice, _, _ = blocked()
    for point in range(1, effects_of(first, [invoice]) + 1):
        with subtests.test(point=point):
            world, invoice, changed, mend = blocked()
            tell(world, invoice, point, partial(mended, world, changed, mend))
            assert is_carried_soon(world, invoice)


def mended(world: World, changed: RecordRef, mend: Happens) -> None:
    """Somebody mends it, which a poll finds; no other tells of it."""
    mend()
    world.clock.advance(timedelta(seconds=1))
    world.poller.poll()
    found = {event.ref for batch in world.queue.take() for event in batch.events}
    assert changed in found
    world.tell(changed)


def is_carried_soon(world: World, invoice: RecordRef) -> bool:
    """Whether the invoice is in sync within ten minutes, in which whatever waits is tried again."""
    ends = world.clock() + timedelta(minutes=10)
    while world.status(invoice) is not OutcomeStatus.IN_SYNC and world.clock() < ends:
        world.clock.advance(timedelta(minutes=1))
        world.rounds.call_up()
        if world.clock() >= ends:
            world.poller.poll()
        obey(world)
    return world.status(invoice) is OutcomeStatus.IN_SYNC
