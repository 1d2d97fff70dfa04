"""What keeps a record out is named, with cause and remedy, and holds back nobody else."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from tests.builders import a_customer, a_line, a_rule, an_invoice
from tests.fake_systems import Fault
from tests.unit.engine.world import World


def assert_failing(world: World, ref: RecordRef, category: str, *told: str) -> None:
    """The record fails under this name, told in the words of the catalogue and with these details."""
    outcome = world.outcome(ref)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, category)
    text = ERROR_TEXTS[ErrorCategory(category)]
    assert (outcome.cause, outcome.remedy) == (text.cause, text.remedy)
    assert [detail for detail in told if detail not in f"{outcome.explanation} {outcome.vendor_text}"] == []
    assert (outcome.retry_at, outcome.attempts) == (None, 0)


@pytest.mark.feature("E1")
def test_e1_an_invoice_without_a_contact(world: World) -> None:
    lonely, fine = world.finalised(customer=None), world.finalised()
    world.tell(lonely, fine)
    assert_failing(world, lonely, "E1", "No contact")
    assert world.status(fine) is OutcomeStatus.IN_SYNC
    world.hubspot.edit(lonely, customer=world.contact())
    world.tell(lonely)
    assert world.status(lonely) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("E2", "P2")
def test_e2_a_display_name_that_somebody_else_holds(world: World) -> None:
    holder = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(email="other@example.com"))
    ref, fine = world.finalised(customer=world.contact(display_name="Cool Cars")), world.finalised()
    world.tell(ref, fine)
    assert_failing(world, ref, "E2", str(holder))
    assert world.status(fine) is OutcomeStatus.IN_SYNC
    world.quickbooks.edit(holder, display_name="Cool Cars Ltd")
    world.hubspot.touch(ref)
    world.settle()
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == 3


@pytest.mark.feature("E6")
def test_e6_a_number_that_is_in_use(world: World) -> None:
    holder = world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="INV-7"))
    ref = world.finalised(number="INV-7")
    world.tell(ref)
    assert_failing(world, ref, "E6", "INV-7", str(holder))
    world.hubspot.edit(ref, number="INV-8")
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(ref)).number == "INV-8"


@pytest.mark.feature("E8")
def test_e8_several_customers_with_the_address(world: World) -> None:
    twins = [
        world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name=name, email="two@example.com")) for name in "AB"
    ]
    ref = world.finalised(customer=world.contact(email="two@example.com"))
    world.tell(ref)
    named = [f"the customer {name} (id {twin.id})" for name, twin in zip("AB", twins, strict=True)]
    assert_failing(world, ref, "E8", *named)
    pages = {f"See also: {world.quickbooks.address(twin)}" for twin in twins}
    assert pages <= set(world.shown(ref).error.splitlines())
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == 2
    world.quickbooks.edit(twins[1], email="one@example.com")
    world.tell(ref)
    assert world.invoice(world.twin(ref)).customer == twins[0]


@pytest.mark.feature("E8")
def test_e8_several_items_with_the_sku(world: World) -> None:
    items = [world.item(name=name) for name in "AB"]
    ref, fine = world.finalised(lines=(a_line(sku="PRD-PUMP"),)), world.finalised()
    world.tell(ref, fine)
    assert_failing(
        world,
        ref,
        "E8",
        "PRD-PUMP",
        *(f"the item {name} (SKU PRD-PUMP) (id {item.id})" for name, item in zip("AB", items, strict=True)),
    )
    assert world.status(fine) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("E9", "I9")
def test_e9_a_total_that_quickbooks_sees_differently(world: World) -> None:
    world.quickbooks.tax = Decimal("0.01")
    ref = world.finalised()
    world.tell(ref)
    assert_failing(world, ref, "E9", "HubSpot's total is 100", "QuickBooks' total is 100.01")
    outcome = world.outcome(ref)
    world.settle()
    assert world.outcome(ref) == outcome  # told once, although showing it came back as an event
    world.hubspot.edit(ref, lines=(a_line("100.01"),))
    world.settle()
    assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("E10")
def test_e10_an_item_that_cannot_be_made_fails_only_the_invoices_that_need_it(world: World) -> None:
    refused = Failure(category=ErrorCategory.UNKNOWN_ACCOUNT, cure=Cure.PERSON, text="no such account", code="6430")
    world.quickbooks.faults.append(Fault(failure=refused, matches=lambda write: write.kind is EntityKind.PRODUCT, times=9))
    world.item()
    ref, fine = world.finalised(), world.finalised(lines=(a_line(sku="PRD-PUMP"),))
    world.tell(ref, fine)
    assert_failing(world, ref, "E10", "no such account")
    assert world.status(fine) is OutcomeStatus.IN_SYNC
    world.quickbooks.faults.clear()
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("E14", "I5")
@pytest.mark.parametrize("gone", ["hubspot", "quickbooks"])
def test_e14_an_invoice_deleted_on_one_side(world: World, gone: str) -> None:
    ref = world.finalised()
    world.tell(ref)
    twin = world.twin(ref)
    world.settle()
    deleted, left = (ref, twin) if gone == "hubspot" else (twin, ref)
    (world.hubspot if deleted is ref else world.quickbooks).delete(deleted)
    world.tell(deleted)
    assert_failing(world, ref, "E14", "Invoice INV-1 was deleted in")
    assert world.invoice(left).total == 100
    outcome = world.outcome(ref)
    world.tell(left)
    world.settle()
    assert world.outcome(ref) == outcome  # named until the other side is gone as well
    (world.quickbooks if deleted is ref else world.hubspot).delete(left)
    world.tell(left)
    assert world.status(ref) is OutcomeStatus.EXCLUDED


def test_e14_a_record_restored_opens_its_link_again(world: World) -> None:
    ref = world.finalised()
    world.tell(ref)
    world.settle()
    stored = world.hubspot.records[ref]
    world.hubspot.delete(ref)
    world.tell(ref)
    world.hubspot.records[ref] = replace(stored, parts={"": replace(an_invoice(), memo="back", number="INV-1")})
    world.hubspot.edit(ref, customer=world.hubspot.every(EntityKind.CUSTOMER)[0].ref)
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(ref)).memo == "back"
    assert len(world.quickbooks.every(EntityKind.INVOICE)) == 1


@pytest.mark.feature("E17")
def test_e17_a_vendor_that_refuses_a_whole_call_needs_a_person(world: World) -> None:
    refs = [world.finalised(), world.finalised()]
    world.hubspot.dead = Failure(category=ErrorCategory.PROPERTY_REFUSED, cure=Cure.PERSON, text="MISSING_SCOPES")
    world.tell(*refs)
    for ref in refs:
        assert_failing(world, ref, "E17", "MISSING_SCOPES")
    world.hubspot.dead = None
    world.settle()
    assert {world.status(ref) for ref in refs} == {OutcomeStatus.IN_SYNC}


@pytest.mark.feature("E18")
def test_e18_anything_else_with_the_vendors_own_words(world: World) -> None:
    odd = Failure(
        category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text="Business Validation", code="6000", request_id="1-a"
    )
    world.quickbooks.faults.append(Fault(failure=odd, matches=lambda write: write.kind is EntityKind.INVOICE))
    bad, fine = world.finalised(), world.finalised()
    world.tell(bad, fine)
    assert_failing(world, bad, "E18", "Business Validation")
    assert world.outcome(bad).request_ids == ("1-a",)
    assert world.status(fine) is OutcomeStatus.IN_SYNC
    world.tell(bad)
    assert world.status(bad) is OutcomeStatus.IN_SYNC
    keys = [write.key for write in world.quickbooks.written]
    assert len(keys) == len(set(keys))


def test_a_failing_record_that_is_deleted_fails_no_longer(world: World) -> None:
    ref = world.finalised(customer=None)
    world.tell(ref)
    world.hubspot.delete(ref)
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.EXCLUDED


def test_a_rule_that_is_switched_off_carries_nothing_and_on_again_everything(world: World) -> None:
    ref = world.finalised()
    world.tell(ref)
    world.settle()
    on = world.connection.rules
    off = {**on, EntityKind.INVOICE: a_rule(EntityKind.INVOICE, Direction.OFF)}
    world.connections.save(replace(world.connection, rules=off))
    world.hubspot.void(ref)
    new = world.finalised()
    world.tell(ref, new)
    assert {world.status(ref), world.status(new)} == {OutcomeStatus.EXCLUDED}
    assert world.invoice(world.twin(ref)).balance == 100
    world.connections.save(replace(world.connection, rules=on))
    world.reconciler.reconcile()
    world.settle()
    assert world.invoice(world.twin(ref)).status == "voided"
    assert world.status(new) is OutcomeStatus.IN_SYNC
