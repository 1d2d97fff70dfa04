"""What waits for something in another worker's hands is tried again once that one has done, not when the clock says so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from threading import Event

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from tests.builders import a_line, a_product
from tests.fake_systems import Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.deciding import obey, pay
from tests.unit.engine.test_overtaken_looks import effects_of
from tests.unit.engine.test_parties import carry
from tests.unit.engine.world import World

A_MOMENT, A_MINUTE = timedelta(milliseconds=1), timedelta(minutes=1)
Scene = tuple[World, RecordRef, RecordRef]
"""What one worker is told of, and what another is told of a moment later."""


def two_invoices() -> Scene:
    """They are for one new contact."""
    world = World()
    contact = world.contact()
    return world, world.finalised(customer=contact), world.finalised(customer=contact)


def two_invoices_of_a_product() -> Scene:
    """Nobody has sold it before."""
    world = World()
    carry(world, EntityKind.PRODUCT, Direction.BOTH)
    product = world.hubspot.put(EntityKind.PRODUCT, a_product())
    lines = (a_line("100.00", product=product, sku="PRD-PUMP"),)
    return world, world.finalised(lines=lines), world.finalised(lines=lines)


def a_payment_and_its_invoice() -> Scene:
    """The payment brings its invoice along."""
    world = World()
    invoice = world.finalised()
    return world, pay(world, invoice), invoice


def an_invoice_and_its_payment() -> Scene:
    """The payment finds the invoice there already, and is carried before it is said how that stands."""
    world, payment, invoice = a_payment_and_its_invoice()
    return world, invoice, payment


def an_edited_invoice_and_its_payment() -> Scene:
    """It was made before, and what it owes is read while it is paid."""
    world = World()
    invoice = world.finalised()
    world.tell(invoice)
    payment = pay(world, invoice)
    world.hubspot.edit(invoice, due_date=date(2030, 1, 31), balance=Decimal(0))
    return world, invoice, payment


@dataclass
class Workers:
    """Two at once: the other begins after `first` effects of the one, which has done after `then` effects of the other."""

    scene: Callable[[], Scene]
    first: int
    then: int
    _go_on: Event = field(default_factory=Event)
    _begun: Event = field(default_factory=Event)

    def work(self) -> Scene:
        """The scene, once both have done."""
        world, one, other = self.scene()
        effects = world.effects
        with ThreadPoolExecutor(1) as pool:
            effects.done, effects.chosen, effects.then = 0, self.first, self._stop
            done = pool.submit(world.tell, one)
            assert self._begun.wait(timeout=60)

            def finish() -> None:
                effects.chosen = None
                world.clock.advance(A_MOMENT)
                self._go_on.set()
                done.result()
                world.clock.advance(A_MOMENT)

            effects.done, effects.chosen, effects.then = 0, self.then, finish
            world.clock.advance(A_MOMENT)
            world.tell(other)
            finish()
        return world, one, other

    def _stop(self) -> None:
        self._begun.set()
        assert self._go_on.wait(timeout=60)


@pytest.mark.feature("X3", "O4")
@pytest.mark.parametrize(
    "scene",
    [
        two_invoices,
        two_invoices_of_a_product,
        a_payment_and_its_invoice,
        an_invoice_and_its_payment,
        an_edited_invoice_and_its_payment,
    ],
)
def test_both_are_in_step_without_waiting_for_any_time(subtests: pytest.Subtests, scene: Callable[[], Scene]) -> None:
    world, one, other = scene()
    first, then = effects_of(world, [one]), effects_of(scene()[0], [other])
    for begun in range(1, first + 1):
        for over in range(1, then + 2):
            with subtests.test(begun=begun, over=over):
                world, one, other = Workers(scene, begun, over).work()
                obey(world)
                assert [world.status(ref) for ref in (one, other)] == [OutcomeStatus.IN_SYNC] * 2
                assert_true(world)


def test_an_invoice_whose_difference_stays_is_called_up_only_once(world: World) -> None:
    """Its payment is in step, and in QuickBooks something is open again."""
    invoice = world.finalised()
    world.tell(pay(world, invoice))
    world.settle()
    world.quickbooks.edit(world.twin(invoice), balance=Decimal(50))
    world.tell(world.twin(invoice))
    assert {event.ref for batch in world.queue.take() for event in batch.events} == {invoice}
    world.clock.advance(A_MINUTE)
    world.tell(invoice)
    assert (world.outcome(invoice).category, world.outcome(invoice).attempts) == (ErrorCategory.TOTALS_DIFFER, 2)
    assert world.queue.take() == []


@pytest.mark.feature("X3")
@pytest.mark.parametrize("through_payment", [False, True])
def test_what_waits_for_a_try_that_nobody_is_at_any_more_does_not_go_round(world: World, *, through_payment: bool) -> None:
    """An invoice that is in QuickBooks gets a line of a product whose create was never answered."""
    carry(world, EntityKind.PRODUCT, Direction.BOTH)
    linked = world.finalised()
    world.tell(linked)
    product = world.hubspot.put(EntityKind.PRODUCT, a_product())
    lines = (a_line("100.00", product=product, sku="PRD-PUMP"),)
    unanswered = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")
    world.quickbooks.faults.append(Fault(failure=unanswered, matches=lambda write: write.kind is EntityKind.PRODUCT))
    world.tell(world.finalised(lines=lines))
    world.queue.take()
    world.hubspot.edit(linked, lines=lines)
    waits = pay(world, linked) if through_payment else linked
    world.tell(waits)
    assert world.queue.take() == []
    world.settle()
    assert_true(world)
