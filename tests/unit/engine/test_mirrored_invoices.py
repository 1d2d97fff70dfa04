"""Invoices made in QuickBooks are shown in HubSpot: made once, and never booked back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.invoice import InvoiceStatus, LineRole, Origin
from tests.builders import a_customer, a_line, a_product
from tests.fake_systems import Fault
from tests.unit.engine.mirrors import BOTH, INBOUND, booked, connection
from tests.unit.engine.world import World


@pytest.fixture(params=[INBOUND, BOTH])
def world(request: pytest.FixtureRequest) -> World:
    """A connection that shows QuickBooks' invoices."""
    return World(connection(request.param))


@pytest.mark.feature("I4", "O1")
def test_it_is_shown_with_its_figures_dates_and_texts(world: World) -> None:
    lines = (a_line("33.33", description="First"), a_line("66.67", quantity=None, unit_price=None))
    ref = booked(world, lines=lines, memo="Thank you", due_date=date(2026, 4, 1))
    world.tell(ref)
    here, there = world.invoice(ref), world.invoice(world.twin(ref))
    assert (there.origin, there.status, there.number) == (Origin.MIRRORED, InvoiceStatus.OPEN, "1042")
    assert (there.total, there.balance, there.currency) == (Decimal("100.00"), Decimal("100.00"), "USD")
    assert (there.issue_date, there.due_date, there.memo) == (here.issue_date, date(2026, 4, 1), "Thank you")
    assert [(line.amount, line.description) for line in there.lines] == [
        (Decimal("33.33"), "First"),
        (Decimal("66.67"), ""),
    ]
    assert world.status(ref) is OutcomeStatus.IN_SYNC
    assert world.shown(world.twin(ref)).quickbooks_url == f"https://quickbooks.test/invoice/{ref.id}"


@pytest.mark.feature("O5")
def test_its_contact_is_found_or_made(world: World) -> None:
    contact = world.contact(email="grace@cool.example")
    known = booked(world, customer=world.quickbooks.put(EntityKind.CUSTOMER, a_customer(email="grace@cool.example")))
    new = booked(world, number="1043")
    world.tell(known, new)
    assert world.invoice(world.twin(known)).customer == contact
    made = world.invoice(world.twin(new)).customer
    assert made is not None
    assert made != contact
    assert world.hubspot.show(made).fields["email"] == "joe@cool.example"


@pytest.mark.feature("I4")
def test_one_whose_contact_was_deleted_names_the_customer_that_is_missed(world: World) -> None:
    first = booked(world)
    world.tell(first)
    customer = world.invoice(first).customer
    assert customer is not None
    world.hubspot.delete(world.twin(customer))
    refused = Failure(category=ErrorCategory.RECORD_DELETED, cure=Cure.RESOLVING, text="invalid", code="INVALID_OBJECT_IDS")
    world.hubspot.faults.append(Fault(failure=refused, times=1))
    second = booked(world, customer=customer, number="1043")
    world.tell(second)
    outcome = world.outcome(second)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, "E14")
    assert "was deleted or merged away in HubSpot" in outcome.explanation
    assert len(world.hubspot.every(EntityKind.INVOICE)) == 1


@pytest.mark.feature("I4")
def test_a_line_names_its_product_and_needs_none(world: World) -> None:
    item = world.item()
    product = world.hubspot.put(EntityKind.PRODUCT, a_product(name="The pump"))
    loose = world.quickbooks.put(EntityKind.PRODUCT, a_product(name="Hours", sku=""))
    ref = booked(world, lines=(a_line("60.00", product=item), a_line("40.00", product=loose)))
    world.tell(ref)
    assert [line.product for line in world.invoice(world.twin(ref)).lines] == [product, None]


def test_a_line_over_the_item_of_lines_without_a_product_names_no_product() -> None:
    world = World(connection(BOTH))
    native = world.finalised()
    world.tell(native)
    (line,) = world.invoice(world.twin(native)).lines
    ref = booked(world, lines=(a_line("100.00", product=line.product),))
    world.tell(ref)
    assert [line.product for line in world.invoice(world.twin(ref)).lines] == [None]


@pytest.mark.feature("X3")
def test_what_we_made_is_never_booked(world: World) -> None:
    ref = booked(world)
    world.tell(ref)
    written = len(world.quickbooks.written)
    world.tell(world.twin(ref))
    world.settle()
    assert len(world.quickbooks.written) == written
    assert len(world.quickbooks.every(EntityKind.INVOICE)) == len(world.hubspot.every(EntityKind.INVOICE)) == 1


@pytest.mark.feature("R2")
def test_what_another_integration_shows_is_never_booked() -> None:
    world = World(connection(BOTH))
    ref = world.finalised(origin=Origin.MIRRORED)
    world.tell(ref)
    world.settle()
    assert world.status(ref) is OutcomeStatus.EXCLUDED
    assert not world.quickbooks.every(EntityKind.INVOICE)


@pytest.mark.feature("O1")
def test_invoices_that_only_go_to_quickbooks_are_not_shown() -> None:
    world = World()
    ref = booked(world)
    world.tell(ref)
    assert world.outcome(ref).reasons == ("The rule for invoices does not carry records from QuickBooks.",)
    assert not world.hubspot.every(EntityKind.INVOICE)


@pytest.mark.feature("I4")
def test_less_than_nothing_is_left_out_and_named(world: World) -> None:
    ref = booked(world, lines=(a_line("-20.00"),))
    world.tell(ref)
    outcome = world.outcome(ref)
    assert outcome.status is OutcomeStatus.EXCLUDED
    assert outcome.reasons == ("Invoice 1042 comes to -20.00 USD; HubSpot has no invoices over less than nothing.",)


def test_the_counterpart_of_an_invoice_that_is_gone_is_not_shown_anew() -> None:
    world = World(connection(BOTH))
    native = world.finalised()
    world.tell(native)
    there = world.twin(native)
    lost = world.quickbooks.records[there]
    world.hubspot.delete(native)
    stranger = World(connection(BOTH))
    stranger.quickbooks.records[there] = replace(lost, source=native)
    stranger.tell(there)
    assert stranger.status(there) is OutcomeStatus.EXCLUDED
    assert not stranger.hubspot.every(EntityKind.INVOICE)


def test_taxes_fees_and_discounts_keep_their_roles(world: World) -> None:
    tax = a_line("8.00", name="Tax", role=LineRole.TAX, quantity=None, unit_price=None)
    ref = booked(world, lines=(a_line("100.00"), tax), discount=Decimal("10.00"))
    world.tell(ref)
    there = world.invoice(world.twin(ref))
    assert (there.total, there.discount, there.lines[1].role) == (Decimal("98.00"), Decimal("10.00"), LineRole.TAX)
