"""What HubSpot shows of an invoice or a payment is taken away once it is unlinked, and shown anew once it is linked."""

from datetime import timedelta

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from tests.fake_ledger import WorkerKilledError
from tests.unit.engine.deciding import ADA, obey, paid_in, pay
from tests.unit.engine.mirrors import INBOUND, booked, connection
from tests.unit.engine.world import World

_POINTS = 6
"""So many things are done until an unlinking is obeyed."""


@pytest.fixture
def mirroring() -> World:
    """HubSpot shows QuickBooks' invoices."""
    return World(connection(INBOUND))


@pytest.fixture
def mirrored(mirroring: World) -> RecordRef:
    """An invoice that somebody made in QuickBooks, shown in HubSpot."""
    invoice = booked(mirroring)
    mirroring.tell(invoice)
    return invoice


@pytest.mark.feature("M3", "I4")
def test_what_showed_an_invoice_says_nothing_of_it_once_unlinked(mirroring: World, mirrored: RecordRef) -> None:
    there = mirroring.twin(mirrored)
    mirroring.choosing.unlink(mirroring.id, mirrored, ADA)
    obey(mirroring)

    assert_blank(mirroring, there)
    writes = mirroring.writes()
    mirroring.tell(there, mirrored)
    mirroring.settle()
    assert mirroring.writes() == writes


@pytest.mark.feature("M3", "I4")
def test_what_shows_an_invoice_again_says_all_of_it_again(mirroring: World, mirrored: RecordRef) -> None:
    there = mirroring.twin(mirrored)
    before = mirroring.shown(there)
    for _ in range(2):
        mirroring.choosing.unlink(mirroring.id, mirrored, ADA)
        obey(mirroring)
        assert_blank(mirroring, there)

        mirroring.choosing.take_back(mirroring.id, mirrored, ADA)
        obey(mirroring)
        assert mirroring.twin(mirrored) == there
        assert mirroring.shown(there).fingerprint == before.fingerprint


@pytest.mark.feature("M3", "I4")
def test_what_showed_another_invoice_says_all_of_the_right_one(mirroring: World, mirrored: RecordRef) -> None:
    there = mirroring.twin(mirrored)
    right = booked(mirroring, number="1043", customer=mirroring.invoice(mirrored).customer)
    mirroring.choosing.unlink(mirroring.id, mirrored, ADA)
    obey(mirroring)

    mirroring.choosing.link(mirroring.id, there, right, ADA)
    obey(mirroring)

    assert mirroring.twin(right) == there
    assert mirroring.shown(there).quickbooks_number == "1043"


@pytest.mark.feature("M3", "X3")
def test_what_showed_an_invoice_is_cleared_wherever_anybody_stopped(subtests: pytest.Subtests) -> None:
    """Whoever unlinks repeats it, and the queue gives its messages again."""
    for point in range(1, _POINTS + 1):
        with subtests.test(point=point):
            world = World(connection(INBOUND))
            invoice = booked(world)
            world.tell(invoice)
            there = world.twin(invoice)

            world.effects.done, world.effects.chosen = 0, point
            with pytest.raises(WorkerKilledError):
                _unlink_and_obey(world, invoice)
            world.effects.chosen = None
            _unlink_and_obey(world, invoice)

            assert_blank(world, there)
            assert world.status(there) is OutcomeStatus.EXCLUDED


@pytest.mark.feature("M3", "X3")
@pytest.mark.parametrize("point", range(1, 6))
def test_what_showed_an_invoice_is_cleared_although_a_worker_was_about_to_show_it(
    mirroring: World, mirrored: RecordRef, point: int
) -> None:
    """Somebody unlinks it, and that is obeyed, between any two things that the other worker does."""
    there = mirroring.twin(mirrored)
    mirroring.quickbooks.edit(mirrored, number="1055")
    effects = mirroring.effects
    effects.done, effects.chosen, effects.then = 0, point, lambda: _unlink_and_obey(mirroring, mirrored)
    mirroring.tell(mirrored)
    mirroring.settle()
    assert effects.done > point
    assert_blank(mirroring, there)


@pytest.mark.feature("M3", "X3")
@pytest.mark.parametrize("point", range(1, 6))
def test_a_payment_shows_no_place_although_a_worker_was_about_to_show_it(world: World, point: int) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    payment, effects = pay(world, invoice), world.effects
    effects.done, effects.chosen, effects.then = 0, point, lambda: _unlink_if_linked(world, payment)
    world.tell(payment)
    obey(world)
    _unlink_if_linked(world, payment)
    assert effects.done > point
    assert world.shown(payment).quickbooks_url == ""


def _unlink_if_linked(world: World, payment: RecordRef) -> None:
    link = world.link(payment)
    if link.state is LinkState.LINKED:
        _unlink_and_obey(world, payment)


def test_nobody_stops_anywhere_else() -> None:
    world = World(connection(INBOUND))
    invoice = booked(world)
    world.tell(invoice)
    world.effects.done = 0
    _unlink_and_obey(world, invoice)
    assert world.effects.done == _POINTS


def _unlink_and_obey(world: World, invoice: RecordRef) -> None:
    if not world.queue.batches:
        world.choosing.unlink(world.id, invoice, ADA)
    world.clock.advance(timedelta(seconds=1))
    for batch in list(world.queue.batches):
        world.worker.handle(world.id, [batch])
    world.queue.take()


@pytest.mark.feature("M3", "Y2")
@pytest.mark.parametrize("system", System)
def test_a_payment_that_was_unlinked_shows_no_place_in_quickbooks(world: World, system: System) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    paid = paid_in(world, system, invoice)
    world.tell(paid)
    (payment,) = (one.ref for one in world.hubspot.every(EntityKind.PAYMENT))
    before = world.shown(payment)
    assert before.quickbooks_url

    world.choosing.unlink(world.id, payment, ADA)
    obey(world)
    assert world.shown(payment).quickbooks_url == ""
    writes = world.writes()
    world.tell(payment, paid)
    assert world.writes() == writes

    world.choosing.take_back(world.id, payment, ADA)
    obey(world)
    assert world.shown(payment).quickbooks_url == before.quickbooks_url


@pytest.mark.feature("M3", "Y2")
def test_what_a_payment_showed_is_taken_away_when_hubspot_is_to_be_had_again(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    payment = pay(world, invoice)
    world.tell(payment)
    world.display.refused[payment] = Failure(
        category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="out of service"
    )
    world.choosing.unlink(world.id, payment, ADA)
    obey(world)
    assert world.status(payment) is OutcomeStatus.WAITING

    world.display.refused.clear()
    world.tell(payment)
    assert world.status(payment) is OutcomeStatus.EXCLUDED
    assert world.shown(payment).quickbooks_url == ""


@pytest.mark.feature("M3", "I4")
def test_what_showed_an_invoice_is_cleared_when_hubspot_is_to_be_had_again(mirroring: World, mirrored: RecordRef) -> None:
    there = mirroring.twin(mirrored)
    mirroring.display.refused[there] = Failure(
        category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="out of service"
    )
    mirroring.choosing.unlink(mirroring.id, mirrored, ADA)
    obey(mirroring)
    assert mirroring.status(there) is OutcomeStatus.WAITING

    mirroring.display.refused.clear()
    mirroring.settle()
    assert_blank(mirroring, there)


def assert_blank(world: World, invoice: RecordRef) -> None:
    """HubSpot's invoice shows that it is left out, and nothing of QuickBooks."""
    shown = world.shown(invoice)
    assert (shown.status, shown.quickbooks_number, shown.quickbooks_balance) == (OutcomeStatus.EXCLUDED, "", None)
    assert (shown.quickbooks_url, shown.pdf_url) == ("", "")
