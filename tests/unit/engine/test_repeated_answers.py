"""What QuickBooks answers to a request that is sent again tells how things were at the first try."""

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import a_line, a_product
from tests.fake_systems import Fault
from tests.unit.engine.connected import LEASE
from tests.unit.engine.deciding import pay
from tests.unit.engine.world import World

NO_ANSWER = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")


def lose(world: World, ref: RecordRef) -> None:
    """The answer to the create for this record gets lost."""
    world.quickbooks.faults.append(Fault(failure=NO_ANSWER, matches=lambda write: write.source == ref, happens=True))


def made(world: World, kind: EntityKind) -> RecordRef:
    """The only record of a kind in QuickBooks."""
    (one,) = (ref for ref in world.quickbooks.records if ref.kind is kind)
    return one


@pytest.mark.feature("E14", "I5")
def test_an_invoice_that_was_deleted_before_its_create_was_sent_again_is_not_in_step(world: World) -> None:
    invoice = world.finalised()
    lose(world, invoice)
    world.tell(invoice)
    world.quickbooks.delete(made(world, EntityKind.INVOICE))
    world.settle()
    outcome = world.outcome(invoice)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, ErrorCategory.RECORD_DELETED)


def test_a_payment_that_was_deleted_before_its_create_was_sent_again_is_not_in_step(world: World) -> None:
    invoice = world.finalised()
    payment = pay(world, invoice)
    lose(world, payment)
    world.tell(invoice)
    world.tell(payment)
    world.quickbooks.delete(made(world, EntityKind.PAYMENT))
    world.settle()
    outcome = world.outcome(payment)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, ErrorCategory.EDITED_IN_QUICKBOOKS)


@pytest.mark.feature("E14", "I5")
@pytest.mark.parametrize("what", ["customer", "item", "item of custom lines"])
def test_what_an_invoice_needs_that_was_made_inactive_before_its_create_was_sent_again(carrying: World, what: str) -> None:
    """QuickBooks deletes no customer or item; this one has another name as well, and no note, so that it is not found."""
    contact = carrying.contact()
    product = carrying.hubspot.put(EntityKind.PRODUCT, a_product(name="Hose", sku="HOSE")) if what == "item" else None
    invoice = carrying.finalised(customer=contact, lines=(a_line(product=product),))
    kind = EntityKind.CUSTOMER if what == "customer" else EntityKind.PRODUCT
    carrying.quickbooks.faults.append(Fault(failure=NO_ANSWER, matches=lambda write: write.kind is kind, happens=True))
    carrying.tell(invoice)
    there = made(carrying, kind)
    name = {"display_name": "Not this one"} if kind is EntityKind.CUSTOMER else {"name": "Not this one", "sku": ""}
    carrying.quickbooks.edit(there, active=False, **name)
    carrying.quickbooks.records[there].source = None
    carrying.clock.advance(2 * LEASE)
    written = len(carrying.quickbooks.written)
    carrying.tell(invoice)
    assert (carrying.status(invoice), carrying.outcome(invoice).category) == (
        OutcomeStatus.FAILING,
        ErrorCategory.RECORD_DELETED,
    )
    assert (made(carrying, kind), carrying.quickbooks.every(EntityKind.INVOICE)) == (there, [])
    assert len(carrying.quickbooks.written) == written
    carrying.quickbooks.edit(there, active=True)
    carrying.settle()
    assert carrying.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.parametrize("kind", [EntityKind.CUSTOMER, EntityKind.PRODUCT])
def test_what_an_invoice_needs_is_read_as_it_is_now_although_an_older_answer_is_repeated(
    carrying: World, kind: EntityKind
) -> None:
    """Somebody has renamed it, and replaced the note, so that it is not found."""
    contact, product = carrying.contact(), carrying.hubspot.put(EntityKind.PRODUCT, a_product(name="Hose", sku="HOSE"))
    invoice = carrying.finalised(customer=contact, lines=(a_line(product=product),))
    source = contact if kind is EntityKind.CUSTOMER else product
    lose(carrying, source)
    carrying.tell(invoice)
    there = made(carrying, kind)
    name = {"display_name": "Called so now"} if kind is EntityKind.CUSTOMER else {"name": "Called so now", "sku": "NOW"}
    carrying.quickbooks.edit(there, **name)
    carrying.quickbooks.records[there].source = None
    carrying.clock.advance(2 * LEASE)
    carrying.tell(invoice)
    assert (carrying.twin(source), made(carrying, kind)) == (there, there)
    assert carrying.link(source).agreements[System.QUICKBOOKS].version == carrying.quickbooks.show(there).version
    assert carrying.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("E4")
def test_what_was_edited_before_its_create_was_sent_again_is_read_as_it_is_now(world: World) -> None:
    """Somebody has replaced the note with the marker as well, so that it is not found."""
    invoice = world.finalised()
    lose(world, invoice)
    world.tell(invoice)
    there = made(world, EntityKind.INVOICE)
    world.quickbooks.edit(there, lines=(a_line("90.00"),))
    world.quickbooks.records[there].source = None
    world.settle()
    assert (world.twin(invoice), made(world, EntityKind.INVOICE)) == (there, there)
    assert world.outcome(invoice).category is ErrorCategory.EDITED_IN_QUICKBOOKS


def test_a_first_try_is_not_read_back(world: World) -> None:
    invoice = world.finalised(lines=(a_line(),))
    before = world.quickbooks.calls["read"]
    world.tell(invoice)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.quickbooks.calls["read"] == before
