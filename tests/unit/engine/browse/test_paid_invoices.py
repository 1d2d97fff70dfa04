"""An invoice's payments are found from its record, on whichever side they were made; no vendor is read for it."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.payment import PaymentMethod
from counterfoil.engine.browse.record import MOST_PAYMENTS, KnownRecord, RecordView
from tests.builders import a_payment
from tests.fake_systems import Fault
from tests.unit.engine.mirrors import BOTH, booked, connection
from tests.unit.engine.world import World

PAYMENT = EntityKind.PAYMENT


@pytest.fixture
def world() -> World:
    """A connection that carries HubSpot's invoices and shows QuickBooks'."""
    return World(connection(BOTH))


def known(world: World, ref: RecordRef) -> KnownRecord:
    """What the store knows of a record."""
    (only,) = RecordView(world.outcomes, world.links, world.choices).record(world.id, ref)
    return only


def sent(world: World) -> RecordRef:
    """An invoice made in HubSpot, in step."""
    ref = world.finalised()
    world.tell(ref)
    world.settle()
    return ref


def paid(world: World, invoice: RecordRef, amount: str = "40") -> RecordRef:
    """Somebody pays a part of the invoice where it is."""
    record = a_payment(amount=Decimal(amount), invoice=invoice, method=PaymentMethod.CHECK, reference="CHK-1")
    ref = world.system(invoice).put(PAYMENT, record)
    world.tell(ref)
    world.settle()
    return ref


@pytest.mark.feature("H4")
def test_one_made_in_hubspot(world: World) -> None:
    invoice = sent(world)
    payment = paid(world, invoice)

    for one in (invoice, world.twin(invoice)):
        (line,) = known(world, one).payments
        assert (line.ref, line.status, line.listing.amount) == (payment, OutcomeStatus.IN_SYNC, Decimal(40))
        assert line.counterpart == world.twin(payment)
        assert line.paying
        assert (line.paying.method, line.paying.on) == (PaymentMethod.CHECK, world.payment(payment).paid_on)
    assert known(world, payment).payments == ()


@pytest.mark.feature("H4")
def test_one_made_in_quickbooks_of_either_sides_invoice(world: World) -> None:
    native, mirrored = sent(world), booked(world)
    world.tell(mirrored)
    world.settle()
    for invoice, there in ((native, world.twin(native)), (mirrored, mirrored)):
        paid(world, there)
        (line,) = known(world, invoice).payments
        assert (line.ref.system, line.status) == (System.QUICKBOOKS, OutcomeStatus.IN_SYNC)
        assert line.listing.amount == Decimal(40)


def test_one_that_was_refused_is_there_as_well(world: World) -> None:
    invoice = sent(world)
    closed = Failure(category=ErrorCategory.BOOKS_CLOSED, cure=Cure.PERSON, text="closed until May")
    world.quickbooks.faults.append(Fault(failure=closed, times=20))
    payment = paid(world, invoice)
    (line,) = known(world, invoice).payments
    assert (line.ref, line.status, line.category) == (payment, OutcomeStatus.FAILING, ErrorCategory.BOOKS_CLOSED)


def test_one_that_was_deleted_is_still_named_as_it_was(world: World) -> None:
    invoice = sent(world)
    payment = paid(world, invoice)
    (before,) = known(world, invoice).payments
    world.quickbooks.delete(world.twin(payment))
    world.hubspot.delete(payment)
    for _ in range(2):
        world.tell(payment)
        (line,) = known(world, invoice).payments
        assert line.paying == before.paying
        assert line.status is not OutcomeStatus.IN_SYNC


def test_there_may_be_more_than_are_shown(world: World) -> None:
    invoice = sent(world)
    payments = [
        world.hubspot.put(PAYMENT, a_payment(amount=Decimal("0.01"), invoice=invoice)) for _ in range(MOST_PAYMENTS + 1)
    ]
    world.tell(*payments)
    world.settle()
    shown = known(world, invoice)
    assert (len(shown.payments), shown.more_payments) == (MOST_PAYMENTS, True)
