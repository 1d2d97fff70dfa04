"""A finalised HubSpot invoice reaches QuickBooks: with its customer, its items, to the cent."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import InvoiceStatus, LineRole
from tests.builders import SWITCHED_ON, a_customer, a_line, a_product
from tests.unit.engine.world import World


@pytest.mark.feature("I1")
def test_it_arrives_with_its_figures_dates_and_texts() -> None:
    world = World()
    lines = (a_line("33.33", description="First"), a_line("0.67", quantity=Decimal(3), unit_price=Decimal("0.2233")))
    ref = world.finalised(lines=lines, discount=Decimal(4), total=Decimal(30), balance=Decimal(30), memo="Thank you")
    world.tell(ref)
    here, there = world.invoice(ref), world.invoice(world.twin(ref))
    assert there.total == Decimal("30.00") == here.total
    assert [line.amount for line in there.lines] == [Decimal("33.33"), Decimal("0.67")]
    assert [line.description for line in there.lines] == ["First", ""]
    assert (there.discount, there.memo, there.currency) == (Decimal(4), "Thank you", "USD")
    assert (there.number, there.issue_date, there.due_date) == (here.number, here.issue_date, here.due_date)
    assert world.status(ref) is OutcomeStatus.IN_SYNC


def test_its_customer_is_found_by_any_address_whatever_the_case() -> None:
    world = World()
    known = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Other Name", email="GRACE@old.example"))
    contact = world.contact(email="grace@new.example", other_emails=("grace@old.example",))
    ref = world.finalised(customer=contact)
    world.tell(ref)
    assert world.invoice(world.twin(ref)).customer == known == world.twin(contact)
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == 1


def test_its_customer_is_made_once_for_all_its_invoices() -> None:
    world = World()
    contact = world.contact()
    first = world.finalised(customer=contact)
    second = world.finalised(customer=contact)
    world.tell(first, second)
    (customer,) = world.quickbooks.every(EntityKind.CUSTOMER)
    assert isinstance(customer.record, Customer)
    assert (customer.record.display_name, customer.record.email) == ("Customer 1", "customer1@example.com")
    assert {world.invoice(world.twin(ref)).customer for ref in (first, second)} == {customer.ref}


def test_its_items_are_found_by_sku() -> None:
    world = World()
    pump = world.item()
    product = world.hubspot.put(EntityKind.PRODUCT, a_product(name="The pump"))
    loose = a_line("12.75", sku="PRD-PUMP")
    ref = world.finalised(
        lines=(a_line("87.25", product=product, sku="PRD-PUMP"), loose),
    )
    world.tell(ref)
    assert [line.product for line in world.invoice(world.twin(ref)).lines] == [pump, pump]
    assert world.twin(product) == pump


@pytest.mark.feature("M4")
def test_lines_without_an_item_share_one_custom_line_item() -> None:
    world = World()
    fee = a_line("5.00", name="Shipping", role=LineRole.FEE, sku="")
    first = world.finalised(lines=(a_line("95.00", sku="UNKNOWN"), fee))
    second = world.finalised()
    world.tell(first)
    world.tell(second)
    (item,) = world.quickbooks.every(EntityKind.PRODUCT)
    assert item.fields["name"] == "Custom line item"
    products = {line.product for ref in (first, second) for line in world.invoice(world.twin(ref)).lines}
    assert products == {item.ref}


@pytest.mark.feature("M4")
def test_an_existing_custom_line_item_is_used() -> None:
    world = World()
    existing = world.item(name="Custom line item", sku="")
    ref = world.finalised()
    world.tell(ref)
    assert [line.product for line in world.invoice(world.twin(ref)).lines] == [existing]


def test_a_draft_waits_for_its_finalisation() -> None:
    world = World()
    ref = world.finalised(status=InvoiceStatus.DRAFT)
    world.tell(ref)
    assert world.outcome(ref).reasons == ("The invoice is a draft.",)
    assert ref not in world.display.shown
    world.hubspot.edit(ref, status=InvoiceStatus.OPEN)
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(ref)).total == 100


def test_an_old_invoice_stays_out_until_it_is_modified() -> None:
    world = World()
    now, world.clock.now = world.clock.now, SWITCHED_ON.replace(year=2025)
    ref = world.finalised()
    world.hubspot.records[ref].modified_at = world.clock.now
    world.clock.now = now
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.EXCLUDED
    world.hubspot.edit(ref, memo="seen")
    world.tell(ref)
    assert world.status(ref) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("E1")
def test_a_customer_deleted_before_its_invoice_came_is_missed() -> None:
    world = World()
    contact = world.contact()
    ref = world.finalised(customer=contact)
    world.hubspot.delete(contact)
    world.tell(ref)
    outcome = world.outcome(ref)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, "E1")
    assert world.quickbooks.every(EntityKind.INVOICE) == []


def test_the_link_remembers_both_sides() -> None:
    world = World()
    ref = world.finalised()
    world.tell(ref)
    link = world.link(ref)
    assert link.state is LinkState.LINKED
    assert link.lease_until is None
    assert replace(link, revision=0) == replace(world.link(world.twin(ref)), revision=0)
