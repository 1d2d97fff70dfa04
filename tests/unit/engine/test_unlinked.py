"""What somebody unlinked stays apart, until it is linked with another or that is taken back."""

from datetime import timedelta

import pytest

from counterfoil.domain.choices import Verb
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, ImpossibleChoiceError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import a_customer, a_line, a_payment, a_product
from tests.fake_ledger import WorkerKilledError
from tests.unit.engine.deciding import ADA, obey, pay
from tests.unit.engine.mirrors import INBOUND, booked, connection
from tests.unit.engine.world import World

_POINTS = 6
"""So many things are done until an unlinking is obeyed."""


@pytest.mark.feature("M3")
def test_what_was_unlinked_is_neither_matched_nor_made_again(world: World) -> None:
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email="ap@firm.example"))
    contact = world.contact(email="ap@firm.example")
    world.tell(world.finalised(customer=contact))
    assert world.twin(contact) == customer

    world.choosing.unlink(world.id, customer, ADA)
    obey(world)
    invoice = world.finalised(customer=contact)
    world.tell(contact, customer)
    world.tell(invoice)

    assert world.outcome(contact).status is OutcomeStatus.EXCLUDED
    assert "Ada Byron" in world.outcome(contact).reasons[0]
    assert world.outcome(invoice).category is ErrorCategory.CUSTOMER_MISSING
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == 1


@pytest.mark.feature("M3")
def test_an_invoice_that_was_made_and_unlinked_is_not_recognised_by_its_mark(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    made = world.twin(invoice)

    world.choosing.unlink(world.id, invoice, ADA)
    obey(world)
    world.tell(made)
    world.tell(invoice)
    world.settle()

    assert world.status(invoice) is OutcomeStatus.EXCLUDED
    assert world.shown(invoice).status is OutcomeStatus.EXCLUDED
    assert world.shown(invoice).quickbooks_number == ""
    assert [one.ref for one in world.quickbooks.every(EntityKind.INVOICE)] == [made]


@pytest.mark.feature("M3")
def test_what_was_unlinked_is_linked_with_the_right_one(world: World) -> None:
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email="ap@firm.example"))
    contact = world.contact(email="ap@firm.example")
    world.tell(world.finalised(customer=contact))
    right = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="The right one", email=""))

    world.choosing.unlink(world.id, contact, ADA)
    world.choosing.link(world.id, contact, right, ADA)
    obey(world)

    assert world.twin(contact) == right
    other = world.contact(email="ap@firm.example")
    world.tell(world.finalised(customer=other))
    assert world.twin(other) == customer


def test_what_was_unlinked_is_matched_again_when_that_is_taken_back(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    made = world.twin(invoice)
    world.choosing.unlink(world.id, invoice, ADA)
    obey(world)

    world.choosing.take_back(world.id, invoice, ADA)
    obey(world)

    assert world.twin(invoice) == made
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert [one.verb for one in world.choices.of(world.id, [invoice])[invoice].past] == [Verb.UNLINKED, Verb.TAKEN_BACK]


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


@pytest.mark.feature("M3")
@pytest.mark.parametrize("system", System)
def test_a_payment_that_was_unlinked_stays_apart_when_all_of_it_is_asked_for(world: World, system: System) -> None:
    """QuickBooks tells of the payment, while it was decided about the part of it that pays the invoice."""
    invoice = world.finalised()
    world.tell(invoice)
    world.tell(paid_in(world, system, invoice))
    (payment,) = (one.ref for one in world.hubspot.every(EntityKind.PAYMENT))
    part = world.twin(payment)
    world.choosing.unlink(world.id, payment, ADA)
    obey(world)

    world.tell(part.whole)
    world.settle()

    assert (world.status(payment), world.status(part)) == (OutcomeStatus.EXCLUDED, OutcomeStatus.EXCLUDED)
    assert len(world.hubspot.every(EntityKind.PAYMENT)) == len(world.quickbooks.every(EntityKind.PAYMENT)) == 1


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


def paid_in(world: World, system: System, invoice: RecordRef) -> RecordRef:
    """The invoice is paid in this system."""
    if system is System.HUBSPOT:
        return pay(world, invoice)
    return world.quickbooks.put(EntityKind.PAYMENT, a_payment(invoice=world.twin(invoice)))


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


@pytest.mark.feature("M3")
def test_a_product_that_was_unlinked_is_not_sold_under_the_item_by_its_sku(world: World) -> None:
    item = world.item(sku="P-1", name="Pump")
    product = world.hubspot.put(EntityKind.PRODUCT, a_product(sku="P-1", name="Pump"))
    world.tell(item)
    assert world.twin(item) == product
    world.choosing.unlink(world.id, product, ADA)
    obey(world)

    invoice = world.finalised(lines=(a_line(product=product, sku="P-1"),))
    world.tell(invoice)

    assert world.invoice(world.twin(invoice)).lines[0].product != item


def test_only_what_is_linked_can_be_unlinked(world: World) -> None:
    with pytest.raises(ImpossibleChoiceError, match="is not linked"):
        world.choosing.unlink(world.id, world.contact(), ADA)
