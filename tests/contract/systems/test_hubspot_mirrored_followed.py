"""What becomes of an invoice of QuickBooks, as HubSpotSystem follows it over the twin."""

from decimal import Decimal

import pytest

from counterfoil.adapters.hubspot.mapping.common import without_prefix
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.parties import company_ref
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus, LineRole
from counterfoil.domain.rules import CustomerOptions
from tests.builders import a_line, hubspot
from tests.contract.systems.hubspot_records import shown
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.mirrored import change, made, of, with_company
from tests.contract.systems.steps import written


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


@pytest.mark.feature("R2")
def test_edited_lines_are_followed_and_what_fits_stays(world: HubSpotWorld) -> None:
    before = made(world, lines=(a_line("50.00"), a_line("30.00"), a_line("20.00")))
    ids = of(world, before, "line_items")
    lines = (a_line("50.00"), a_line("45.00", description="New"), a_line("5.00", role=LineRole.FEE))
    [after] = written(world, change(before, lines=lines, total=Decimal("100.00")))
    assert isinstance(after.record, Invoice)
    assert [(line.amount, line.role) for line in after.record.lines] == [
        (Decimal("50.00"), LineRole.ITEM),
        (Decimal("45.00"), LineRole.ITEM),
        (Decimal("5.00"), LineRole.FEE),
    ]
    assert of(world, after, "line_items") == ids[:2]


@pytest.mark.feature("R2")
def test_what_is_as_it_should_be_is_not_written(world: HubSpotWorld) -> None:
    before = made(world)
    assert isinstance(before.record, Invoice)
    [after] = written(world, change(before, lines=before.record.lines))
    assert after == before


@pytest.mark.feature("I4", "I3")
def test_payment_and_void_are_followed(world: HubSpotWorld) -> None:
    before = made(world)
    [part] = written(world, change(before, balance=Decimal("40.00")))
    assert (part.fields["status"], part.fields["balance"]) == (InvoiceStatus.OPEN, "40")
    [paid] = written(world, change(part, balance=Decimal(0), status=InvoiceStatus.PAID))
    assert (paid.fields["status"], paid.fields["balance"]) == (InvoiceStatus.PAID, "0")
    [again] = written(world, change(paid, balance=Decimal("100.00"), status=InvoiceStatus.OPEN))
    assert (again.fields["status"], again.fields["balance"]) == (InvoiceStatus.OPEN, "100")
    [voided] = written(world, change(again, status=InvoiceStatus.VOIDED))
    assert voided.fields["status"] == InvoiceStatus.VOIDED


@pytest.mark.feature("O5")
def test_another_contact_takes_the_place_of_the_one_before(world: HubSpotWorld) -> None:
    before, other, deal = made(world), with_company(world, "Other"), world.make("deals", {"dealname": "Big"})
    world.send("PUT", f"/crm/v4/objects/deals/{deal}/associations/default/invoices/{before.ref.id}", None)
    before = shown(world, EntityKind.INVOICE, before.ref.id)
    old, new = hubspot(EntityKind.CUSTOMER, world.contact_id), hubspot(EntityKind.CUSTOMER, other)
    [after] = written(world, change(before, customer=new, replaces=old))
    assert of(world, after, "contacts") == [other]
    assert len(of(world, after, "companies")) == 1
    assert of(world, after, "deals") == [deal]
    [back] = written(world, change(after, customer=old, replaces=new))
    assert of(world, back, "contacts") == [world.contact_id]
    assert of(world, back, "companies") == []


@pytest.mark.feature("O5", "X10")
def test_where_companies_are_customers_an_invoice_is_for_a_company_or_for_a_contact(world: HubSpotWorld) -> None:
    world.system = world.reading({}, CustomerOptions(customer_is="company"))
    firm, member = company_ref(world.make("companies", {"name": "Firm"})), with_company(world, "Other")
    person = hubspot(EntityKind.CUSTOMER, member)
    before = made(world, customer=firm)
    assert (of(world, before, "contacts"), of(world, before, "companies")) == ([], [without_prefix(firm.id)])
    [moved] = written(world, change(before, customer=person, replaces=firm))
    assert of(world, moved, "contacts") == [member]
    assert without_prefix(firm.id) not in of(world, moved, "companies")
    [back] = written(world, change(moved, customer=firm, replaces=person))
    assert (of(world, back, "contacts"), of(world, back, "companies")) == ([], [without_prefix(firm.id)])
    customers = [one.record.customer for one in (before, moved, back) if isinstance(one.record, Invoice)]
    assert customers == [firm, person, firm]


@pytest.mark.feature("O5")
def test_associations_made_by_hand_stay(world: HubSpotWorld) -> None:
    before, other, chosen = made(world), with_company(world, "Other"), with_company(world, "Chosen")
    world.send("PUT", f"/crm/v4/objects/invoices/{before.ref.id}/associations/default/contacts/{chosen}", None)
    before = shown(world, EntityKind.INVOICE, before.ref.id)
    old, new = hubspot(EntityKind.CUSTOMER, world.contact_id), hubspot(EntityKind.CUSTOMER, other)
    [after] = written(world, change(before, customer=new, replaces=old))
    assert of(world, after, "contacts") == [world.contact_id, chosen]
    assert of(world, after, "companies") == []
